"""The outside validators, EPUBCheck and veraPDF, in one warm Java process of their own."""

from separatum.checks.validators.client import JavaValidators
from separatum.checks.validators.explain import explain_validator_code
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.checks.validators.probe import Fact, probe_validators
from separatum.checks.validators.protocol import Validators, Versions

__all__ = [
    "PROFILES",
    "Fact",
    "JavaValidators",
    "Validators",
    "Versions",
    "explain_validator_code",
    "probe_validators",
]
