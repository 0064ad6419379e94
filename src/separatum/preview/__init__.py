"""Show both editions of an article in a browser while it is written."""
