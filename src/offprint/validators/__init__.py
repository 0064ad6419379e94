"""The outside judges, EPUBCheck and veraPDF, in one warm Java process of their own."""

from offprint.validators.judges import Judges, Versions

__all__ = ["Judges", "Versions"]
