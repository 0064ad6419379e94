"""From a hidden work folder into the output folder: all of an article, or nothing.

How it stays whole. Everything is written into `.separatum/` inside the output folder, so on the same file system, and
flushed to the disk; then it is moved as a whole (`moving.py`). At no moment is there a partial or an unchecked file
under a published name.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from separatum.model.errors import FileError, file_errors
from separatum.publish.checksums import SIGNATURES, SUMS, Sums, entries
from separatum.publish.transaction import JOURNAL, NEW, move_all, undo_half_done, write_flushed
from separatum.system.locks import LOCK, lock_folder
from separatum.system.signals import interrupts_kept

WORK = ".separatum"
"""The hidden folder inside the output folder; it is there only while an export runs."""

PATIENCE = 60.0
"""Seconds to wait for another export to the same folder."""

RUN = "run.jsonl"
"""In it: the journal of a run that asked for one (`exports.cache.journal`), which outlives a run that was cut off."""


class Staging:
    """Where editions wait until they are published: a hidden folder inside the output folder.

    Args:
        path: the output folder, which a run has locked.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def work(self) -> Path:
        """The hidden folder of this run."""
        return self.path / WORK

    def stage(self, name: str, content: bytes) -> Path:
        """Write a file where nobody looks yet, and return its path.

        Raises:
            FileError: it cannot be written, for example because the disk is full.
        """
        return self._stage_in_pieces(name, [content])

    def _stage_in_pieces(self, name: str, pieces: Iterable[bytes]) -> Path:
        place = self.work / NEW / name
        with file_errors(self.path / name, "write"):
            place.parent.mkdir(exist_ok=True)
            write_flushed(place, pieces)
        return place

    def discard(self, names: Sequence[str]) -> None:
        """Forget files that were staged and will not be published."""
        with file_errors(self.work, "clear"):
            for name in names:
                (self.work / NEW / name).unlink(missing_ok=True)


