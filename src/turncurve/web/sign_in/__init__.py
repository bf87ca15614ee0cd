"""Signing in and out, the second factor, and the walls around the pages of a council's server."""
