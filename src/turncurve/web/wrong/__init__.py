"""When a page cannot be shown: what is wrong, and what to do."""