class OutputFolder(Staging):
    """The output folder, locked for this run: see `output_folder`, whose `signs` it is given."""

    def __init__(self, path: Path, *, signs: bool = False) -> None:
        super().__init__(path)
        self._signs = signs
        self._vouched: dict[str, str] = {}
        """What this run published, or found to be what it would publish: digests by name. Empty where it signs nothing,
        as those of ten thousand articles take 9 MiB."""
        self._signed: frozenset[bytes] = frozenset()
        """The lines of `SHA256SUMS` that a signature of the same key covers."""

    def publish(self, names: Sequence[str], checked: Mapping[str, str] = MappingProxyType({})) -> None:
        """Move staged files to their published places, all or none, and bring `SHA256SUMS` up to date.

        An interrupt that arrives meanwhile (some milliseconds) is kept until it is done.

        Args:
            names: of the files.
            checked: the SHA-256 sums, in hexadecimal digits, of those that were checked as they were staged, by name.

        Raises:
            FileError: a file cannot be moved; the folder is as it was before.
        """
        with interrupts_kept(), file_errors(self.path, "publish to"):
            digests = {name: checked.get(name) or _sum_of(self.work / NEW / name) for name in names}
            sums = self._sums
            staged = self._stage_in_pieces(SUMS, sums.updated(digests))
            move_all(self.path, self.work, (*names, SUMS), _out_of_date(self.path, staged))
            sums.take()
            if self._signs:
                self._vouched |= digests

    def sums(self) -> bytes | None:
        """`SHA256SUMS` as it is published now; None where there is none."""
        with file_errors(self.path / SUMS, "read"):
            return (self.path / SUMS).read_bytes() if (self.path / SUMS).is_file() else None

    def holds(self, files: Mapping[str, bytes]) -> bool:
        """Whether these files are published already, byte for byte, and `SHA256SUMS` says so.

        Raises:
            FileError: one of them cannot be read.
        """
        with file_errors(self.path / SUMS, "read"):
            sums = self._sums
        for name, content in files.items():
            place = self.path / name
            with file_errors(place, "read"):
                if place.is_symlink() or not place.is_file() or place.read_bytes() != content:
                    return False
            with file_errors(self.path / SUMS, "read"):
                if not sums.has(name, hashlib.sha256(content).hexdigest()):
                    return False
        if self._signs:
            self._vouched |= {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        return True

    @cached_property
    def _sums(self) -> Sums:
        return Sums(self.path)

    def is_signed(self, suffix: str) -> bool:
        """Whether there is a signature of that kind."""
        return (self.path / f"{SUMS}{suffix}").is_file()

    def trust_signed(self, verifies: Callable[[Path, Path], bool | None], suffix: str) -> bool | None:
        """See whether `SHA256SUMS` is as it was signed before; its lines may then be signed again.

        Args:
            verifies: whether a signature is that of a file; None if it cannot be known.
            suffix: of the signature's file.

        Returns:
            What `verifies` says; None without a signature.
        """
        sums, signature = self.path / SUMS, self.path / f"{SUMS}{suffix}"
        if not (sums.is_file() and signature.is_file()):
            return None
        is_true = verifies(sums, signature)
        if is_true:
            with file_errors(sums, "read"):
                self._signed = frozenset(line for _, _, line in entries(sums.read_bytes()))
        return is_true

    def publish_signature(self, sign: Callable[[Path], Path]) -> tuple[str, ...]:
        """Sign the lines of `SHA256SUMS` that are this run's, or that are as they were signed before.

        A line that somebody else wrote is taken out: a signature must not vouch for it.

        Args:
            sign: makes a signature of a file and returns its path, beside the file.

        Returns:
            The names of the files whose lines were taken out.

        Raises:
            FileError: it cannot be signed or written; the folder is as it was before.
        """
        with file_errors(self.path, "publish to"):
            lines = entries((self.path / SUMS).read_bytes())
            ours = [line for name, digest, line in lines if self._is_ours(name, digest, line)]
            signature = sign(self.stage(SUMS, b"".join(ours)))
            self.stage(signature.name, signature.read_bytes())
            with interrupts_kept():
                move_all(self.path, self.work, (SUMS, signature.name), ())
        return tuple(name for name, _, line in lines if line not in set(ours))

    def _is_ours(self, name: str, digest: str, line: bytes) -> bool:
        if self._vouched.get(name) == digest:
            return True
        file = self.path / name
        if line not in self._signed or Path(name).name != name or file.is_symlink() or not file.is_file():
            return False
        return hashlib.sha256(file.read_bytes()).hexdigest() == digest


@contextlib.contextmanager
def output_folder(
    path: Path,
    *,
    patience: float = PATIENCE,
    on_wait: Callable[[], None] = lambda: None,
    resume: bool = False,
    signs: bool = False,
) -> Iterator[OutputFolder]:
    """Make and lock an output folder, mend what a killed run left in it, and leave nothing behind.

    Args:
        path: the folder; it is made if it is not there, and removed again if nothing was published in it.
        patience: seconds to wait while another run holds the folder.
        on_wait: called once when there is such a wait.
        resume: whether the journal of a run that was cut off stays, and this run's own.
        signs: whether `SHA256SUMS` will be signed at the end of this run.

    Raises:
        FileError: it cannot be made, written or locked.
    """
    made: list[Path] = []
    try:
        with file_errors(path, "write to"):
            made += _make_folder(path)
            lock = _lock_patiently(path, patience, on_wait)
        try:
            with file_errors(path, "write to"):
                undo_half_done(path, path / WORK)
                _clear(path / WORK, resume=resume)
            yield OutputFolder(path, signs=signs)
        finally:
            _release(path / WORK, lock, resume=resume)
    finally:
        for folder in reversed(made):
            with contextlib.suppress(OSError):  # not empty: something was published
                folder.rmdir()


def heal(path: Path) -> bool:
    """Undo what an export left half published when it was killed between two renames; whether there was something.

    Does nothing while an export is running.

    Raises:
        FileError: it cannot be undone.
    """
    work = path / WORK
    if work.is_symlink() or not (work / JOURNAL).is_file():
        return False
    with file_errors(path, "write to"):
        lock = _lock(work)
        if lock is None:
            return False
        try:
            undo_half_done(path, work)
        finally:
            _release(work, lock, resume=True)
    return True


def _make_folder(path: Path) -> list[Path]:
    """Make a folder and its parents; return those that were not there, outermost first."""
    missing = [folder for folder in (path, *path.parents) if not os.path.lexists(folder)]
    path.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _lock_patiently(path: Path, patience: float, on_wait: Callable[[], None]) -> int:
    """Take the lock of an output folder, and return its file descriptor."""
    until = time.monotonic() + patience
    lock = _lock(path / WORK)
    if lock is None:
        on_wait()
    while lock is None:
        if time.monotonic() >= until:
            raise FileError(
                f"another export is writing to “{path}”",
                "wait until it has finished, or choose another folder with --out",
            )
        time.sleep(0.05)
        lock = _lock(path / WORK)
    return lock


def _lock(work: Path) -> int | None:
    """Take the lock if it is free."""
    if work.is_symlink():  # never clear a folder that is somewhere else
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), os.fspath(work))
    work.mkdir(exist_ok=True)
    try:
        return lock_folder(work, mode=0o666)
    except (BlockingIOError, FileNotFoundError):  # another run holds it, or removed its work folder just now
        return None


def _release(work: Path, lock: int, *, resume: bool) -> None:
    """Remove the work folder, the lock last: whoever takes it next must find nothing of ours."""
    try:
        with interrupts_kept(), contextlib.suppress(OSError):  # what is left over is cleared by the next run
            if not (work / JOURNAL).exists():  # left only by an undoing that failed: the next run needs it
                _clear(work, resume=resume)
            (work / LOCK).unlink()
            work.rmdir()
    finally:
        os.close(lock)


def _clear(work: Path, *, resume: bool) -> None:
    """Remove everything in a work folder but the lock, and the journal of a run that is to be resumed."""
    kept = {LOCK, RUN} if resume else {LOCK}
    for entry in list(work.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name not in kept:
            entry.unlink()


def _out_of_date(path: Path, sums: Path) -> tuple[str, ...]:
    """The signatures that a new `SHA256SUMS` makes untrue."""
    there = tuple(name for name in SIGNATURES if (path / name).is_file())
    is_as_before = there and (path / SUMS).is_file() and (path / SUMS).read_bytes() == sums.read_bytes()
    return () if is_as_before else there


def _sum_of(place: Path) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()
