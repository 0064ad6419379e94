"""One edition by itself, warm and not validated, against the library that makes it."""

import statistics

from tests.bench.bench import Bench, servants, turned
from tests.bench.figures import Line, Ratio, Result, ratios_of
from tests.bench.parts import prepare

ROUNDS = 15
AGAIN = 5
"""Times in a row in each round, of which the median counts."""


def measure_pdf(bench: Bench) -> Result:
    """Ours, from the article that was read, against WeasyPrint with the HTML that ours gives it."""
    ours, bare, pages = _measured(bench, "pdf")
    assert pages[0] == pages[1], f"not the same pages: {pages}"
    return Result(
        case="pdf",
        what=f"The PDF of {bench.name} alone, warm: ours from the read article; WeasyPrint from the same HTML, with"
        f" sheets and fonts loaded, as PDF/A-3a. {len(ours)} rounds of {AGAIN}.",
        lines=[_line("Separatum", ours), _line("bare WeasyPrint", bare)],
        ratios=[Ratio(name="PDF alone, warm ÷ bare WeasyPrint, CPU", values=ratios_of(ours, bare), aim=1.15)],
        facts={"Pages": pages[0]},
    )


def measure_epub(bench: Bench) -> Result:
    """Ours, from the article that was read, against EbookLib with finished documents, fonts and images."""
    ours, bare, _ = _measured(bench, "epub")
    more = [1000 * (one - other) for one, other in zip(ours, bare, strict=True)]
    return Result(
        case="epub",
        what=f"The EPUB of {bench.name} alone, warm, not validated: ours from the read article; EbookLib from the same"
        f" documents, with fonts and images finished. {len(ours)} rounds of {AGAIN}.",
        lines=[_line("Separatum", ours), _line("bare EbookLib", bare)],
        ratios=[Ratio(name="EPUB alone, warm: CPU more than bare EbookLib", values=more, aim=30, unit="ms")],
    )


def _measured(bench: Bench, kind: str) -> tuple[list[float], list[float], list[int]]:
    """Seconds of processor time of ours and of the bare library, round by round; the pages of each."""
    prepare(bench.article, bench.folder / "parts")
    costs: tuple[list[float], list[float]] = ([], [])
    pages = [0, 0]
    with servants(kind, f"bare-{kind}", folder=bench.folder / "parts") as both:
        for number in bench.each_round(ROUNDS):
            for which in turned([0, 1], number):
                answers = [both[which].ask(bench.article) for _ in range(AGAIN)]
                pages[which] = answers[0]["pages"]
                if number:
                    costs[which].append(statistics.median(answer["cpu"] for answer in answers))
    return *costs, pages


def _line(name: str, seconds: list[float]) -> Line:
    return Line(name=name, figures={"cpu_ms": [1000 * one for one in seconds]})
