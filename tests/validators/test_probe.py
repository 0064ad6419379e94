"""What `separatum doctor` learns about the validators."""

from pathlib import Path

import pytest

from separatum.checks.validators import probe_validators


def test_each_validator_is_reported_with_version_and_place() -> None:
    facts = {fact.name: fact for fact in probe_validators(time_limit=180)}
    assert facts["EPUBCheck"].version == "5.3.0"
    assert facts["Java"].path is not None
    assert all(fact.problem is None for fact in facts.values() if fact.needed)


def test_a_missing_java_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEPARATUM_JAVA_HOME", str(tmp_path))
    java = probe_validators()[0]
    assert java.name == "Java"
    assert java.problem is not None
    assert java.remedy == "set SEPARATUM_JAVA_HOME to the folder of a Java runtime, or unset it"
