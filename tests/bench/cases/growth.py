"""How what ours takes grows: with articles, pages and pictures, and what memory it takes at most.

The exponent is that of the growth between the two largest, where the start of everything weighs least: 1 is linear.
"""

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.bench import Bench, servants
from tests.bench.figures import Line, Ratio, Result
from tests.bench.measure import cost_of
from tests.bench.peers import SEPARATUM
from tests.bench.texts import write_article

MOST = 1.05
"""The greatest exponent that is wanted."""
WORDS_A_PAGE = 320
SHORT = 150
LONG, PICTURES = 190, 40
"""Pages and pictures of the article whose memory is measured."""
ROUNDS = 3


def exponent(costs: Mapping[int, float]) -> float:
    """That of the growth between the two largest sizes.

    Args:
        costs: by size.
    """
    (small, less), (large, more) = sorted(costs.items())[-2:]
    return math.log(more / less) / math.log(large / small)


def measure(bench: Bench) -> Result:
    """Folders of 100 articles and ten times as many, up to what is asked for; then pages, and pictures."""
    numbers = [number for number in (100, 1_000, 10_000) if number <= bench.most]
    for number in numbers:
        for one in range(number):
            write_article(bench.folder / f"{number}-articles", one, SHORT)
    grown: dict[str, list[dict[int, float]]] = {"articles": [], "pages": [], "pictures": []}
    for _ in range(bench.rounds or ROUNDS):
        grown["articles"].append({number: _articles(bench, number) for number in numbers})
        grown["pages"].append(_of_one(bench, {pages: (pages * WORDS_A_PAGE, 1) for pages in (3, 30, 300)}))
        grown["pictures"].append(_of_one(bench, {pictures: (6_000, pictures) for pictures in (1, 10, 100)}))
    return Result(
        case="growth",
        what="Processor time of all that is done, validators too: for folders of short articles, in one command; for"
        f" one article of so many pages, or pictures, in a warm process. {len(grown['pages'])} rounds.",
        lines=[
            Line(name=f"{size:,} {what}", figures={"cpu": [costs[size] for costs in rounds]})
            for what, rounds in grown.items()
            for size in rounds[0]
        ],
        ratios=[
            Ratio(name=f"Growth with {what}: exponent", values=[exponent(costs) for costs in rounds], aim=MOST, unit="")
            for what, rounds in grown.items()
        ],
    )


def measure_memory(bench: Bench) -> Result:
    """The largest resident size of fresh processes that read, lay out, write and check; the validators’ apart."""
    long = write_article(bench.folder / "articles", 0, LONG * WORDS_A_PAGE, photographs=PICTURES)
    few, many = _memory(bench, [bench.article]), _memory(bench, [long])
    usual = [write_article(bench.folder / "usual", one, photographs=1) for one in range(60)]
    flat = _memory(bench, usual)
    return Result(
        case="memory",
        what=f"The exporter’s memory: for {bench.name}; for {LONG} pages, about, with {PICTURES} photographs; and for"
        f" {len(usual)} articles one after the other, at the end and after the first ten.",
        lines=[
            Line(name=name, figures={"memory": sizes[-1:]})
            for name, sizes in (("one article", few), ("the long one", many), ("one after the other", flat))
        ],
        ratios=[
            Ratio(name="Memory, one article", values=few, aim=250, unit="MiB"),
            Ratio(name=f"Memory, {LONG} pages with {PICTURES} photographs", values=many, aim=450, unit="MiB"),
            Ratio(name=f"Memory, after {len(usual)} articles ÷ after ten", values=[flat[-1] / flat[9]], aim=1.15),
        ],
    )


def _articles(bench: Bench, number: int) -> float:
    """The processor time of a new export of a folder."""
    with tempfile.TemporaryDirectory(dir=bench.folder) as out:
        options = ["--out", out, "--no-cache", "--jobs", "2", "--quiet"]
        return cost_of([SEPARATUM, "export", str(bench.folder / f"{number}-articles"), *options], bench.folder).cpu


def _of_one(bench: Bench, sizes: Mapping[int, tuple[int, int]]) -> dict[int, float]:
    """The processor time of an article of each size, of so many words and photographs; the smallest warms up."""
    folder = bench.folder / "grown"
    articles = {
        size: write_article(folder / str(size), 0, words, photographs=pictures)
        for size, (words, pictures) in sizes.items()
    }
    with servants("export", folder=bench.folder) as (warm,):
        for _ in range(5):
            warm.ask(articles[min(sizes)])
        return {size: float(warm.ask(article)["cpu_of_tree"]) for size, article in articles.items()}


def _memory(bench: Bench, articles: Sequence[Path]) -> list[float]:
    """MiB, the most until after each article."""
    with servants("export", folder=bench.folder) as (fresh,):
        return [float(fresh.ask(article)["memory"]) / 2**20 for article in articles]
