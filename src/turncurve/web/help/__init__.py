"""The manual, from `docs/`."""
