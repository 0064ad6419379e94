"""The life of a worker of `pool`: articles come in, results go out, until the exporter is gone.

Run as `python -m separatum.exports.workers.worker DESCRIPTOR BYTES`:
its end of the pipe, and the most memory that it may have. What
comes first is where it finds modules, then what prepares it, then the work; then articles and the answers of the
validators.
"""

import os
import resource
import signal
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NoReturn

from separatum.model.errors import FileError, MissingError
from separatum.system.compiled import keep_compiled, save_compiled
from separatum.system.process import collect_seldom, with_room_for_frames

if TYPE_CHECKING:
    from separatum.model.findings import Finding


_SAVED_AFTER = (1, 10)
"""Articles after which what was compiled is kept for the next worker: this one will be killed."""


class RemoteValidators:
    """The validators, as a worker sees them: it sends the path of a file, and the exporter sends what they find."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._waiting: dict[int, Future[Any]] = {}
        self._versions: Any = None

    def submit_epub(self, *arguments: Any) -> "Future[tuple[Finding, ...]]":
        """As the validators' own."""
        return self._ask("submit_epub", arguments)

    def submit_pdf(self, *arguments: Any) -> "Future[tuple[Finding, ...]]":
        """As the validators' own."""
        return self._ask("submit_pdf", arguments)

    def versions(self) -> Any:
        """As the validators' own; asked for once."""
        self._versions = self._versions or self._ask("versions", ()).result()
        return self._versions

    def answered(self, number: int, answer: Any, fault: tuple[str, ...] | None) -> None:
        """The exporter has sent an answer."""
        waiting = self._waiting.pop(number)
        if fault is None:
            waiting.set_result(answer)
        else:
            kind = {"MissingError": MissingError, "FileError": FileError}.get(fault[0], RuntimeError)
            waiting.set_exception(kind(*fault[1:]))

    def _ask(self, question: str, arguments: tuple[Any, ...]) -> "Future[Any]":
        number, answer = next(self._numbers), Future[Any]()
        self._waiting[number] = answer
        self._connection.send(("validate", number, question, arguments))
        return answer


@with_room_for_frames
def main(connection: Connection, memory_limit: int) -> NoReturn:
    """Work until the exporter is gone.

    Args:
        connection: to the exporter.
        memory_limit: bytes of address space.
    """
    for one in (signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)  # the terminal's Ctrl-C is the exporter's to answer
    with suppress(OSError, ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.path[:] = connection.recv()
        prepare = connection.recv()
        collect_seldom()
        with suppress(Exception):  # what is wrong shows again in the work, and is told there
            prepare()
        work = connection.recv()
    except (EOFError, OSError):
        os._exit(0)
    validators = RemoteValidators(connection)
    inbox: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, validators, inbox), daemon=True).start()
    number = 0
    while True:
        number += 1
        file, more = inbox.get()
        connection.send(("begun",))
        try:
            result = work(file, validators, *more)
        except MemoryError:
            connection.send(("hungry",))
        else:
            connection.send(("done", result))
        if number in _SAVED_AFTER:
            save_compiled()


def _listen(connection: Connection, validators: RemoteValidators, inbox: "SimpleQueue[tuple[Any, ...]]") -> None:
    try:
        while True:
            kind, *rest = connection.recv()
            if kind == "answer":
                validators.answered(*rest)
            else:
                inbox.put(tuple(rest))
    except (EOFError, OSError):
        os._exit(0)  # the exporter is gone


if __name__ == "__main__":
    keep_compiled()
    main(Connection(int(sys.argv[1])), int(sys.argv[2]))
