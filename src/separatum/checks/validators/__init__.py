"""The outside validators, EPUBCheck and veraPDF, in one warm Java process of their own."""

from typing import TYPE_CHECKING

from separatum.system.lazy_import import loaded_when_asked

if TYPE_CHECKING:
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

# Loaded when first asked for: the process that hosts Java asks for none of them.
_HOMES = {
    "PROFILES": "separatum.checks.validators.pdf_profiles",
    "Fact": "separatum.checks.validators.probe",
    "JavaValidators": "separatum.checks.validators.client",
    "Validators": "separatum.checks.validators.protocol",
    "Versions": "separatum.checks.validators.protocol",
    "explain_validator_code": "separatum.checks.validators.explain",
    "probe_validators": "separatum.checks.validators.probe",
}

__getattr__ = loaded_when_asked(__name__, _HOMES)
