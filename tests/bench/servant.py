"""A warm process that does one kind of work again and again, and says what each time took.

`servant.py KIND FOLDER`: each line of its input is an article's path; each line that it answers is JSON. The kinds:
`pdf` and `epub`, one edition by itself, not validated; `bare-pdf` and `bare-epub`, the same by the library alone, of
what `parts.prepare` has laid down in the folder; `export`, everything, into the folder, by validators that stay;
`validators`, no more than both results on editions that lie in the folder.
"""

import io
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from separatum.model.article import Article
from tests.bench import bare

Job = Callable[[Path], bytes]


@contextmanager
def _edition(kind: str, _: Path) -> Iterator[Job]:
    from separatum.editions import edition
    from separatum.exports.pipeline import read
    from separatum.style.style import load_style

    articles: dict[Path, Article] = {}

    def job(path: Path) -> bytes:
        article = articles[path] if path in articles else articles.setdefault(path, read(path))
        return edition(kind).write(article, load_style())

    yield job


@contextmanager
def _bare(kind: str, folder: Path) -> Iterator[Job]:
    jobs: dict[Path, bare.Job] = {}

    def job(path: Path) -> bytes:
        if path not in jobs:
            jobs[path] = bare.JOBS[kind.removeprefix("bare-")](folder)
        return jobs[path]()

    yield job


@contextmanager
def _export(_: str, folder: Path) -> Iterator[Job]:
    from separatum.checks.validators import JavaValidators
    from separatum.exports.batch import export_all
    from separatum.model.options import Options

    order = Options(out=folder / "servant", use_cache=False)
    with JavaValidators.start() as validators:

        def job(path: Path) -> bytes:
            (report,) = export_all([path], order, validators=validators)
            assert report.editions, report
            return Path(report.editions[-1].path).read_bytes()

        yield job


@contextmanager
def _results(_: str, folder: Path) -> Iterator[Job]:
    from separatum.checks.validators import JavaValidators

    with JavaValidators.start() as validators:

        def job(path: Path) -> bytes:
            found = validators.validate_epub(folder / f"{path.stem}.epub") + validators.validate_pdf(
                folder / f"{path.stem}.pdf"
            )
            assert not found, found
            return b""

        yield job


KINDS = {
    "pdf": _edition,
    "epub": _edition,
    "bare-pdf": _bare,
    "bare-epub": _bare,
    "export": _export,
    "validators": _results,
}


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    with KINDS[kind](kind, folder) as job:
        for line in sys.stdin:
            wall, cpu = time.perf_counter(), time.process_time()
            made = job(Path(line.strip()))
            spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            print(json.dumps({**spent, "memory": memory, "pages": _pages(made)}), flush=True)


def _pages(made: bytes) -> int:
    if not made.startswith(b"%PDF"):
        return 0
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    main()
