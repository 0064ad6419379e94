"""Workers of a Dask cluster lay articles out on other machines; what they make is proven, checked and published here.

It is connected to the scheduler's address, and to nothing else: what the workers return comes through the scheduler.
"""

import re
import warnings
from concurrent.futures import CancelledError, Executor, Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from separatum.exports.articles import name_for, settings_for
from separatum.exports.cache.environment import local_environment
from separatum.exports.context import RunContext
from separatum.exports.failures import report_of_work
from separatum.exports.pipeline import Prepared, Reading, name_of, prepare, publish, read_article, stage
from separatum.exports.serialization import unpack
from separatum.exports.workers.cluster_codec import WorkerKilled, refuse_objects
from separatum.exports.workers.cluster_messages import (
    WorkMessage,
    article_files,
    folder_files,
    options_to_send,
    read_result,
)
from separatum.exports.workers.cluster_proof import proven_editions
from separatum.model.errors import FileError, MissingError, SeparatumError, UsageError
from separatum.model.findings import Location
from separatum.model.report import Report
from separatum.style.style import load_style, style_folder

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 15.0
"""Seconds for the scheduler to answer, and for its first worker to be there."""
_WINDOW = 3
"""Articles that are under way for each thread of the cluster: one is worked on, others are there when it is done."""


class Cluster:
    """A cluster, connected when the first article goes there.

    Args:
        context: where its results are published.
        address: of the scheduler: “HOST:PORT”, “tcp://HOST:PORT” or “tls://HOST:PORT”.

    Raises:
        UsageError: it is no such address.
        MissingError: the package “distributed” is not installed.
        StyleError: the style cannot be used.
    """

    def __init__(self, context: RunContext, address: str) -> None:
        self._context = context
        self._address = scheduler_address(address)
        require_distributed()
        options = context.options
        self._here = local_environment(load_style(options.style, options.paper))
        self._style = folder_files(style_folder(options.style)) if options.style else {}
        self._readings: dict[Path, Reading] = {}
        self._made: dict[Path, Prepared] = {}
        self._keys: dict[Path, str | None] = {}

    def close(self) -> None:
        """Give up what is under way, and leave the cluster."""
        if "_client" in self.__dict__:
            self._executor.shutdown(wait=False)
            self._client.close(timeout=2)

    def capacity(self) -> int:
        """How many articles are to be under way.

        Raises:
            MissingError: the cluster is gone, or no scheduler answers, or it has no worker.
        """
        if self._client.status != "running":
            self._raise_gone()
        threads = int(self._client.scheduler_info(n_workers=0)["total_threads"])
        if threads == 0:  # all are gone; one that was killed is started again by its nanny
            wait_for_worker(self._client, self._address)
        return max(1, threads) * _WINDOW

    def submit(self, file: Path) -> "Future[Any]":
        """Send an article; what is wrong with it is said without sending it."""
        try:
            self._keys[file] = self._context.key(file)
            reading = self._readings[file] = read_article(file, self._context.options, contents=True)
            if any(Path(name).is_absolute() for name, path in reading.lookups.found.items() if path):
                return self._made_here(file)  # it shows what is not in its own folder
            sent = self._parcel(file, reading).to_bytes()
        except Exception as error:  # noqa: BLE001 - `finish` tells what it means
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed
        from separatum.exports.workers.cluster_worker import work

        return self._executor.submit(work, sent)

    def _made_here(self, file: Path) -> "Future[Any]":
        self._made[file] = prepare(file, self._context, lambda _: None)
        done: Future[Any] = Future()
        done.set_result(b"")
        return done

    def finish(self, file: Path, result: "Future[Any]") -> Report:
        """Publish what came back."""
        reading = self._readings.pop(file, None)
        return report_of_work(file, lambda: self._publish(file, reading, result))

    def _publish(self, file: Path, reading: Reading | None, result: "Future[Any]") -> Report:
        if file in self._made:
            return publish(self._made.pop(file), self._keys.pop(file), file, self._context, lambda _: None)
        sent = self._result(file, result)
        if isinstance(sent, Report):
            return sent
        assert reading is not None
        self._require_same(sent)
        options = self._context.options
        report, contents, starts = read_result(sent, file, options)
        if not contents:  # an error, or a crash: nothing is published
            return report
        name = name_of(reading, file, options)
        editions = proven_editions(name, contents, reading, file, self._context, starts=starts)
        prepared = stage(editions, reading, file, self._context)
        return publish(prepared, self._keys.pop(file), file, self._context, lambda _: None)

    def _result(self, file: Path, result: "Future[Any]") -> bytes | Report:
        """The bytes that came back, or the report of an article that ends workers.

        Raises:
            FileError: something else came back.
        """
        from separatum.exports.workers.pool import CRASHED

        try:
            sent = result.result()
        except CancelledError:
            self._raise_gone()
        except Exception as error:
            if isinstance(error, SeparatumError):
                raise  # the article was not sent: `submit`
            sent = error
        if isinstance(sent, WorkerKilled):
            where = Location(file=str(file))
            found = CRASHED.found("it ended one worker of the cluster after the other", where=where)
            return Report(name=file.stem, sources=(str(file),), findings=(found,))
        if type(sent) is not bytes:
            raise FileError(
                f"a worker of the cluster did not return a result for “{file}”",
                "see what the worker wrote to its own log; do not use machines that you do not trust",
            )
        return sent

    def _require_same(self, sent: bytes) -> None:
        try:
            differing = unpack(sent)[0].get("differing", ())
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # `parcels.received` says that it is damaged
        if differing:
            raise MissingError(
                f"a worker of the cluster would make other bytes, it has not the same: {', '.join(differing)}",
                "install the same version of Separatum, and the same fonts and libraries, on every machine",
            )

    def _parcel(self, file: Path, reading: Reading) -> WorkMessage:
        return WorkMessage(
            name=file.name,
            edition_name=name_for(file, self._context.options),
            settings=settings_for(file, self._context.options),
            options=options_to_send(self._context.options),
            here=self._here,
            article=article_files(file, reading.lookups),
            style=self._style,
        )

    @cached_property
    def _client(self) -> "Client":
        return connected(self._address)

    @cached_property
    def _executor(self) -> Executor:
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def _raise_gone(self) -> NoReturn:
        raise MissingError(
            f"the scheduler at {self._address} is gone",
            "start it again, then run the command again: what was published is not made again",
        )


