"""Take plain bytes from a cluster, and never an object: whoever sends a pickle would run code here.

Dask's messages are MessagePack, in which the results and the errors of tasks are pickles; and these run code where they
are loaded (Python's documentation of the module “pickle”). Here the three types of bytes are known by their pickles,
which are compared and not loaded; all else becomes a `RefusedObject`. This is the one module that touches the private
names of `distributed`.
"""

import pickle
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from separatum.model.errors import MissingError

_TYPES = (bytes, bytearray, memoryview)
_PLAIN = {
    pickle.dumps(kind, protocol=protocol): kind for kind in _TYPES for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
}
"""The pickles of the types that a result may have."""


class _Stands(Exception):  # noqa: N818 - it stands for what was sent, which may be no error
    """Stands for a pickle that was not loaded."""

    def with_traceback(self, _traceback: object) -> "_Stands":
        """Itself: what `distributed` takes for the traceback of a task's error was not loaded, either."""
        return self


class RefusedObject(_Stands):
    """Something that a worker sent."""


class WorkerKilled(_Stands):
    """The scheduler's error for a task that ended one worker after the other."""


def loads(data: Any, *, buffers: Any = ()) -> Any:  # noqa: ARG001 - the signature of `distributed.protocol.pickle.loads`
    """The type of bytes whose pickle this is; for any other pickle, an exception that is not raised."""
    sent = bytes(data)
    if sent in _PLAIN:
        return _PLAIN[sent]
    # Only the name is looked for: at worst a worker says that it was killed.
    return WorkerKilled() if b"KilledWorker" in sent[:400] else RefusedObject("an object that is not plain bytes")


def error_of_task(exception: object, traceback: object = None, **_: object) -> tuple[type, BaseException, None]:  # noqa: ARG001
    """What a task's error is known by here: an exception of this module, and no traceback."""
    if isinstance(exception, bytes | bytearray):
        exception = loads(exception)
    known = exception if isinstance(exception, _Stands) else RefusedObject("an error")
    return type(known), known, None


def refuse_objects() -> None:
    """From now on, this process loads no pickle that comes from a cluster.

    Raises:
        MissingError: `distributed` has other names than those that are known here.
    """
    modules: list[Any] = [import_module(f"distributed.{name}") for name in ("client", "core", "protocol")]
    client, core, protocol = modules

    places = ((protocol.pickle, "loads"), (client, "loads"), (client, "pickle"), (client, "clean_exception"))
    if not all(hasattr(module, name) for module, name in places) or core.protocol is not protocol:
        raise MissingError(
            "this version of “distributed” is not known to Separatum", "install the extra again: separatum[cluster]"
        )
    protocol.pickle.loads = loads
    client.loads = loads  # imported by its name
    client.clean_exception = error_of_task
    client.pickle = SimpleNamespace(loads=loads, dumps=pickle.dumps)  # for warnings that workers send
