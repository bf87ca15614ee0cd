"""The same questions at the command line. No logic lives here: the desk answers, this room shows."""
