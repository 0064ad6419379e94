"""What copying from a site leaves in a text."""
