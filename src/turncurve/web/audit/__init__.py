"""The audit: who changed or read what, for those who watch over it."""
