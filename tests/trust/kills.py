"""Kill exports at random moments, and look at what is left: `python -m tests.trust.kills 200 [SEED]`.

An export of one of two versions of an article is killed (SIGKILL) at a moment chosen by a seed, between its start and a
little after its end; one that ended before is looked at as well, and does not count. Then every published file must be,
to the byte, that of one version or the other; the next export must succeed, and leave the output folder as if nothing
had been killed, with no litter in it or beside it. At last an export is killed exactly before each of its renames: the
folder then holds files of both versions, and the next command that reads it must say so and bring the older back.
"""

import contextlib
import io
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from separatum.cli.arguments import main
from separatum.publish.output_folder import WORK
from separatum.system.tempdirs import scratch_folder
from tests.trust.conftest import ARTICLE, write_article

VERSIONS = ("empty", "crowded")
NO_MEMORY = "SEPARATUM_NO_CACHE"
"""Makes every export do all its work: else the second of each version would only be copied."""
LITTER_TIME = 30.0
"""Seconds that the validators of a killed export have to end and to clear up."""


def published(folder: Path) -> dict[str, bytes]:
    """What a person sees in an output folder."""
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.name != WORK}


def export_killed_after(seconds: float, folder: Path, scratch: Path) -> bool:
    """Export `quay.md` of a folder to its `dist`, and kill the export; answers whether it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "separatum", "export", "quay.md"],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(scratch), NO_MEMORY: "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def references(folder: Path) -> tuple[Mapping[str, Mapping[str, bytes]], float]:
    """What `dist` holds when each version was exported undisturbed, and the seconds that one export takes."""
    held: dict[str, Mapping[str, bytes]] = {}
    seconds = 0.0
    for version in VERSIONS:
        write_article(folder, text=ARTICLE.replace("empty", version))
        begin = time.monotonic()
        if export_killed_after(600, folder, folder):
            raise AssertionError("an undisturbed export did not end")
        seconds = time.monotonic() - begin
        held[version] = published(folder / "dist")
    return held, seconds


AT_A_RENAME = """
import os, signal, sys
left, moves = [int(sys.argv.pop(1))], ("os.rename", "os.remove")
def see(event, arguments):
    if event in moves and "/dist/" in str(arguments) and os.path.exists("dist/.separatum/journal.json"):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(see)
from separatum.cli.arguments import main
sys.exit(main(sys.argv[1:]))
"""
"""A program that exports, and is killed exactly before the n-th rename or removal of its publication."""


def kills_at_renames(folder: Path, held: Mapping[str, Mapping[str, bytes]]) -> tuple[int, list[str]]:
    """Kill an export before each rename of its publication; answers how often, and what was wrong.

    Args:
        folder: has the article and, in `dist`, the editions of the first version.
        held: what `dist` holds when each version was exported undisturbed.
    """
    faults: list[str] = []
    for number in itertools.count(1):
        write_article(folder, text=ARTICLE.replace("empty", VERSIONS[1]))
        command = [sys.executable, "-c", AT_A_RENAME, str(number), "export", "--out", str(folder / "dist"), "quay.md"]
        environment = {**os.environ, NO_MEMORY: "1"}
        ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        if ended.returncode != -signal.SIGKILL:
            return number - 1, faults
        mixed = published(folder / "dist")
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            main(["inspect", str(folder / "dist" / "quay.epub")])
        if number > 1 and mixed == published(folder / "dist"):
            faults.append(f"before rename {number}: the export was not killed between two renames")
        if published(folder / "dist") != held[VERSIONS[0]]:
            faults.append(f"before rename {number}: the next command did not bring back what was there")
        if "an export was stopped" not in said.getvalue():
            faults.append(f"before rename {number}: the next command did not say so")
    raise AssertionError("not reached")


def fault_after_kill(folder: Path, held: Mapping[str, Mapping[str, bytes]]) -> str | None:
    """What is wrong with the output folder after a kill; None if nothing is."""
    for name, content in published(folder / "dist").items():
        if content not in [files.get(name) for files in held.values()]:
            return f"{name} is of neither version ({len(content)} bytes)"
    return None


def fault_after_next(folder: Path, scratch: Path, wanted: Mapping[str, bytes]) -> str | None:
    """What is wrong after the export that followed; None if nothing is."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        mock.patch("tempfile.tempdir", str(scratch)),
        mock.patch.dict(os.environ, {NO_MEMORY: "1"}),
    ):
        code = main(["export", str(folder / "quay.md"), "--out", str(folder / "dist"), "--quiet"])
    if code != 0:
        return f"the next export ended with {code}"
    if published(folder / "dist") != wanted:
        return "the next export left something else than it should"
    if (folder / "dist" / WORK).exists():
        return "the next export left the work folder"
    return None


def litter(scratch: Path) -> list[str]:
    """What is left among the temporary files, when the validators of killed exports have had time to end."""
    until = time.monotonic() + LITTER_TIME
    ours = scratch_folder().name  # of this process, which lives
    while left := sorted(path.name for path in scratch.iterdir() if path.name != ours):
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    return left


def kill_many(count: int, seed: int, folder: Path) -> dict[str, object]:
    """Kill so many exports before their end; answers how often what came of it."""
    chance = random.Random(seed)
    scratch = folder / "scratch"
    scratch.mkdir()
    held, seconds = references(folder)
    tally: Counter[str] = Counter()
    faults: list[str] = []
    for number in itertools.count():
        if tally["killed"] == count:
            break
        version = VERSIONS[number % 2]
        write_article(folder, text=ARTICLE.replace("empty", version))
        moment, begin = chance.uniform(0, seconds * 1.05), time.monotonic()
        if export_killed_after(moment, folder, scratch):
            tally["killed"] += 1
            seconds *= 1.01  # what an export takes changes with what else the machine does
        else:
            tally["ended before"] += 1
            seconds = time.monotonic() - begin
        tally["left a work folder"] += (folder / "dist" / WORK).exists()
        found = (fault_after_kill(folder, held), fault_after_next(folder, scratch, held[version]))
        faults += [f"no. {number}, killed after {moment:.3f} s: {fault}" for fault in found if fault]
        sys.stderr.write(f"\r{tally['killed']} of {count}: {len(faults)} faults ")
    write_article(folder, text=ARTICLE.replace("empty", VERSIONS[0]))
    if fault := fault_after_next(folder, scratch, held[VERSIONS[0]]):
        faults.append(fault)
    tally["killed at a rename"], found_there = kills_at_renames(folder, held)
    faults += found_there
    if left := litter(scratch):
        faults.append(f"litter: {', '.join(left)}")
    return {"seed": seed, "seconds": round(seconds, 2), **tally, "faults": faults}


def _main() -> int:
    from separatum.checks.validators import JavaValidators
    from tests.trust.warm import staying

    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 4
    with (
        tempfile.TemporaryDirectory() as folder,
        JavaValidators.start(time_limit=180) as validators,
        staying(validators),
    ):
        told = kill_many(count, seed, Path(folder))
    sys.stderr.write(json.dumps(told, indent=2) + "\n")
    return 1 if told["faults"] else 0


if __name__ == "__main__":
    sys.exit(_main())
