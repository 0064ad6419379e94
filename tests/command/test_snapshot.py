"""Two snapshots are equal as long as nothing was saved."""

import os
from pathlib import Path

import pytest

from separatum.exports.watch.snapshot import Snapshot, files_below, inputs, take_snapshot
from tests.command.conftest import write_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles and a README."""
    for name in ("quay", "pier"):
        write_article(tmp_path / "in" / f"{name}.md")
    (tmp_path / "in" / "README.md").write_text("No article.\n", encoding="utf-8")
    return tmp_path / "in"


def seen(folder: Path, *shown: str) -> Snapshot:
    """A snapshot of a folder whose first article looked for some files when it was read."""
    used = {folder / "quay.md": [folder / name for name in shown]}
    return take_snapshot([folder], [folder.parent / "style"], used, Snapshot())


def test_nothing_saved_is_nothing_seen(folder: Path) -> None:
    assert seen(folder) == seen(folder)
    assert [one.file for one in seen(folder).found.passed_over] == [folder / "README.md"]


def test_a_save_is_seen_on_its_article_alone(folder: Path) -> None:
    before = seen(folder)
    write_article(folder / "quay.md", "Other words")
    now = seen(folder)
    assert {file.name for file in now.articles if now.articles[file] != before.articles[file]} == {"quay.md"}


def test_the_same_size_at_another_time_is_a_save(folder: Path) -> None:
    before = seen(folder)
    os.utime(folder / "quay.md", ns=(1, 1))
    assert seen(folder) != before


def test_what_an_article_looked_for_in_vain_is_seen_when_it_comes(folder: Path) -> None:
    before = seen(folder, "wall.png")
    (folder / "wall.png").write_bytes(b"picture")
    now = seen(folder, "wall.png")
    assert now.articles[folder / "quay.md"] != before.articles[folder / "quay.md"]
    assert now.articles[folder / "pier.md"] == before.articles[folder / "pier.md"]


def test_other_files_are_not_looked_at(folder: Path) -> None:
    before = seen(folder)
    (folder / "quay.md~").write_text("A copy.", encoding="utf-8")
    (folder / "quay.epub").write_bytes(b"an edition")
    assert seen(folder) == before


def test_a_style_is_looked_at_with_all_that_is_below_it(folder: Path) -> None:
    before = seen(folder)
    (folder.parent / "style" / "parts").mkdir(parents=True)
    (folder.parent / "style" / "parts" / "more.css").write_text("p { }", encoding="utf-8")
    assert seen(folder).common != before.common


def test_a_folder_without_articles_is_a_complaint_and_those_before_are_kept(folder: Path) -> None:
    before = seen(folder)
    (folder.parent / "other").mkdir()
    now = take_snapshot([folder, folder.parent / "other"], [], {}, before)
    assert now.error is not None
    assert now.complaint
    assert now.articles == before.articles


def test_a_folder_that_goes_meanwhile_has_nothing(folder: Path) -> None:
    before = seen(folder)
    assert take_snapshot([folder / "nowhere"], [], {}, before).gone == (folder / "nowhere",)
    assert inputs(folder / "nowhere" / "a.md", ()) == (folder / "nowhere" / "a.md",)
    assert files_below(folder / "nowhere") == ()
