"""`separatum watch` as a process of its own: real saves, and what it says of them; nobody waits but for its words."""

import os
import shutil
import signal
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from separatum.model.errors import Exit
from separatum.publish.output_folder import WORK
from separatum.style.style import house_style_folder
from tests.command.conftest import ARTICLE, write_article
from tests.command.test_process import SEPARATUM, processes_in

PATIENCE = 900.0
"""Seconds after which a run that says nothing more is ended, so that its test fails."""


class Watching:
    """A running `separatum watch`, all that it says in one stream."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [*SEPARATUM, "watch", *arguments], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._guard = threading.Timer(PATIENCE, self.process.kill)
        self._guard.start()

    def until(self, words: str) -> list[str]:
        """The lines that come, up to the first that holds these words."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            if "not checked: needs the PDF" not in line:
                lines.append(line.rstrip("\n"))
            if words in line:
                return lines
        pytest.fail(f"it ended without saying “{words}”:\n" + "\n".join(lines))

    def save(self, name: str, text: str) -> None:
        """Save an article as a simple editor does."""
        (self.home / "in" / f"{name}.md").write_text(text, encoding="utf-8")

    def published(self, name: str) -> str:
        """The words of an article's EPUB."""
        with zipfile.ZipFile(self.home / "dist" / f"{name}.epub") as book:
            return "".join(book.read(part).decode() for part in book.namelist() if part.endswith("article.xhtml"))

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop it as a person does; its exit code."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        self.process.stdout.read()
        return self.process.wait()

    def close(self) -> None:
        """Leave nothing running."""
        self.process.kill()
        self.process.wait()
        self._guard.cancel()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watching]:
    """One run for all tests here, each with an article of its own, in a style of their own."""
    home = tmp_path_factory.mktemp("watch")
    shutil.copytree(house_style_folder(), home / "style")
    write_article(home / "in" / "first.md")
    started = Watching(home, "in", "--to", "epub", "--style", "style")
    assert started.until("watching")[:2] == ["✓ first: published as EPUB", "dist/first.epub"]
    yield started
    started.close()


def article(title: str = "An empty quay", more: str = "") -> str:
    return ARTICLE.format(title=title) + more


def test_a_new_article_is_found_and_every_save_of_it_published(watching: Watching) -> None:
    watching.save("new", article())
    watching.until("dist/new.epub")
    watching.save("new", article("The quay at dawn"))
    assert watching.until("dist/new.epub") == ["✓ new: published as EPUB", "dist/new.epub"]
    assert "The quay at dawn" in watching.published("new")


def test_a_save_by_a_rename_is_published(watching: Watching) -> None:
    watching.save("renamed", article())
    watching.until("dist/renamed.epub")
    draft = watching.home / "in" / ".renamed.md.tmp"
    draft.write_text(article("Renamed over"), encoding="utf-8")
    draft.replace(watching.home / "in" / "renamed.md")
    watching.until("dist/renamed.epub")
    assert "Renamed over" in watching.published("renamed")


def test_a_fault_is_said_and_the_last_good_edition_stays_until_it_is_mended(watching: Watching) -> None:
    watching.save("faulty", article("Good"))
    watching.until("dist/faulty.epub")
    watching.save("faulty", article("Bad").partition("language")[0])
    said = watching.until("✗ faulty: nothing was published")
    assert any(line.startswith("in/faulty.md:") for line in said)
    assert "Good" in watching.published("faulty")
    watching.save("faulty", article("Mended"))
    watching.until("dist/faulty.epub")
    assert "Mended" in watching.published("faulty")


def test_of_many_saves_at_once_the_last_is_published(watching: Watching) -> None:
    for number in range(100):
        watching.save("burst", article(more=f"\nSave number {number} of them.\n"))
    exports = 1
    watching.until("dist/burst.epub")
    while "Save number 99" not in watching.published("burst"):
        watching.until("dist/burst.epub")
        exports += 1
    assert exports < 50


def test_an_image_that_was_missing_is_seen_when_it_comes_and_when_it_changes(watching: Watching) -> None:
    watching.save("shown", article(more="\n![A grey wall](pictures/wall.png)\n"))
    watching.until("✗ shown: nothing was published")
    (watching.home / "in" / "pictures").mkdir()
    Image.new("RGB", (40, 40), "grey").save(watching.home / "in" / "pictures" / "wall.png")
    watching.until("dist/shown.epub")
    before = (watching.home / "dist" / "shown.epub").read_bytes()
    Image.new("RGB", (40, 40), "black").save(watching.home / "in" / "pictures" / "wall.png")
    watching.until("dist/shown.epub")
    assert (watching.home / "dist" / "shown.epub").read_bytes() != before


def test_an_edition_in_another_language_is_exported_and_named_in_the_first(watching: Watching) -> None:
    watching.save("spoken", article())
    watching.until("dist/spoken.epub")
    watching.save("spoken.de", article("Ein leerer Kai").replace("en-GB", "de"))
    assert {line for line in watching.until("dist/spoken.epub") if line.startswith("dist/")} >= {"dist/spoken.epub"}
    with zipfile.ZipFile(watching.home / "dist" / "spoken.epub") as book:
        assert any(b"spoken.de" in book.read(part) for part in book.namelist() if part.endswith(".opf"))


