"""Publish: all files of an article, or nothing."""
