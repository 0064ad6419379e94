"""The cases, by name: what is measured, each by itself."""

from collections.abc import Callable, Mapping

from tests.bench.bench import Bench
from tests.bench.cases import alone, batch, cold, growth, long, preview, saves, workers
from tests.bench.figures import Result

CASES: Mapping[str, Callable[[Bench], Result]] = {
    "cold": cold.measure,
    "photograph": cold.measure_photograph,
    "watch": saves.measure,
    "preview": preview.measure,
    "batch-100": lambda bench: batch.measure(bench, 100),
    "batch-200": lambda bench: batch.measure(bench, 200),
    "workers": workers.measure,
    "long": long.measure,
    "growth": growth.measure,
    "memory": growth.measure_memory,
    "pdf": alone.measure_pdf,
    "epub": alone.measure_epub,
}
