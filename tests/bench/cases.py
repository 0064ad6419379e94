"""What is measured: ours, and the peers that do each part of the same work."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from offprint.validators.java import find_jars, find_java

HERE = Path(__file__).parent
OURS = "ours"
AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One command that is measured as a whole: a cold process, from its start until its end."""

    name: str
    """As it stands in the table."""
    command: Callable[[Path, Path], list[str]]
    """From the article's path and a folder to work in, what is run: in the article's folder."""
    is_peer: bool = True
    """Whether it is one of the four whose sum we are held against."""
    accepts: frozenset[int] = frozenset({0})
    """The exit codes of a run that did its work."""


def _offprint(article: Path, folder: Path) -> list[str]:
    return [*_offprint_again(article, folder), "--no-cache"]


def _offprint_again(article: Path, folder: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("offprint")), "export", str(article), "--out", str(folder / "ours")]


def _pandoc(article: Path, *arguments: str) -> list[str]:
    import pypandoc

    return [pypandoc.get_pandoc_path(), str(article), f"--resource-path={article.parent}", *arguments]


def _pandoc_epub(article: Path, folder: Path) -> list[str]:
    return _pandoc(article, "--to=epub3", "--output", str(folder / "peer.epub"))


def _pandoc_pdf(article: Path, folder: Path) -> list[str]:
    return _pandoc(article, f"--pdf-engine={typst_command(folder)}", "--output", str(folder / "peer.pdf"))


def typst_command(folder: Path) -> Path:
    """A command by the name of “typst”, which pandoc insists on: the package on PyPI has none."""
    command = folder / "typst"
    if not command.exists():
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "typst_command.py"}" "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    return command


def _epubcheck(_: Path, folder: Path) -> list[str]:
    jar, *_libraries = find_jars().epubcheck
    return [str(find_java().home / "bin" / "java"), "-jar", str(jar), "--quiet", str(folder / "peer.epub")]


def _verapdf(_: Path, folder: Path) -> list[str]:
    return [sys.executable, str(HERE / "cold_verapdf.py"), str(folder / "peer.pdf")]


CASES: Mapping[str, Case] = {
    OURS: Case(name="Offprint: both editions, all checks", command=_offprint, is_peer=False),
    # The round that warms up has made and judged it.
    AGAIN: Case(name="Offprint again, nothing changed", command=_offprint_again, is_peer=False),
    "pandoc-epub": Case(name="pandoc to EPUB", command=_pandoc_epub),
    "pandoc-pdf": Case(name="pandoc to PDF through typst", command=_pandoc_pdf),
    # Exit code 1: it has found faults, in pandoc's file.
    "epubcheck": Case(name="EPUBCheck, cold", command=_epubcheck, accepts=frozenset({0, 1})),
    "verapdf": Case(name="veraPDF, cold", command=_verapdf),
}
