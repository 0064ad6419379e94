"""Measure the pages of seven articles of many kinds on six papers, and of typst's pages of the same texts.

    python -m tests.pages [--only essay,news] [--papers a4,a5] [--style newspaper] [--unchecked] [--peer]

Each article is exported, with all checks; what is refused is counted. `--unchecked` lays the pages out alone, which is
faster. `--peer` sets the same texts with typst too, in the same face and measure, and shows its figures below. In two
columns, “beside” says how many lines share their baseline with a line of the column beside, of those that have one.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style
from tests.pages.measure import Area, Figures, measure
from tests.pages.peer import lay_out_with_typst
from tests.pages.pictures import draw_pictures

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAPERS = ("a4", "a4-columns", "a5", "letter", "phone", "large-print")
KINDS = ("news", "essay", "how-to", "interview", "persian", "chinese", "georgian")
COMMAND = str(Path(sys.executable).with_name("separatum"))


def main() -> None:
    """Measure what is asked for, and print a line for each file."""
    asked = argparse.ArgumentParser(prog="python -m tests.pages", description=__doc__.splitlines()[0])
    asked.add_argument("--only", default=",".join(KINDS))
    asked.add_argument("--papers", default=",".join(PAPERS))
    asked.add_argument("--style", type=Path)
    asked.add_argument("--unchecked", action="store_true")
    asked.add_argument("--peer", action="store_true")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "pages")
    options = asked.parse_args()
    kinds, papers = options.only.split(","), options.papers.split(",")
    articles = prepared(options.out / "articles")
    print(_HEADER)
    refused: list[str] = []
    for paper in papers:
        area = area_of(paper, options.style)
        folder = options.out / paper
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            path = folder / f"{kind}.pdf"
            path.unlink(missing_ok=True)
            make = _lay_out if options.unchecked else _export
            reason = make(articles / f"{kind}.md", path, paper, options.style)
            if path.exists():
                print(_line(paper, kind, "ours", measure(path, area)), flush=True)
            else:
                refused.append(f"{kind} on {paper}: {reason}")
                print(f"{paper:12} {kind:10} ours   refused", flush=True)
            if options.peer and paper in ("a4", "a4-columns", "a5", "letter"):
                other = folder / f"{kind}.typst.pdf"
                lay_out_with_typst(articles / f"{kind}.md", other, load_style(None, paper))
                print(_line(paper, kind, "typst", measure(other, area)), flush=True)
    print(f"\nrefused: {len(refused)} of {len(kinds) * len(papers)}")
    for one in refused:
        print(f"  {one}")


def area_of(paper: str, style: Path | None = None) -> Area:
    """The type area of a paper of a style; of the house style where none is named."""
    known = load_style(style, paper).paper
    top, right, bottom, left = known.margins
    return Area(top=top, right=right, bottom=bottom, left=left, columns=known.columns, gap=known.gap)


_HEADER = f"{'paper':12} {'article':10} {'by':6} pages lines wide hyphens pairs last  beside holes"


def _line(paper: str, kind: str, whose: str, figures: Figures) -> str:
    holes = ", ".join(map(str, figures.holes)) or "–"
    beside = f"{figures.shared}/{figures.beside}" if figures.beside else "–"
    return (
        f"{paper:12} {kind:10} {whose:6} {figures.pages:5} {figures.lines:5} {figures.wide:4} {figures.hyphens:7} "
        f"{figures.pairs:5} {figures.last:4.0%} {beside:>7} {holes}"
    )


def prepared(folder: Path) -> Path:
    """Put the seven articles and their pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    draw_pictures(folder / "pictures")
    for article in _articles():
        (folder / article.name).write_bytes(article.read_bytes())
    return folder


def _articles() -> Iterator[Path]:
    return (HERE / "articles" / f"{kind}.md" for kind in KINDS)


def _lay_out(article: Path, path: Path, paper: str, style: Path | None) -> str:
    path.write_bytes(edition("pdf").write(read(article)[0], load_style(style, paper)))
    return ""


def _export(article: Path, path: Path, paper: str, style: Path | None) -> str:
    """Export with all checks; what it says where nothing is published."""
    out = path.parent / "out"
    run = subprocess.run(
        [
            COMMAND,
            "export",
            str(article),
            "--to",
            "pdf",
            "--paper",
            paper,
            "--out",
            str(out),
            "--no-cache",
            *(["--style", str(style)] if style else []),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    made = out / path.name
    if made.exists():
        made.replace(path)
    return run.stderr.strip()


if __name__ == "__main__":
    main()
