"""The command as a process of its own: its streams, its signals, its end."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from separatum.model.errors import Exit
from tests.command.conftest import write_article
from tests.command.faults import contents, fill

SEPARATUM = (sys.executable, "-m", "separatum")


def separatum(
    *arguments: str | Path, cwd: Path, stdout: int | None = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*SEPARATUM, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


@contextmanager
def at_a_terminal(
    *arguments: str | Path, cwd: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the command with a terminal for its standard error; yields the process and the terminal's other end."""
    ours, theirs = pty.openpty()
    usual = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # what the tests ignore, under nohup, it would ignore, too
    process = subprocess.Popen(
        [*SEPARATUM, *arguments],
        cwd=cwd,
        env={**os.environ, "TERM": "xterm", **environment},
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    signal.signal(signal.SIGHUP, usual)
    os.close(theirs)
    try:
        yield process, ours
    finally:
        os.close(ours)
        if process.stdout:
            process.stdout.close()
        process.kill()
        process.wait()


def read_until(terminal: int, words: bytes | None) -> bytes:
    """What comes from a terminal until these words came, or until it ends."""
    seen = b""
    while words is None or words not in seen:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not piece:
            break
        seen += piece
    return seen


def processes_in(folder: Path) -> list[int]:
    """The processes that work on something below a folder, or were started from it."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (place / "cmdline").read_bytes() + os.fsencode((place / "cwd").readlink()):
                found.append(int(place.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_ends_everything_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    fill(tmp_path / "dist")
    before = contents(tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    write_article(tmp_path / "port.md")
    with at_a_terminal("export", "port.md", cwd=tmp_path, TMPDIR=str(scratch)) as (process, terminal):
        read_until(terminal, b"check")
        process.send_signal(number)
        said = read_until(terminal, None)
        # Python ends itself by the signal where the interrupt met generated code; a shell says 130 of both.
        assert process.wait() in {Exit.INTERRUPTED, -signal.SIGINT}, said
        assert process.stdout is not None
        assert process.stdout.read() == b""
    assert said.endswith(b"separatum: interrupted; files published before are unchanged\r\n")
    (tmp_path / "port.md").unlink()
    assert contents(tmp_path) == before
    assert list(scratch.iterdir()) == []
    assert processes_in(tmp_path) == []


def test_a_terminal_shows_the_five_verbs_on_one_line_and_colours(tmp_path: Path) -> None:
    write_article(tmp_path / "port.md")
    with at_a_terminal("export", "port.md", "--to", "epub", cwd=tmp_path) as (process, terminal):
        said = read_until(terminal, None)
        assert process.wait() == Exit.OK
    *progress, last = said.split(b"\r\x1b[K")
    assert b"port: read \xc2\xb7 compose \xc2\xb7 write \xc2\xb7 check \xc2\xb7 publish" in said
    assert [line for line in progress if line.startswith(b"\x1b[2mport: read")] == [
        line for line in progress if b"read" in line and b"\n" not in line
    ]
    assert b"\x1b[32m\xe2\x9c\x93\x1b[0m" in said
    assert last.endswith(b"\r\n")


def test_a_terminal_without_colour_gets_none(tmp_path: Path) -> None:
    (tmp_path / "port.md").write_text("")
    with at_a_terminal("export", "port.md", cwd=tmp_path, NO_COLOR="1") as (_, terminal):
        assert b"\x1b[" not in read_until(terminal, None).replace(b"\x1b[K", b"")


def test_a_machine_without_java_is_told_so_and_nothing_is_published(tmp_path: Path) -> None:
    write_article(tmp_path / "port.md")
    ended = separatum("export", "port.md", cwd=tmp_path, SEPARATUM_JAVA_HOME=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (Exit.MISSING, b"")
    assert b"separatum: Java is missing" in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert not (tmp_path / "dist").exists()


def test_a_locale_without_letters_exports_an_article_with_a_cyrillic_name(tmp_path: Path) -> None:
    write_article(tmp_path / "статья.md")
    ended = separatum("export", "статья.md", cwd=tmp_path, LC_ALL="C")
    assert (ended.returncode, ended.stdout.decode()) == (Exit.OK, "dist/статья.epub\ndist/статья.pdf\n")


def test_an_export_ends_without_a_word_of_pythons(tmp_path: Path) -> None:
    write_article(tmp_path / "article.md")
    ended = separatum("export", "article.md", "--quiet", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (Exit.OK, b"")


def test_explain_can_be_piped_into_a_program_that_stops_reading(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = separatum("explain", cwd=tmp_path, stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (Exit.OK, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = separatum("explain", cwd=tmp_path, stdout=full.fileno())
    assert ended.returncode == Exit.FILE
    assert ended.stderr.startswith(b"separatum: cannot write to standard output: ")
    assert len(ended.stderr.splitlines()) == 2


def test_a_closed_standard_output_is_no_bug(tmp_path: Path) -> None:
    command = " ".join(SEPARATUM)
    ended = subprocess.run(["sh", "-c", f"{command} explain >&-"], cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (Exit.OK, b"")
