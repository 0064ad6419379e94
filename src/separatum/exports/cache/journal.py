"""The journal of a run: what it has published, so that a run that was cut off goes on where it stopped.

It lies in the output folder's work folder, and goes when a run comes to its end. Each line names an article by all that
decides its bytes, and the files that were published, by their hashes; it is sealed with a secret of this user's, which
also keeps what was asked for (a private list of words) from being guessed. A line is believed only as far as the
published files bear it out.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from separatum.exports.articles import settings_for
from separatum.exports.cache.editions import CachedEditions, Keys
from separatum.exports.serialization import report_from_json, report_to_json
from separatum.model.options import DEFAULT_OPTIONS, Options
from separatum.model.report import Report
from separatum.publish.output_folder import RUN, OutputFolder
from separatum.system.file_reads import Lookups, is_same


class ResumeJournal(Keys):
    """The journal in an output folder, which fits a style and options.

    Nothing here raises: what is not noted, or not borne out, is made again.

    Args:
        folder: the output folder.
        style: the folder of the style.
        options: all that was asked for that decides bytes.
    """

    def __init__(
        self, folder: OutputFolder, style: Path, options: Mapping[str, object], run: Options = DEFAULT_OPTIONS
    ) -> None:
        super().__init__(style, options, run)
        self._out = folder.path
        self._place = folder.work / RUN

    def find(self, file: Path) -> CachedEditions | None:
        """What was published of an article, if it stands there and would be the same again."""
        name = self.name(file)
        noted = None if name is None or self._secret is None else self._noted.get(self._sealed(name.encode()))
        if noted is None:
            return None
        try:
            stored = json.loads(noted)
            files = {name: (self._out / name).read_bytes() for name in stored["files"]}
            if any(sha256(files[name]).hexdigest() != digest for name, digest in stored["files"].items()):
                return None
            if not is_same(file.parent, stored["lookups"], settings_for(file, self._run).readable):
                return None
            return CachedEditions(report=replace(report_from_json(stored["report"], file), cached=True), files=files)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, name: str | None, file: Path, lookups: Lookups, report: Report, files: Mapping[str, bytes]) -> None:
        """Note an article that is published, or will be in a moment: see `Memory.keep`."""
        if self._secret is None or name is None or not self._is_lasting(name, file, lookups, report):
            return
        stored = {
            "key": self._sealed(name.encode()),
            "files": {name: sha256(content).hexdigest() for name, content in files.items()},
            "lookups": lookups.told(),
            "report": report_to_json(report, file),
        }
        body = json.dumps(stored).encode()
        with suppress(OSError):
            # In one piece: workers write here beside each other.
            descriptor = os.open(self._place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                os.write(descriptor, self._sealed(body).encode() + b" " + body + b"\n")
            finally:
                os.close(descriptor)

    def end(self) -> None:
        """The run has come to its end."""
        with suppress(OSError):
            self._place.unlink(missing_ok=True)

    @cached_property
    def _noted(self) -> dict[str, bytes]:
        """The lines that were there when it was first asked, by the article's key."""
        try:
            lines = self._place.read_bytes().splitlines() if not self._place.is_symlink() else []
        except OSError:
            return {}
        noted = {}
        for line in lines:
            seal, _, body = line.partition(b" ")
            if seal == self._sealed(body).encode():  # else cut off, or somebody else's
                noted[json.loads(body)["key"]] = body
        return noted

    def _sealed(self, body: bytes) -> str:
        return self._seal(body).hex()
