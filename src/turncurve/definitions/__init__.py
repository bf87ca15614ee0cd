"""What domain experts own, as YAML with a schema, and the one reader of it."""
