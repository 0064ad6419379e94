"""The outside judges, EPUBCheck and veraPDF, in one warm Java process of their own."""

from offprint.validators.explanations import explain_judge_code
from offprint.validators.judges import Judges, Versions
from offprint.validators.probe import Fact, probe_judges
from offprint.validators.profiles import PROFILES

__all__ = ["PROFILES", "Fact", "Judges", "Versions", "explain_judge_code", "probe_judges"]
