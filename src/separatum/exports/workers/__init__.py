"""Export on several processors or machines."""
