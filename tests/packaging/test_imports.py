"""What may import what: data flows one way, from reading to reporting."""

import ast
import graphlib
from collections.abc import Iterable
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "separatum"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def ours(nodes: Iterable[ast.AST]) -> set[str]:
    """The modules of ours that these statements import."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            within = {f"{node.module}.{name.name}" for name in node.names}
            found |= within & MODULES.keys() or {node.module}
    return {name for name in found if name.split(".")[0] == "separatum"}


def imported(module: str) -> set[str]:
    """The modules of ours that a module imports: at its top, for its types, or inside a function."""
    return ours(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8")))) - {module}


def imported_at_once(module: str) -> set[str]:
    """The modules of ours that a module needs while it is itself loaded."""
    return ours(ast.parse(MODULES[module].read_text(encoding="utf-8")).body) - {module}


def stage(module: str) -> str:
    """The first name below the package: “source”, “editions”, “publish”."""
    return module.split(".")[1] if "." in module else ""


def stages_imported(name: str) -> set[str]:
    """The stages that the modules of a stage import, without itself."""
    return {stage(other) for module in MODULES if stage(module) == name for other in imported(module)} - {name}


def test_the_data_imports_nothing_of_ours() -> None:
    assert not imported("separatum.model.article")
    assert not imported("separatum.model.findings")


def test_errors_know_findings_and_nothing_else() -> None:
    assert imported("separatum.model.errors") <= {"separatum.model.findings"}


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("source", {"compose", "styles", "editions", "checks", "validators", "verdict", "publish", "report", "cli"}),
        ("styles", {"source", "editions", "checks", "validators", "verdict", "publish", "report", "cli"}),
        ("compose", {"source", "editions", "checks", "validators", "verdict", "publish", "report", "cli"}),
        ("editions", {"source", "checks", "validators", "verdict", "publish", "report", "cli"}),
        ("checks", {"source", "compose", "styles", "editions", "validators", "verdict", "publish", "report", "cli"}),
        ("validators", {"source", "compose", "styles", "editions", "checks", "verdict", "publish", "report", "cli"}),
        ("publish", {"source", "compose", "styles", "editions", "checks", "validators", "verdict", "report", "cli"}),
        ("report", {"source", "compose", "styles", "editions", "checks", "validators", "verdict", "publish", "cli"}),
    ],
)
def test_a_stage_knows_nothing_of_what_is_not_its_own(name: str, never: set[str]) -> None:
    assert not stages_imported(name) & never


def test_an_edition_knows_no_other_edition() -> None:
    table = "separatum.editions"
    formats = [f"{table}.{path.stem}" for path in (PACKAGE / "editions").glob("*.py") if path.stem in ("epub", "pdf")]
    assert not {(one, other) for one in formats for other in imported(one) if other in formats}


def test_only_the_way_in_imports_the_command_line() -> None:
    assert {module for module in MODULES if "separatum.cli.arguments" in imported(module)} <= {"separatum.__main__"}


def test_no_two_modules_need_each_other_to_be_loaded() -> None:
    graph = {module: imported_at_once(module) & MODULES.keys() for module in MODULES}
    list(graphlib.TopologicalSorter(graph).static_order())


def test_no_two_stages_know_each_other() -> None:
    names = {stage(module) for module in MODULES} - {""}
    list(graphlib.TopologicalSorter({name: stages_imported(name) & names for name in names}).static_order())
