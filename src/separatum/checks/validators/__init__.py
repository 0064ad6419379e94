"""The outside validators, EPUBCheck and veraPDF, in one warm Java process of their own."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module “separatum.checks.validators” has no attribute “{name}”")
    return getattr(import_module(_HOMES[name]), name)
