"""The action of GitHub and the hooks of pre-commit call commands that exist, with what they were given."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from separatum.cli.arguments import parser

ROOT = Path(__file__).parents[2]


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_every_hook_is_a_command_that_the_parser_takes() -> None:
    for hook in loaded(".pre-commit-hooks.yaml"):
        name, *words = hook["entry"].split()
        assert name == "separatum"
        assert parser().parse_args([*words, "a.md", "b.md"]).command == "lint"


def test_the_action_uses_every_input_and_no_other() -> None:
    action = loaded("action.yml")
    assert set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text())) == set(action["inputs"])


def test_no_script_of_the_action_holds_an_input_that_the_shell_would_run() -> None:
    assert not [step for step in loaded("action.yml")["runs"]["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize(
    ("paths", "options", "expected"),
    [
        ("content", "", ["--", "content"]),
        ("content\nmy articles\n", "--strict\n", ["--strict", "--", "content", "my articles"]),
        ("$(touch ran); a.md", "", ["--", "$(touch ran); a.md"]),
    ],
)
def test_the_action_exports_what_it_was_given(tmp_path: Path, paths: str, options: str, expected: list[str]) -> None:
    stub = tmp_path / "separatum"
    stub.write_text('#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n')
    stub.chmod(0o755)
    (step,) = (step for step in loaded("action.yml")["runs"]["steps"] if step.get("name") == "Export")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PATHS": paths, "OUT": "dist", "OPTIONS": options}
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step["run"]],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.splitlines() == ["export", "--format", "github", "--out", "dist", *expected]
    assert parser().parse_args(ended.stdout.splitlines()).format == "github"
    assert not (tmp_path / "ran").exists()
