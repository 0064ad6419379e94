"""How often `separatum check` says of a suite's files what their makers say: `python -m tests.bench.agreement DIR`.

Known are suites whose files are named for their result, in folders or with beginnings named for the profile (veraPDF's
corpus, BFO's suite), and EPUBCheck's own test books, whose results stand in `.feature` files beside them. Nothing is
fetched: give the folder of a copy.
"""

import re
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from separatum.checks.formats.finished_file import finished_file
from separatum.checks.profiles import demanded
from separatum.checks.run import result_of, subject_of, validate
from separatum.checks.validators import JavaValidators
from separatum.model.findings import has_errors

_FOLDER = re.compile(r"PDF_(A-\d\w?|UA-\d)")
_BEGINNING = re.compile(r"pdfa(\d)-")
_FAULT = re.compile(
    r"\b(?:fatal )?error [A-Z]{3}-\d{3}\w? is reported|the following errors are reported", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file whose result its makers have given."""

    name: str
    path: Path
    profile: str
    is_valid: bool


def pdfs(folder: Path) -> Iterator[Case]:
    """PDFs whose names say “pass” or “fail”."""
    for path in sorted(folder.rglob("*.pdf")):
        label = re.search(r"-(pass|fail)\b", path.stem)
        inside, begins = _FOLDER.search(str(path)), _BEGINNING.match(path.name)
        profile = f"pdf/{inside[1].lower()}" if inside else f"pdf/a-{begins[1]}b" if begins else None
        if label and profile:
            name = str(path.relative_to(folder))
            yield Case(name=name, path=path, profile=profile, is_valid=label[1] == "pass")


def books(folder: Path, scratch: Path) -> Iterator[Case]:
    """EPUBs, packed or not, of which a scenario says what must be found."""
    for feature in sorted(folder.rglob("*.feature")):
        text = feature.read_text(encoding="utf-8")
        background, *scenarios = re.split(r"\n\s*Scenario[^:]*:", text)
        start = re.search(r"test files located at '([^']*)'", background)
        if re.search(r"configured|profile", background):
            continue  # another kind of book than an article's: dictionaries, indexes
        for scenario in scenarios:
            checked = re.search(r"When checking EPUB '([^']*)'", scenario)
            if start is None or checked is None or "configured" in scenario or "profile" in scenario:
                continue
            found = next(
                (
                    one
                    for one in folder.rglob(f"{start[1].strip('/')}/{checked[1]}*")
                    if one.name in {checked[1], f"{checked[1]}.epub"} and (one.is_dir() or one.suffix == ".epub")
                ),
                None,
            )
            if found is not None:
                path = found if found.is_file() else _packed(found, scratch)
                is_valid = not _FAULT.search(scenario)
                yield Case(name=str(found.relative_to(folder)), path=path, profile="epub", is_valid=is_valid)


def _packed(folder: Path, scratch: Path) -> Path:
    packed = scratch / f"{folder.name}.epub"
    with zipfile.ZipFile(packed, "w") as book:
        for path in sorted(folder.rglob("*"), key=lambda path: path.name != "mimetype"):
            if path.is_file():
                book.write(path, path.relative_to(folder))
    return packed


def main(folder: Path) -> int:
    """Check every file of a suite; print what is validated otherwise, and the figures."""
    counts, seconds, cpu = Counter[tuple[str, bool]](), list[float](), list[float]()
    with tempfile.TemporaryDirectory() as scratch, JavaValidators.start() as validators:
        for case in [*pdfs(folder), *books(folder, Path(scratch))]:
            asked = demanded([case.profile])
            begun, used = time.perf_counter(), time.process_time()
            file = finished_file(case.path)
            findings = result_of(subject_of(None, [file]), [validate(validators, file, asked)], asked).findings
            seconds.append(time.perf_counter() - begun)
            cpu.append(time.process_time() - used)
            agrees = has_errors(findings) is not case.is_valid
            counts[case.profile, agrees] += 1
            if not agrees:
                codes = sorted({finding.code for finding in findings})
                print(f"{case.name}: labelled {'valid' if case.is_valid else 'invalid'}, found {codes}")
    for profile in sorted({profile for profile, _ in counts}):
        good, bad = counts[profile, True], counts[profile, False]
        print(f"{profile}: {good} of {good + bad} agree, {good / (good + bad):.2%}")
    good, every = sum(n for (_, agrees), n in counts.items() if agrees), sum(counts.values())
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    by_validators = (spent.ru_utime + spent.ru_stime) / max(every, 1)
    print(
        f"all: {good} of {every} agree, {good / max(every, 1):.2%}; median {statistics.median(seconds) * 1000:.0f} ms, "
        f"of CPU {statistics.median(cpu) * 1000:.1f} ms of ours a file, and "
        f"{by_validators * 1000:.0f} ms of the validators', their start included"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
