"""What is written beside a curve: read there, and written so that nobody's words are lost."""
