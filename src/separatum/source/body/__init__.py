"""The article's body as one tree of known elements."""
