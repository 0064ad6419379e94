"""Frozen data that all stages share."""
