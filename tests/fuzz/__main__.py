"""Read inputs made by chance, looking for a traceback or a hang, until so many were read: `make fuzz ARGS=1000000`.

An input that shows something which none before showed (a finding, a way in which elements stand in one another) is
kept, and later inputs are made from it. Runs add up: what was counted, kept and found lies in `build/fuzz/`, and a run
goes on from there. Each input may take ten seconds of the processor, and all of them together one gibibyte more than
the program itself. What brings the reader down is made as small as it gets, and written to `build/fuzz/found/`.
"""

import json
import mmap
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.guard import guarded, limited
from tests.fuzz.targets import TARGETS, Shown, chosen, lay_beside

PLACE = Path(__file__).parents[2] / "build" / "fuzz"
BATCH = 2_000
"""Inputs that one process reads."""
SMALL = 4_000
"""Bytes: what is longer is not kept."""
SHARED = 2**20


@dataclass(slots=True)
class Told:
    """What came of a batch."""

    inputs: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[str, bytes, Shown]] = field(default_factory=list)
    found: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)
    """By the place of the fault: the target, the input and the traceback."""
    seconds: float = 0


class State:
    """What all runs together have counted, kept and found."""

    def __init__(self, place: Path) -> None:
        self._place = place
        told = json.loads((place / "state.json").read_text()) if (place / "state.json").exists() else {}
        self.inputs: Counter[str] = Counter(told.get("inputs", {}))
        self.seconds: float = told.get("seconds", 0)
        self.next: int = told.get("next", 0)
        self.shown: dict[str, set[str]] = {name: set(told.get("shown", {}).get(name, ())) for name in TARGETS}
        self.seeds = {name: [*target.seeds(), *self._kept(name)] for name, target in TARGETS.items()}

    def _kept(self, name: str) -> list[bytes]:
        folder = self._place / "kept" / name
        return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []

    @property
    def found(self) -> int:
        """How many faults of different places lie in `found/`."""
        return len(list((self._place / "found").glob("*.txt")))

    def add(self, told: Told) -> None:
        """Take up what came of a batch, and write it down."""
        self.inputs += told.inputs
        self.seconds += told.seconds
        self.next += BATCH
        for name, content, shown in told.kept:
            if shown - self.shown[name]:
                self.shown[name] |= shown
                self.seeds[name].append(content)
                self._write(Path("kept") / name / f"{_digest(content)}{TARGETS[name].suffix}", content)
        for fault, (name, content, trace) in told.found.items():
            place = Path("found") / f"{_digest(fault.encode())}{TARGETS[name].suffix}"
            self._write(place, content)
            self._write(place.with_suffix(".txt"), f"{name}: {fault}\n\n{trace}".encode())
        every = {name: sorted(shown) for name, shown in self.shown.items()}
        written = {"inputs": self.inputs, "seconds": self.seconds, "next": self.next, "shown": every}
        self._write(Path("state.json"), json.dumps(written).encode())

    def _write(self, name: Path, content: bytes) -> None:
        place = self._place / name
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}")
        draft.write_bytes(content)
        draft.replace(place)

    def __str__(self) -> str:
        each = ", ".join(f"{name} {count}" for name, count in sorted(self.inputs.items()))
        kept = sum(map(len, self.shown.values()))
        whole = f"{self.inputs.total()} inputs ({each}) in {self.seconds:.0f} s of the processor"
        return f"{whole}; {kept} different things shown; {self.found} faults in {PLACE.name}/found\n"


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def read_batch(state: State, pipe: Connection, current: mmap.mmap) -> None:
    """In a process of its own: make and read a batch, and send what came of it."""
    limited()
    told, before = Told(), time.process_time()
    shown = {name: set(every) for name, every in state.shown.items()}
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        lay_beside(Path(folder))
        for number in range(state.next, state.next + BATCH):
            chance = random.Random(number)
            name = chosen(chance)
            content = TARGETS[name].make(chance, state.seeds[name])
            _note(current, name, content)
            told.inputs[name] += 1
            outcome = guarded(TARGETS[name].read, content, Path(folder))
            if isinstance(outcome, frozenset):
                if len(content) <= SMALL and outcome - shown[name]:
                    shown[name] |= outcome
                    told.kept.append((name, content, outcome))
            elif outcome.place not in told.found:
                told.found[outcome.place] = (name, outcome.smallest, outcome.trace)
    told.seconds = time.process_time() - before
    pipe.send(told)


def _note(current: mmap.mmap, name: str, content: bytes) -> None:
    """Leave where the parent finds it what is about to be read, in case that this process does not survive it."""
    current.seek(0)
    current.write(b"%-10s%10d" % (name.encode(), len(content)) + content[: SHARED - 20])


def _noted(current: mmap.mmap) -> tuple[str, bytes]:
    current.seek(0)
    name, length = current.read(10).decode().strip(), int(current.read(10))
    return name, current.read(length)


def _load() -> None:
    """Let each target read something here, so that no batch has to load what it needs."""
    with tempfile.TemporaryDirectory() as folder:
        for target in TARGETS.values():
            guarded(target.read, target.seeds()[0], Path(folder))


def main(wanted: int) -> int:
    """Go on until so many inputs were read in all; answers how many faults were found."""
    state, current = State(PLACE), mmap.mmap(-1, SHARED)
    context = multiprocessing.get_context("fork")
    _load()
    while state.inputs.total() < wanted:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=read_batch, args=(state, theirs, current))
        process.start()
        theirs.close()
        try:
            told = ours.recv()
        except EOFError:  # the inputs before it are not counted
            process.join()
            name, content = _noted(current)
            told = Told(inputs=Counter({name: 1}))
            ended = f"the process ended with {process.exitcode}"
            told.found[f"{name}: {ended}: {_digest(content)}"] = (name, content, f"{ended}, see signal(7)")
        process.join()
        state.add(told)
        if state.next % (5 * BATCH) == 0:
            sys.stdout.write(str(state))
            sys.stdout.flush()
    sys.stdout.write(str(state))
    return state.found


if __name__ == "__main__":
    os.environ["SEPARATUM_NO_CACHE"] = "1"
    sys.exit(bool(main(int((sys.argv[1:] or ["1000000"])[0]))))
