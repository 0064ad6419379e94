"""Compose: the template, style sheets and fonts of a style, and the tree that they make of an article."""
