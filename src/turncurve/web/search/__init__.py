"""A measure, a locality, a word or a page of the help, found by its words."""
