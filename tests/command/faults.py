"""Let the n-th change to the file system fail, interrupt the program, or kill it.

Python announces each change to its audit hooks (PEP 578) before it happens, whichever library asks for it; an exception
raised there takes the change's place. As a program, this module publishes again and again and is killed each time one
change later than the time before; it prints what was found after each death, and after the next run.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from separatum.publish.output_folder import WORK, output_folder

OLD = {"port.epub": b"old book", "port.pdf": b"old pages", "other.pdf": b"another article", "notes.txt": b"mine"}
NEW = {"port.epub": b"new book", "port.pdf": b"new pages", "port.report.json": b"{}"}
CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir"}

_on_change: Callable[[], None] | None = None
_is_hooked = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _on_change is not None and (event in CHANGES or (event == "open" and _writes(arguments))):
        _on_change()


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


@contextmanager
def at_change(number: int, act: Callable[[], None], *, and_after: bool = False) -> Iterator[list[int]]:
    """Act just before the change of that number, from 0; yields a list that holds how many changes there were."""
    global _on_change, _is_hooked  # noqa: PLW0603 - an audit hook cannot be taken away again
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    count = [0]

    def step() -> None:
        count[0] += 1
        if count[0] == number + 1 or (and_after and count[0] > number):
            act()

    _on_change = step
    try:
        yield count
    finally:
        _on_change = None


def fill(folder: Path) -> None:
    """An output folder as an earlier run left it, and files that are nobody's business."""
    folder.mkdir()
    with output_folder(folder, patience=0) as output:
        for name in ("port.epub", "port.pdf", "other.pdf"):
            output.stage(name, OLD[name])
        output.publish(["port.epub", "port.pdf", "other.pdf"])
    (folder / "notes.txt").write_bytes(OLD["notes.txt"])


def publish_new(folder: Path) -> None:
    """Publish the new edition of one of the articles."""
    with output_folder(folder, patience=0) as output:
        for name, content in NEW.items():
            output.stage(name, content)
        output.publish(list(NEW))


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder, hidden ones too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in files}


def published(folder: Path) -> dict[str, str]:
    """The files that a person sees."""
    return {name: content for name, content in contents(folder).items() if not name.startswith(WORK)}


def _main(scratch: Path) -> None:
    fill(scratch / "before")
    for number in range(1000):
        folder = scratch / "dist"
        shutil.copytree(scratch / "before", folder)
        child = os.fork()
        if not child:
            with at_change(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                publish_new(folder)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        seen = published(folder)
        with output_folder(folder, patience=0):
            pass
        killed = os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        print(json.dumps({"killed": killed, "seen": seen, "after": contents(folder)}))  # noqa: T201
        shutil.rmtree(folder)
        if not killed:
            return


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
