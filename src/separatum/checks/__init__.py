"""What is looked at in every finished file before it leaves."""