def test_an_article_that_goes_and_comes_back_is_told_and_published(watching: Watching) -> None:
    watching.save("fleeting", article())
    watching.until("dist/fleeting.epub")
    (watching.home / "in" / "fleeting.md").unlink()
    watching.until("in/fleeting.md: deleted; its published editions stay")
    assert (watching.home / "dist" / "fleeting.epub").is_file()
    watching.save("fleeting", article("Back again"))
    watching.until("dist/fleeting.epub")
    assert "Back again" in watching.published("fleeting")


def test_a_folder_that_goes_and_comes_back_is_watched_again(watching: Watching) -> None:
    shutil.rmtree(watching.home / "in")
    watching.until("in: deleted; its published editions stay")
    (watching.home / "in").mkdir()
    watching.save("returned", article())
    watching.until("dist/returned.epub")
    watching.save("returned", article("Heard again"))
    watching.until("dist/returned.epub")
    assert "Heard again" in watching.published("returned")


def test_what_editors_leave_beside_an_article_is_no_save(watching: Watching) -> None:
    watching.save("quiet", article())
    watching.until("dist/quiet.epub")
    for name in (".quiet.md.swp", "quiet.md~", "#quiet.md#", ".#quiet.md", "4913", "notes.txt"):
        (watching.home / "in" / name).write_text(article("Not an article"), encoding="utf-8")
    watching.save("loud", article())
    assert watching.until("dist/loud.epub") == ["✓ loud: published as EPUB", "dist/loud.epub"]


def test_a_change_of_the_style_exports_everything_and_a_fault_in_it_is_said(watching: Watching) -> None:
    watching.save("styled", article())
    watching.until("dist/styled.epub")
    sheet = watching.home / "style" / "epub.css"
    whole = sheet.read_text(encoding="utf-8")
    sheet.write_text(f"{whole}\np {{ margin-left: 7em }}\n", encoding="utf-8")
    watching.until("dist/styled.epub")
    with zipfile.ZipFile(watching.home / "dist" / "styled.epub") as book:
        assert any(b"7em" in book.read(part) for part in book.namelist() if part.endswith(".css"))
    table = watching.home / "style" / "style.toml"
    right = table.read_text(encoding="utf-8")
    table.write_text(f"{right}\n= not TOML\n", encoding="utf-8")
    watching.until("correct the TOML")
    table.write_text(right, encoding="utf-8")
    watching.until("dist/styled.epub")


def test_validators_that_die_are_replaced(watching: Watching) -> None:
    for validator in children(watching.process.pid):
        os.kill(validator, signal.SIGKILL)
    watching.save("validated", article())
    watching.until("dist/validated.epub")
    watching.save("validated", article("Validated by others"))
    watching.until("dist/validated.epub")
    assert "Validated by others" in watching.published("validated")


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if told[1] == str(parent):
            found.append(int(place.name))
    assert found
    return found


def test_the_output_folder_is_free_between_exports_and_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    write_article(tmp_path / "quay.md")
    started = Watching(tmp_path, "quay.md", "--out", ".")
    try:
        assert started.until("watching")[:3] == ["✓ quay: published as EPUB and PDF", "quay.epub", "quay.pdf"]
        assert not (tmp_path / WORK).exists()
        assert started.end() in {Exit.INTERRUPTED, -signal.SIGINT}
    finally:
        started.close()
    assert sorted(place.name for place in tmp_path.iterdir()) == sorted(
        ["SHA256SUMS", "quay.epub", "quay.md", "quay.pdf", "quay.report.json"]
    )
    assert processes_in(tmp_path) == []


def test_paths_go_to_standard_output_and_words_to_standard_error(tmp_path: Path) -> None:
    write_article(tmp_path / "quay.md")
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(
            [*SEPARATUM, "watch", "quay.md", "--to", "epub"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "dist/quay.epub\n"
        write_article(tmp_path / "quay.md", "Saved again")
        assert process.stdout.readline() == "dist/quay.epub\n"
    finally:
        process.terminate()
        process.stdout.close()
        process.wait()
    lines = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "not checked" not in line][:3] == [
        "✓ quay: published as EPUB",
        "watching for changes; press Ctrl-C to stop",
        "✓ quay: published as EPUB",
    ]


def test_a_path_that_is_not_there_at_the_start_ends_it(tmp_path: Path) -> None:
    ended = subprocess.run([*SEPARATUM, "watch", "nowhere.md"], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == Exit.FILE
    assert ended.stderr.startswith("separatum: there is no “nowhere.md”".encode())


def test_a_paper_that_is_not_there_ends_it(tmp_path: Path) -> None:
    write_article(tmp_path / "quay.md")
    ended = subprocess.run(
        [*SEPARATUM, "watch", "quay.md", "--paper", "folio"], cwd=tmp_path, capture_output=True, check=False
    )
    assert ended.returncode == Exit.USAGE
