"""The scorecard: the declared curves or the starter ten, each with its verdict and its safety balance."""
