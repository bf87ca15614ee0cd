"""All curves: every measure by what it is about, with its latest figure."""
