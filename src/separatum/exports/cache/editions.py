"""Remember what was published: an article is neither made nor validated again while all that decides it is the same.

An entry is found by the article's bytes, those of its editions in other languages, and the circumstances; it names what
else was looked up in the article's folder, so its images, each with its digest. It holds the finished files and the
report. Every entry ends with a digest of all of it, keyed with a secret of this user's: one that was damaged, or that
someone else wrote, is not found.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from separatum.exports.articles import identity, settings_for
from separatum.exports.cache.environment import environment_digest
from separatum.exports.serialization import pack, report_from_json, report_to_json, unpack
from separatum.model.errors import SeparatumError
from separatum.model.options import DEFAULT_OPTIONS, Options
from separatum.model.report import Report
from separatum.system.cache_dir import cache_home, is_ours_alone
from separatum.system.file_reads import Lookups, is_same

MOST_BYTES = 2 * 2**30
"""Of all entries together; the least recently used go first."""
_FORM = 2  # of an entry: count it up when its form changes
_SEAL = 32  # bytes of the digest at an entry's end


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedEditions:
    """What was published of an article before."""

    report: Report
    files: Mapping[str, bytes]
    """By name: the editions and the report."""


class Keys:
    """What the articles are called under a style and options, and a secret to seal what is kept of them.

    Args:
        style: the folder of the style.
        options: all that was asked for that decides bytes.
        run: the options of the run, which decide the names and the settings of its articles.
    """

    def __init__(self, style: Path, options: Mapping[str, object], run: Options = DEFAULT_OPTIONS) -> None:
        self._run = run
        self._folder = cache_home() / "editions"
        self._listed: dict[Path, list[str]] = {}
        self._secret: bytes | None = None
        self._circumstances: str | None = None
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if is_ours_alone(self._folder):
                self._secret = _secret(self._folder / "secret")
                self._circumstances = environment_digest(style, options)

    def name(self, file: Path) -> str | None:
        """What an article's entry is called now; None if there can be none."""
        if self._circumstances is None:
            return None
        try:
            identified = identity(file, self._run)
        except SeparatumError:
            return None
        key = hashlib.blake2b(f"{_FORM} {self._circumstances} {identified}".encode(), digest_size=32)
        try:
            for sibling in (file, *self._siblings(file)):
                if not sibling.is_file():  # a pipe might never end
                    return None
                content = sibling.read_bytes()
                key.update(f"{sibling.name} {len(content)} ".encode("utf-8", "surrogateescape") + content)
        except OSError:
            return None
        return key.hexdigest()

    def _is_lasting(self, name: str, file: Path, lookups: Lookups, report: Report) -> bool:
        if name != self.name(file) or not lookups.are_whole:
            return False
        # What is told in words of this place may be another the next time.
        return not any(str(file) in f"{finding.message}{finding.hint}" for finding in report.findings)

    def _seal(self, body: bytes) -> bytes:
        assert self._secret is not None
        return hashlib.blake2b(body, key=self._secret, digest_size=_SEAL).digest()

    def _siblings(self, file: Path) -> list[Path]:
        """All that may be editions of the article in other languages."""
        if file.parent not in self._listed:
            with os.scandir(file.parent) as entries:
                self._listed[file.parent] = sorted(entry.name for entry in entries)
        start = file.name.partition(".")[0] + "."
        names = [name for name in self._of(file.parent, start) if name.endswith(file.suffix) and name != file.name]
        return [file.parent / name for name in names]

    def _of(self, folder: Path, start: str) -> list[str]:
        from bisect import bisect_left

        names = self._listed[folder]
        first = bisect_left(names, start)
        last = bisect_left(names, start[:-1] + "/")  # the sign after the dot
        return names[first:last]


class EditionsCache(Keys):
    """The entries that fit a style and options.

    Nothing here raises: what cannot be remembered is made again.
    """

    def find(self, file: Path) -> CachedEditions | None:
        """What was published of an article, if it would be the same again."""
        name = self.name(file)
        if name is None or self._secret is None:
            return None
        try:
            content = (self._folder / name).read_bytes()
            body, seal = content[:-_SEAL], content[-_SEAL:]
            if not hmac.compare_digest(seal, self._seal(body)):
                (self._folder / name).unlink()
                return None
            stored, files = unpack(body)
            if not is_same(file.parent, stored["lookups"], settings_for(file, self._run).readable):
                return None
            os.utime(self._folder / name)
            return CachedEditions(report=replace(report_from_json(stored["report"], file), cached=True), files=files)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, name: str | None, file: Path, lookups: Lookups, report: Report, files: Mapping[str, bytes]) -> None:
        """Remember an article that was published.

        Args:
            name: what `name` answered before the article was read: if it was changed since, nothing is kept.
            file: the article.
            lookups: what was looked up in its folder.
            report: what came of it.
            files: what was published, by name.
        """
        if self._secret is None or name is None or not self._is_lasting(name, file, lookups, report):
            return
        body = pack({"lookups": lookups.told(), "report": report_to_json(report, file)}, files)
        with suppress(OSError):
            descriptor, draft = tempfile.mkstemp(dir=self._folder, prefix="new-")
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(body + self._seal(body))
            Path(draft).replace(self._folder / name)

    def tidy(self) -> None:
        """Forget the least recently used entries while they take more than their share of the disk."""
        with suppress(OSError):
            entries = sorted(
                ((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in os.scandir(self._folder)),
                reverse=True,
            )
            room = MOST_BYTES
            for _, size, path in entries:
                room -= size
                if room < 0 and not path.endswith("secret"):
                    Path(path).unlink(missing_ok=True)


def _secret(place: Path) -> bytes:
    """The secret of this user; made when it is first asked for, or is not whole."""
    with suppress(FileNotFoundError):
        found = place.read_bytes()
        if len(found) == _SEAL:
            return found
        place.unlink()
    draft = place.with_name(f"secret-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(secrets.token_bytes(_SEAL))
    with suppress(FileExistsError):  # another run was faster: its secret is everybody's
        os.link(draft, place)
    draft.unlink()
    return place.read_bytes()
