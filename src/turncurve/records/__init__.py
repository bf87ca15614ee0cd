"""What people write and ask for here, who may sign in, and who changed or read what: the only Django models."""
