"""The tables of the records, step by step; the same on SQLite and on PostgreSQL."""
