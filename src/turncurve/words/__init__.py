"""The vocabulary every other room speaks: problems, periods, places, verdicts. Imports nothing of ours."""
