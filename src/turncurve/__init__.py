"""Turncurve: did we make any difference?

Returns come in at the door and become tables we trust. Tables become each child's journey. Journeys, counted over
time, become curves. The rooms stand in that order and data flows one way; `pyproject.toml` holds the rule.
"""
