"""A publication that is killed between any two of its steps is noticed, and undone, by the next command that reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from separatum.cli.arguments import main
from separatum.publish.output_folder import WORK, heal
from separatum.publish.transaction import JOURNAL
from tests.trust.killed_between import NEW, OLD, SIGNATURE, publish, published


def killed(folder: Path, before: str) -> tuple[list[Path], list[Path]]:
    """The folders of publications that were killed, and of healings; in another process, which may fork."""
    ours, theirs = folder / "published", folder / "healed"
    ours.mkdir()
    theirs.mkdir()
    command = [sys.executable, "-m", "tests.trust.killed_between", str(ours), str(theirs), before]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True)
    return list(ours.iterdir()), list(theirs.iterdir())


def wholes(folder: Path, before: str) -> list[dict[str, bytes]]:
    """What a folder may hold: the state before, with its signature, or the state after."""
    publish(folder / "one", OLD)
    (folder / "one" / SIGNATURE).write_bytes(b"signature")
    publish(folder / "two", NEW)
    return [published(folder / "one") if before == "old" else {}, published(folder / "two")]


def see_that_it_is_healed(place: Path, whole: list[dict[str, bytes]]) -> None:
    had_journal = (place / WORK / JOURNAL).is_file()
    assert had_journal or published(place) in whole
    assert heal(place) == had_journal
    assert published(place) in whole


@pytest.mark.parametrize("before", ["old", "nothing"])
def test_a_publication_that_is_killed_at_any_step_is_healed(tmp_path: Path, before: str) -> None:
    whole = wholes(tmp_path, before)
    publications, healings = killed(tmp_path, before)
    mixed = [place for place in publications if published(place) not in whole]
    assert len(mixed) >= 3  # else nothing was killed between two renames
    assert len(healings) > len(mixed)
    for place in (*publications, *healings):
        see_that_it_is_healed(place, whole)


def test_it_is_told_by_the_command_that_reads_the_folder_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = wholes(tmp_path, "old")
    place = next(place for place in killed(tmp_path, "old")[0] if published(place) not in whole)
    main(["inspect", str(place / "quay.epub")])
    assert "an export was stopped while it published" in capsys.readouterr().err
    assert published(place) == whole[0]


def test_a_link_to_an_edition_is_no_way_around(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = wholes(tmp_path, "old")
    place = next(place for place in killed(tmp_path, "old")[0] if published(place) not in whole)
    (tmp_path / "link.epub").symlink_to(place / "quay.epub")
    main(["inspect", str(tmp_path / "link.epub")])
    assert "an export was stopped while it published" in capsys.readouterr().err
    assert published(place) == whole[0]
