"""Read what councils and the Department for Education exchange into tables. Parsed once, here."""
