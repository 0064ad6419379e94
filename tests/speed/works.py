"""What the workers of the tests do: by the name of the article, it goes well or very badly."""

import os
import signal
import threading
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
        case "validator":
            return str(validators.submit_epub(file).result())
    return f"{file.stem} by {os.getpid()}"


def deadly(sent: bytes) -> bytes:
    """What a worker of a cluster does; an article called “deadly” ends it."""
    if WorkMessage.of_bytes(sent).name == "deadly.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return _work(sent)
