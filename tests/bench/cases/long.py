"""One article of 30,000 words: what a page costs against those of three pages; its memory against bare WeasyPrint's."""

from typing import Any

from tests.bench.bench import Bench, servants
from tests.bench.figures import Line, Ratio, Result, ratios_of
from tests.bench.parts import prepare
from tests.bench.texts import write_article

ROUNDS = 3
SHORT_ONES = 5
"""Different short articles: how often pages are laid out depends on where their notes come to stand."""


def measure(bench: Bench) -> Result:
    """One warm process exports both in turn, with everything validated; two fresh ones show what memory they take."""
    short = [write_article(bench.folder / "articles", one, 800) for one in range(SHORT_ONES)]
    long = write_article(bench.folder / "articles", SHORT_ONES, 30_000)
    by_length: dict[str, list[float]] = {"short": [], "long": []}
    with servants("export", folder=bench.folder / "short") as (warm,):
        for number in bench.each_round(ROUNDS):
            few = [warm.ask(article) for article in short]
            many = warm.ask(long)
            if number:
                by_length["short"].append(sum(map(_a_page, few)) / len(few))
                by_length["long"].append(_a_page(many))
    prepare(long, bench.folder / "parts")
    with servants("pdf", "export", "bare-pdf", folder=bench.folder / "parts") as fresh:
        memory = [servant.ask(long)["memory"] / 2**20 for servant in fresh]
    return Result(
        case="long",
        what=f"30,000 words against {len(short)} articles of 800; CPU per page, with both editions and validators, in"
        f" one warm process; and the memory of fresh processes alone. {len(by_length['long'])} rounds.",
        lines=[
            Line(name="a page of the short ones", figures={"cpu_ms": by_length["short"]}),
            Line(name="a page of the long one", figures={"cpu_ms": by_length["long"]}),
            Line(name="Separatum, the long one’s PDF alone", figures={"memory": memory[:1]}),
            Line(name="Separatum, the long one, both editions and checks", figures={"memory": memory[1:2]}),
            Line(name="bare WeasyPrint, the same HTML", figures={"memory": memory[2:]}),
        ],
        ratios=[
            Ratio(
                name="A page of 30,000 words ÷ one of three pages, CPU",
                values=ratios_of(by_length["long"], by_length["short"]),
                aim=1.2,
            ),
            Ratio(name="Memory, 30,000 words, PDF ÷ bare WeasyPrint", values=[memory[0] / memory[2]], aim=1.3),
            Ratio(name="Memory, 30,000 words, all ÷ bare WeasyPrint", values=[memory[1] / memory[2]], aim=1.3),
        ],
        facts={"Pages": f"{few[0]['pages']} and {many['pages']}"},
    )


def _a_page(answer: dict[str, Any]) -> float:
    """Milliseconds of processor time."""
    return 1000 * float(answer["cpu_of_tree"]) / int(answer["pages"])
