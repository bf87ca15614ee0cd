"""About Turncurve: where the data are, the sources and their licences, and accessibility."""
