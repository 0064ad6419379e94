"""The outside judges, EPUBCheck and veraPDF, in one warm Java process of their own."""

from separatum.checks.validators.client import Judges, Versions
from separatum.checks.validators.explain import explain_judge_code
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.checks.validators.probe import Fact, probe_judges

__all__ = ["PROFILES", "Fact", "Judges", "Versions", "explain_judge_code", "probe_judges"]
