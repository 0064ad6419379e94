"""A folder of different articles, all validated, against the peers on a sample of them.

Beside them stands what no exporter of validated editions can leave out: WeasyPrint by itself, laying the same page out
once, and both validators' results, all warm.
"""

from pathlib import Path

from tests.bench.bench import Bench, servants
from tests.bench.figures import Line, Ratio, Result, ratios_of
from tests.bench.measure import Cost, cost_of
from tests.bench.parts import prepare
from tests.bench.peers import SEPARATUM, cost_of_peers, together
from tests.bench.texts import LENGTH, write_article

ROUNDS = 2
SAMPLE = 5
SHORT = 150
"""Words of a short article."""
WARM_AFTER = 8
"""Rounds, in which Java compiles what it runs."""


def measure(bench: Bench, number: int) -> Result:
    """Every round exports all with two workers, and lets the peers work on the same few of them, one by one.

    What the peers take hardly depends on the length of an article; what ours does, does. So short ones are beside.
    """
    usual = _Batch(bench, "articles", number, LENGTH)
    short = _Batch(bench, "short", number, SHORT)
    for _ in range(bench.rounds or ROUNDS):  # no round warms up: the start of everything counts
        usual.run()
        short.run()
    return Result(
        case=f"batch-{number}",
        what=f"{number} articles of about {LENGTH} words, another photograph in each, all validated; as many of about"
        f" {SHORT}; for each article. The peers on {SAMPLE} of them. {len(usual.ours)} rounds; the start is counted.",
        lines=[
            *usual.lines(),
            _least(usual.sample, bench),
            *short.lines(" on short ones"),
        ],
        ratios=[
            Ratio(name=f"Batch of {number} ÷ peers, CPU", values=usual.ratios, aim=1 / 25),
            Ratio(name=f"Batch of {number} short ones ÷ peers, CPU", values=short.ratios, aim=1 / 40),
        ],
    )


class _Batch:
    """A folder of articles of one length, and what ours and the peers took for them, round by round."""

    def __init__(self, bench: Bench, name: str, number: int, words: int) -> None:
        articles = [write_article(bench.folder / name, one, words, photographs=1) for one in range(number)]
        self._bench, self._name, self._number = bench, name, number
        self.sample = articles[:: number // SAMPLE]
        self.ours: list[Cost] = []
        self._peers: list[Cost] = []

    def run(self) -> None:
        folder = self._bench.folder
        options = ["--out", str(folder / f"made-of-{self._name}"), "--no-cache", "--jobs", "2", "--quiet"]
        self.ours.append(cost_of([SEPARATUM, "export", str(folder / self._name), *options], folder))
        self._peers.append(together([cost_of_peers(article, folder) for article in self.sample]))

    def lines(self, which: str = "") -> list[Line]:
        """What an article took."""
        ours = _line(f"Separatum{which}, two workers", self.ours, self._number)
        return [ours, _line(f"the four peers{which}, cold", self._peers, len(self.sample))]

    @property
    def ratios(self) -> list[float]:
        """Processor time of ours for an article, by the peers', in each round."""
        each, others = (line.figures["cpu"] for line in self.lines())
        return ratios_of(each, others)


def _line(name: str, costs: list[Cost], number: int) -> Line:
    """The costs of a run, for each of its articles."""
    wall, cpu = [cost.wall / number for cost in costs], [cost.cpu / number for cost in costs]
    return Line(name=name, figures={"wall": wall, "cpu": cpu, "memory": [cost.memory / 2**20 for cost in costs]})


def _least(sample: list[Path], bench: Bench) -> Line:
    """The processor time of the layout and the results alone, for each article of the sample."""
    cpu = []
    with servants("validators", folder=bench.folder / "made-of-articles") as (validators,):
        for article in sample * WARM_AFTER:
            validators.ask(article)
        for article in sample:
            parts = bench.folder / "parts" / article.stem
            prepare(article, parts)
            with servants("bare-pdf", folder=parts) as (bare,):
                bare.ask(article)
                cpu.append(bare.ask(article)["cpu"] + validators.ask(article)["cpu_of_tree"])
    return Line(name="bare WeasyPrint and both validators, warm", figures={"cpu": cpu})
