"""What runs in a worker of a cluster: parcels come in, editions go out; its validators and its process stay warm.

The work itself is done in a process of the worker's own, as by the local pool: what an article does to it, a crash, a
hang, a hunger for memory, ends that article alone, and not the worker of the cluster.
"""

import atexit
import os
import shutil
import tempfile
import threading
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.exports.serialization import pack
from separatum.exports.workers.cluster_messages import WorkMessage, folder_files, result_to_bytes, write_files
from separatum.model.options import Options
from separatum.model.report import Report
from separatum.system.tempdirs import clear_abandoned, scratch_folder

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.workers.pool import Pool

_VALIDATORS_LIMIT = 180.0
"""Seconds for one file: several workers may start their validators on one machine at once."""
_turn = threading.RLock()


def work(sent: bytes) -> bytes:
    """Make and validate the editions of an article.

    Args:
        sent: a parcel.

    Returns:
        As `parcels.received` reads it; or, where this machine has other versions, what differs.
    """
    from separatum.exports.cache.environment import differences, local_environment
    from separatum.exports.workers.pool import Lost
    from separatum.style.style import load_style

    message = WorkMessage.of_bytes(sent)
    options = Options(**message.options, style=_style_folder(message), settings=message.settings)
    if differing := differences(message.here, local_environment(load_style(options.style, options.paper))):
        return pack({"differing": differing}, {})
    with _turn:
        pool, scratch = _pool(), scratch_folder()
    place = Path(tempfile.mkdtemp(dir=scratch))
    try:
        write_files(message.article, place / "in")
        file = place / "in" / message.name
        options = replace(options, names={str(file): message.edition_name})
        result = pool.submit(file, options, place / "out").result()
        if isinstance(result, Lost):
            return result_to_bytes(Report(name=file.stem, sources=(), findings=(result.finding,)), file, {})
        return bytes(result)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@cache
def _pool() -> "Pool":
    """The process that does the work; as many as the worker has threads, if it has more."""
    from separatum.exports.workers.pool import Pool

    clear_abandoned()
    pool = Pool(_make, _validators, max(4, os.cpu_count() or 1))
    atexit.register(pool.close)
    return pool


def _validators() -> "Validators":
    with _turn:
        return _started()


@cache
def _started() -> "Validators":
    from separatum.checks.validators import JavaValidators

    validators = JavaValidators.start(time_limit=_VALIDATORS_LIMIT)
    atexit.register(validators.close)
    return validators


def _style_folder(message: WorkMessage) -> Path | None:
    """The style that came with an article, laid out once; None: it is the house style."""
    if not message.style:
        return None
    digest = blake2b(digest_size=16)
    for name, content in sorted(message.style.items()):
        digest.update(f"{name} {len(content)} ".encode("utf-8", "surrogateescape") + content)
    with _turn:
        folder = scratch_folder() / f"style-{digest.hexdigest()}"
        if not folder.is_dir() or folder_files(folder) != message.style:
            write_files(message.style, folder)
    return folder


def _make(file: Path, _validators: "Validators", options: Options, _out: Path) -> bytes:
    """What is done with an article in the process of its own: its editions are written; the exporter checks them."""
    from hashlib import sha256

    from separatum.editions import write_paged_together
    from separatum.exports.failures import report_of_work
    from separatum.exports.pipeline import read_article
    from separatum.model.report import EditionFile
    from separatum.style.style import load_style

    contents: dict[str, bytes] = {}
    starts: list[int] = []

    def report() -> Report:
        article = read_article(file, options).article
        style = load_style(options.style, options.paper)
        for maker, content, pages in write_paged_together(options.formats, article, style):
            contents[maker.format] = content
            starts[:] = pages.starts if pages else ()
        editions = tuple(
            EditionFile(format=kind, path=kind, size=len(content), sha256=sha256(content).hexdigest())
            for kind, content in contents.items()
        )
        return Report(name=file.stem, sources=(), editions=editions)

    return result_to_bytes(report_of_work(file, report, in_worker=True), file, contents, starts)
