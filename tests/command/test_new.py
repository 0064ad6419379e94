"""`separatum new`: what it writes is whole, exports at once, and overwrites nothing."""

import os
import subprocess
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from separatum.cli.new_project import Answers, ask
from separatum.model.errors import Exit, UsageError
from tests.command.conftest import Run

FILES = [
    "separatum.toml", "content/first-article.md", "content/images/ferry.svg", ".gitignore",
    ".github/workflows/articles.yml",
]  # fmt: skip


def test_the_files_are_written_and_named(run: Run, tmp_path: Path) -> None:
    ended = run("new", "paper", "--yes", "--publisher", "The “River” Paper", "--licence", "CC BY 4.0")
    assert (ended.code, ended.out.splitlines()) == (Exit.OK, [f"paper/{name}" for name in FILES])
    assert "cd paper && separatum preview content" in ended.err
    settings = tomllib.loads((tmp_path / "paper" / "separatum.toml").read_text())
    assert settings == {
        "language": "en-GB", "publisher": "The “River” Paper", "licence": "CC BY 4.0", "paper": "a4",
    }  # fmt: skip
    workflow = yaml.safe_load((tmp_path / "paper" / ".github" / "workflows" / "articles.yml").read_text())
    steps = workflow["jobs"]["export"]["steps"]
    assert [step["run"] for step in steps if step.get("run", "").startswith("separatum")] == [
        "separatum export --format github content"
    ]
    # Only actions of GitHub's own: a name that somebody else may take would be a stranger's code.
    assert {step["uses"].partition("/")[0] for step in steps if "uses" in step} == {"actions"}


def test_the_workflow_installs_the_wheel_that_is_kept_in_the_project_and_says_where_to_put_it(tmp_path: Path) -> None:
    workflow = yaml.safe_load(files("separatum.cli").joinpath("starter", "workflow.yml").read_text(encoding="utf-8"))
    (step,) = (step for step in workflow["jobs"]["export"]["steps"] if "Install" in step.get("name", ""))
    (tmp_path / "python").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "python").chmod(0o755)

    def run() -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        command = ["bash", "-euo", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    missing = run()
    assert missing.returncode == 1
    assert missing.stdout.startswith("::error::Put the wheel")
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "separatum-0.1.0-py3-none-any.whl").touch()
    assert run().stdout == "-m pip install --quiet tools/separatum-0.1.0-py3-none-any.whl\n"


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("language", ["en-US", "fr", "ar"])
def test_what_is_written_exports_at_once(run: Run, tmp_path: Path, language: str) -> None:
    run("new", "--yes", "--language", language, "--style")
    ended = run("export", "content")
    assert (ended.code, ended.out) == (Exit.OK, "dist/first-article.epub\ndist/first-article.pdf\n")
    assert "[SOURCE-" not in ended.err


def test_a_file_that_exists_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "separatum.toml").write_text("paper = 'a5'\n")
    ended = run("new", "--yes")
    assert ended.out.splitlines() == FILES[1:]
    assert "separatum.toml: exists, kept as it is\n" in ended.err
    assert (tmp_path / "separatum.toml").read_text() == "paper = 'a5'\n"
    assert run("new", "--yes").out == ""


def test_only_what_is_not_given_is_asked() -> None:
    asked: list[str] = []

    def question(text: str, default: str) -> str:
        asked.append(text.partition("?")[0])
        return {"On which paper": "a5", "Begin a style of your own, with colours and a logo": "yes"}.get(
            asked[-1], default
        )

    answers = ask({"publisher": "The River Paper", "language": "pt-br"}, question)
    assert asked == ["Under which licence", "On which paper", "Begin a style of your own, with colours and a logo"]
    assert answers == Answers(publisher="The River Paper", language="pt-BR", paper="a5", style=True)


def test_a_paper_is_known_in_capitals_and_with_a_space() -> None:
    given: dict[str, str | bool | None] = {"publisher": "", "language": "en", "licence": "", "style": False}
    assert [ask({**given, "paper": name}, lambda _, default: default).paper for name in ("A4", "Large Print")] == [
        "a4",
        "large-print",
    ]


@pytest.mark.parametrize("given", [{"language": "nonsense-language"}, {"paper": "napkin"}])
def test_an_answer_that_cannot_be_is_wrong_usage(given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        ask(given, lambda _, default: default)
