"""What people write here, who may sign in, and who changed or read what: the only Django models."""
