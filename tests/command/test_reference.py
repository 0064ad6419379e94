"""The pages of docs/reference/ say what the program does."""

import re
import tomllib

import pytest

from separatum.cli.explain import all_rules
from separatum.exports.pipeline import Verb
from separatum.model.report import Report
from separatum.model.report_json import to_json
from tests.command.reference import FOLDER, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_made_from_the_program_is_not_stale(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], "run “make docs”"


def test_every_rule_has_an_example() -> None:
    sections = re.split(r"^### ", pages()["checks.md"], flags=re.MULTILINE)[1:]
    assert len(sections) == len(all_rules())
    assert [section.partition("\n")[0] for section in sections if "Found, for example: " not in section] == []


def test_every_option_has_a_word_of_help() -> None:
    assert "| |\n" not in re.sub(r"\| \| \|\n\|---", "", pages()["command.md"])
    assert "None" not in pages()["command.md"]


def test_the_page_about_the_report_names_every_field_of_it() -> None:
    page = (FOLDER / "report.md").read_text(encoding="utf-8")
    fields = re.findall(rb'"(\w+)":', to_json(Report(name="port", sources=("port.md",))))
    assert fields
    assert [field for field in fields if f"`{field.decode()}`" not in page] == []


def test_the_verbs_are_the_five_of_the_design() -> None:
    assert [verb.value for verb in Verb][1:] == ["read", "compose", "write", "check", "publish"]


def test_every_environment_variable_is_in_its_page() -> None:
    page = (FOLDER / "environment.md").read_text(encoding="utf-8")
    sources = [file.read_text(encoding="utf-8") for file in (FOLDER.parents[1] / "src").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"SEPARATUM_[A-Z_]+", text)}
    assert read
    assert {name for name in read if f"`{name}`" not in page} == set()


def test_every_key_of_the_house_style_is_in_the_page_about_style_files() -> None:
    page = (FOLDER / "style.md").read_text(encoding="utf-8")
    table = tomllib.loads((FOLDER.parents[1] / "styles" / "style.toml").read_text(encoding="utf-8"))
    groups = [table, *table["paper"].values(), *table["face"], *table["script"]]
    keys = {key for group in groups for key in group}
    assert keys
    assert {key for key in keys if f"`{key}`" not in page and f"{key}" not in page} == set()
