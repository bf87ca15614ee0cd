"""What the person who looks is told of."""
