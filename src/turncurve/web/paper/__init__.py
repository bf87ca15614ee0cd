"""The board paper, to download."""
