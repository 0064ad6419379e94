"""What was published before, and what decides whether it is still right."""
