"""The validators' process leaves no folder behind."""

import os
import shutil
from pathlib import Path

import pytest

from separatum.checks.validators import java_host


class EndedError(Exception):
    """In place of the process's end."""


def test_a_folder_into_which_java_still_writes_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, remove, late = tmp_path / "scratch", shutil.rmtree, iter([b"a", b"b"])
    scratch.mkdir()

    def overtaken(folder: Path, *, ignore_errors: bool) -> None:
        remove(folder, ignore_errors=ignore_errors)
        for content in (one for one in [next(late, None)] if one):
            folder.mkdir()
            (folder / "tmp_pdf_file.pdf").write_bytes(content)

    def end(_: int) -> None:
        raise EndedError

    monkeypatch.setattr(shutil, "rmtree", overtaken)
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(EndedError):
        java_host._end(scratch)
    assert not scratch.exists()
