"""What arrived: every row of every file accounted for."""
