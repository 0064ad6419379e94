"""Export again after each save."""
