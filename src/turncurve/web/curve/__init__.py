"""One curve: its question, its answer, its chart, its table, and how we know."""
