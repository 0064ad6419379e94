"""Markdown to HTML, with the extensions that people use."""