def scheduler_address(address: str) -> str:
    """The whole address of a scheduler.

    Raises:
        UsageError: it is none.
    """
    found = re.fullmatch(r"(?:(tcp|tls)://)?([^\s/:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})/?", address)
    if found is None:
        raise UsageError(f"“{address}” is not the address of a scheduler", "write HOST:PORT, or tls://HOST:PORT")
    return f"{found[1] or 'tcp'}://{found[2]}:{found[3]}"


def require_distributed() -> None:
    """See whether the extra is installed.

    Raises:
        MissingError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise MissingError(
            "the package “distributed” is missing: a cluster needs it",
            "install the extra, here and on every worker’s machine: pip install 'separatum[cluster]'",
        )


def connected(address: str) -> "Client":
    """A connection to a scheduler that has a worker.

    Raises:
        MissingError: no scheduler answers, or it has no worker.
    """
    import logging

    import dask
    from distributed import Client

    refuse_objects()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our words
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})  # an article may have many pictures
    warnings.filterwarnings("ignore", message=".*Mismatched versions", category=UserWarning)  # `sameness` sees to that
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False, direct_to_workers=False)
    except (OSError, ValueError) as error:
        raise MissingError(
            f"no scheduler answers at {address}", "start one with “dask scheduler”, or look at the address"
        ) from error
    try:
        wait_for_worker(client, address)
    except MissingError:
        client.close(timeout=2)
        raise
    return client


def wait_for_worker(client: "Client", address: str) -> None:
    """Wait until the cluster has a worker.

    Raises:
        MissingError: it gets none.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise MissingError(f"the scheduler at {address} has no worker", f"start one: dask worker {address}") from error
