"""Publish, and be killed (SIGKILL) exactly before the n-th thing that publishing does on the disk.

What is done on the disk is counted by Python's own audit events, which are raised before the system is called; so there
is no moment between two renames that is not tried, and nothing waits.
"""

import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from separatum.publish.output_folder import WORK, heal, output_folder
from separatum.publish.transaction import JOURNAL

EVENTS = frozenset({"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "open"})
OLD: Mapping[str, bytes] = {"quay.epub": b"old book", "quay.pdf": b"old pages", "quay.report.json": b"old report"}
NEW: Mapping[str, bytes] = {"quay.epub": b"new book", "quay.pdf": b"new pages", "quay.report.json": b"new report"}
SIGNATURE = "SHA256SUMS.minisig"
"""Published before; a new `SHA256SUMS` makes it untrue, so it goes in the same publication."""


def published(folder: Path) -> dict[str, bytes]:
    """What a person sees in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def publish(folder: Path, files: Mapping[str, bytes]) -> None:
    """Publish files as an export does."""
    with output_folder(folder) as output:
        for name, content in files.items():
            output.stage(name, content)
        output.publish(list(files))


def die_before(count: int, within: Path) -> None:
    """Let this process be killed before the count-th thing that it does in a folder."""
    left = [count]

    def see(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS and any(str(one).startswith(str(within)) for one in arguments):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(see)


def killed_publications(folder: Path, *, before: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder for each moment at which publishing can be killed, as it is left there.

    Args:
        folder: an empty one, in which these are made.
        before: what was published in each before; with a signature, unless it is nothing.
    """
    for count in itertools.count(1):
        place = folder / str(count)
        if before:
            publish(place, before)
            (place / SIGNATURE).write_bytes(b"signature")
        if not _is_killed(partial(publish, place, NEW), count, place):
            return
        yield place


def killed_healings(place: Path, copies: Path) -> Iterator[Path]:
    """Copies of a half-published folder, for each moment at which its healing can be killed."""
    for count in itertools.count(1):
        copy = copies / f"{place.name}-{count}"
        shutil.copytree(place, copy, symlinks=True)
        if not _is_killed(partial(heal, copy), count, copy):
            return
        yield copy


def _is_killed(work: Callable[[], object], count: int, place: Path) -> bool:
    """Do some work in another process, which is killed before the count-th thing that it does in a folder."""
    if not (child := os.fork()):
        die_before(count, place)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and status:
        raise ChildProcessError(f"the work in {place} failed")
    return os.WIFSIGNALED(status)


def _main() -> None:
    """Make half-published folders in the first that is named, and of these, in the second, half-healed ones."""
    before = OLD if sys.argv[3] == "old" else {}
    for place in list(killed_publications(Path(sys.argv[1]), before=before)):
        if (place / WORK / JOURNAL).is_file():
            list(killed_healings(place, Path(sys.argv[2])))


if __name__ == "__main__":
    _main()
