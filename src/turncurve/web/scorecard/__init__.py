"""The scorecard: ten small curves, each with its verdict and its safety balance."""
