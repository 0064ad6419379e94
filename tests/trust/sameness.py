"""Export one article under many circumstances, and count the bytes that differ: `python -m tests.trust.sameness 20`.

What varies: the folder and the output folder, the user, the time zone, the locale, the hash seed, the umask, the clock
(a stand-in inside of Python: a clock that is moved for the whole process stops Java), the order in which folders are
listed, a read-only source, other articles in the same run, the number of threads, of jobs and of processors that are
seen, the temporary folder, the home, and the cache: none, an empty one, or one that has the article.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.trust.conftest import ARTICLE

CLOCK = """
import datetime, os, random, time
_shift = float(os.environ["SEPARATUM_TEST_CLOCK"])
_time, _gmtime, _localtime, _now = time.time, time.gmtime, time.localtime, datetime.datetime
time.time = lambda: _time() + _shift
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
class _DateTime(_now):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())
class _Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = _DateTime, _Date
_listdir, _scandir = os.listdir, os.scandir
def _shuffled(*a):
    names = _listdir(*a)
    random.Random(_shift).shuffle(names)
    return names
os.listdir = _shuffled
"""
"""A `sitecustomize` that moves Python's clock, and lists folders in another order."""

ZONES = ("UTC", "Asia/Tbilisi", "Pacific/Kiritimati", "America/St_Johns", "Pacific/Pago_Pago")
LOCALES = ("C", "C.UTF-8", "POSIX", "tr_TR.UTF-8", "ar_EG.UTF-8", "")
PATHS = ("a", "mit Leerzeichen", "über/ქართული", "x" * 80, "deep/er/and/deeper")
CACHES = ("none", "cold", "warm")
SMALL = ARTICLE.replace("An empty quay", "Another")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How one run differs from the others."""

    folder: str
    environment: Mapping[str, str]
    umask: int
    user: int | None
    """The number of another user, who has no name; None: who runs this."""
    read_only: bool
    jobs: int
    company: tuple[str, ...]
    """Names of other articles that are exported in the same run."""
    cache: str
    """“none”; “cold”: it is empty; “warm”: the same was exported before."""
    processors: int
    """How many are seen, where the system can hide some; 0: all."""


def environment_digest(count: int, seed: int = 6) -> Iterator[Circumstances]:
    """So many, all different."""
    chance = random.Random(seed)
    user = _can_be_another()
    for number in range(count):
        shift = chance.randrange(-30 * 365, 30 * 365) * 86_400 + chance.randrange(86_400)
        environment = {
            "TZ": ZONES[number % len(ZONES)],
            "LC_ALL": LOCALES[number % len(LOCALES)],
            "LANGUAGE": chance.choice(("", "de", "ka")),
            "PYTHONHASHSEED": str(chance.randrange(2**32)),
            "OMP_NUM_THREADS": str(1 + number % 4),
            "SEPARATUM_TEST_CLOCK": str(shift),
            "SOURCE_DATE_EPOCH": chance.choice(("", "0", "1700000000")),
            "USER": f"user{number}",
            "SEPARATUM_NO_CACHE": "" if CACHES[number % 3] != "none" else "1",
            "COLUMNS": str(chance.randrange(20, 300)),
        }
        yield Circumstances(
            folder=f"{number}/{PATHS[number % len(PATHS)]}",
            environment={key: value for key, value in environment.items() if value},
            umask=chance.choice((0o022, 0o077, 0o002)),
            user=1000 + number if user and number % 2 else None,
            read_only=number % 3 == 2,
            jobs=1 + number % 3,
            company=tuple(chance.sample(("aaa", "mmm", "zzz"), number % 3)),
            cache=CACHES[number % 3],
            processors=number % 2 if shutil.which("taskset") else 0,
        )


def _can_be_another() -> bool:
    """Whether a process may be given another user's number (user_namespaces(7))."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_as_user(1000), "true"], capture_output=True, check=False).returncode == 0


def _as_user(number: int) -> list[str]:
    return ["unshare", "--user", f"--map-user={number}", f"--map-group={number}"]


def exported(source: Path, scratch: Path, case: Circumstances) -> Mapping[str, bytes]:
    """What one export of an article publishes of it, under these circumstances."""
    folder = scratch / case.folder
    content, out = folder / "content", folder / "out"
    names = [*case.company, source.stem]
    random.Random(case.folder).shuffle(names)
    content.mkdir(parents=True)
    for name in names:
        if name == source.stem:
            shutil.copy(source, content)
        else:
            (content / f"{name}.md").write_text(SMALL.replace("Another", f"Another {name}"), encoding="utf-8")
    if (source.parent / "images").is_dir():
        shutil.copytree(source.parent / "images", content / "images")
    (folder / "python").mkdir()
    (folder / "python" / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    (folder / "tmp").mkdir()
    if case.read_only:
        for place in (*content.rglob("*"), content):
            place.chmod(0o555 if place.is_dir() else 0o444)
    told = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder / "tmp")}
    told["PYTHONPATH"] = os.pathsep.join((str(folder / "python"), os.environ.get("PYTHONPATH", "")))
    files = [str(content / f"{name}.md") for name in names]
    who = [] if case.user is None else _as_user(case.user)
    seen = ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))] if case.processors else []
    command = [*seen, *who, sys.executable, "-m", "separatum", "export", *files, "--quiet", "--jobs", str(case.jobs)]
    for place in [folder / "before", out] if case.cache == "warm" else [out]:
        ended = subprocess.run(
            [*command, "--out", str(place)],
            cwd=folder,
            env={**told, **case.environment},
            umask=case.umask,
            capture_output=True,
            check=False,
        )
        if ended.returncode:
            raise AssertionError(f"{case}: {ended.returncode}: {ended.stderr.decode(errors='replace')}")
    made = {path.name: path.read_bytes() for path in out.iterdir() if path.name.startswith(f"{source.stem}.")}
    sums = (out / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    return made | {"SHA256SUMS": b"".join(line for line in sums if line.split()[1].startswith(source.stem.encode()))}


def differences(source: Path, count: int, scratch: Path) -> dict[str, object]:
    """Export so many times; answers how many bytes differ from the first."""
    cases = list(environment_digest(count))
    runs = [exported(source, scratch, case) for case in cases]
    first = runs[0]
    differing = {
        f"{number}: {name}": _bytes_apart(first.get(name, b""), run.get(name, b""))
        for number, run in enumerate(runs)
        for name in sorted(first.keys() | run.keys())
        if first.get(name) != run.get(name)
    }
    return {
        "runs": count,
        "files": sorted(first),
        "bytes compared": sum(map(len, first.values())) * (count - 1),
        "bytes that differ": sum(differing.values()),
        "where": differing,
        "users": len({case.user for case in cases}),
    }


def _bytes_apart(one: bytes, other: bytes) -> int:
    return abs(len(one) - len(other)) + sum(a != b for a, b in zip(one, other, strict=False))


def _main() -> int:
    source = Path(__file__).parents[2] / "content" / "article.md"
    with tempfile.TemporaryDirectory() as folder:
        told = differences(source, int(sys.argv[1]), Path(folder))
    sys.stderr.write(json.dumps(told, indent=2) + "\n")
    return 1 if told["bytes that differ"] else 0


if __name__ == "__main__":
    sys.exit(_main())
