"""Our own checks, one module for each subject."""
