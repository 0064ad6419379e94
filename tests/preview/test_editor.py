"""Which editor opens a line, and how it is told which."""

import json
import sys
import threading
from pathlib import Path

import pytest

from separatum.model.errors import UsageError
from separatum.preview.editor import editor_command, open_line


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is alone on the path; each does nothing."""
    for name in ("code", "vim", "gvim", "strange"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize(
    ("chosen", "environment", "command"),
    [
        ("code", {}, ("code", "--goto", "{file}:{line}")),
        ("code --wait", {}, ("code", "--wait", "--goto", "{file}:{line}")),
        ("strange {file} -l {line}", {}, ("strange", "{file}", "-l", "{line}")),
        (None, {"EDITOR": "gvim"}, ("gvim", "+{line}", "{file}")),
        (None, {"EDITOR": "gvim", "VISUAL": "code"}, ("code", "--goto", "{file}:{line}")),
        (None, {"EDITOR": "vim"}, None),
        (None, {"VISUAL": "vim", "EDITOR": "gvim"}, ("gvim", "+{line}", "{file}")),
        (None, {}, None),
    ],
)
def test_the_editor_is_the_one_that_is_chosen_or_has_a_window(
    chosen: str | None, environment: dict[str, str], command: tuple[str, ...] | None
) -> None:
    assert editor_command(chosen, environment) == command


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("chosen", ["absent", "strange", "vim"])
def test_a_chosen_editor_that_cannot_be_used_is_wrong_usage(chosen: str) -> None:
    with pytest.raises(UsageError, match="--editor"):
        editor_command(chosen, {})


def test_nothing_in_a_file_name_is_run_by_a_shell(tmp_path: Path) -> None:
    record = tmp_path / "record.py"
    record.write_text("import json, sys\nopen(sys.argv[1], 'w').write(json.dumps(sys.argv[2:]))\n")
    file = tmp_path / "$(touch ran).md"
    assert open_line([sys.executable, str(record), str(tmp_path / "words"), "{file}:{line}"], file, 7)
    for thread in threading.enumerate():
        if thread.name == "editor":
            thread.join()
    assert json.loads((tmp_path / "words").read_text()) == [f"{file}:7"]
    assert not (tmp_path / "ran").exists()


def test_an_editor_that_cannot_be_started_is_said_to_be_so(tmp_path: Path) -> None:
    assert not open_line([str(tmp_path / "absent"), "{file}"], tmp_path / "a.md", 1)
