"""What the workers of the tests do: by the name of the article, it goes well or very badly."""

import hashlib
import io
import os
import re
import signal
import threading
import zipfile
from pathlib import Path
from typing import Any

from separatum.exports.workers import cluster_worker
from separatum.exports.workers.cluster_messages import WorkMessage

_work = cluster_worker.work


def work(file: Path, validators: Any) -> str:
    match file.stem.partition("-")[0]:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "leave":
            os._exit(3)
        case "hang":
            threading.Event().wait()
        case "devour":
            bytearray(2**40)
        case "kept":
            return type(re._compiler.compile).__name__  # type: ignore[attr-defined]
        case "validator":
            return str(validators.submit_epub(file).result())
    return f"{file.stem} by {os.getpid()}"


def deadly(sent: bytes) -> bytes:
    """What a worker of a cluster does; an article called “deadly” ends it."""
    if WorkMessage.of_bytes(sent).name == "deadly.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return _work(sent)


def leave_mark(folder: str) -> str:
    """Make a folder that is named for this process."""
    os.makedirs(os.path.join(folder, str(os.getpid())), exist_ok=True)  # noqa: PTH103, PTH118
    return folder


class Evil:
    """An object that runs code where it is loaded: it leaves a mark."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return (leave_mark, (self.mark,))


class EvilError(Exception):
    """An error that runs code where it is loaded."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return (leave_mark, (os.environ["EVIL_MARK"],))


def evil(sent: bytes) -> object:
    """Return an object that makes a folder where it is loaded."""
    return Evil(mark_of(sent))


def evil_error(sent: bytes) -> object:
    """Raise an error that makes a folder where it is loaded."""
    os.environ["EVIL_MARK"] = mark_of(sent)
    raise EvilError


def mark_of(sent: bytes) -> str:
    """The folder that the article names."""
    found = re.search(rb"MARK:(\S+)", sent)
    assert found is not None
    return found[1].decode()


def forged(sent: bytes) -> bytes:
    """Make the editions, and change what they say; the hashes are made anew."""
    from separatum.exports.serialization import pack, unpack

    data, files = unpack(_work(sent))
    changed = {kind: lie(content) if kind == "epub" else content for kind, content in files.items()}
    for edition in data["report"]["editions"]:
        content = changed[edition["format"]]
        edition |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return pack(data, changed)


def lie(epub: bytes) -> bytes:
    """A book with a paragraph more."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b"</body>", b"<p>Jane Doe told us.</p></body>"))
    return written.getvalue()
