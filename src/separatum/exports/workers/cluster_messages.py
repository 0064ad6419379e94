"""An article on its way to another machine, with all that its editions are made from; and these on their way back.

Both are bytes that hold no code. Nothing is sent but the article, its editions in other languages, what it shows from
its own folder, and the style.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from separatum.exports.serialization import (
    pack,
    report_from_json,
    report_to_json,
    settings_from_json,
    settings_to_json,
    unpack,
)
from separatum.model.errors import FileError, file_errors
from separatum.model.options import Options
from separatum.model.redaction import without_folder
from separatum.model.report import EditionFile, Report
from separatum.model.settings import Settings
from separatum.source.language_versions import language_editions
from separatum.system.file_reads import Lookups

_NOT_SENT = frozenset(
    {"out", "style", "forbidden", "show_forbidden", "sign", "use_cache", "resume", "given", "settings", "names"}
)
"""Of an order: what the exporter sees to. A private list never leaves its machine."""
_ARTICLE, _STYLE = "article", "style"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMessage:
    """What a worker of a cluster gets."""

    name: str
    """Of the article's file."""
    edition_name: str
    """What its editions are called."""
    settings: Settings
    """What is said for it outside of its own file."""
    options: Mapping[str, Any]
    here: Mapping[str, str]
    """What the exporter has: see `separatum.exports.cache.environment`."""
    article: Mapping[str, bytes]
    """The files of the article, by their names in its folder."""
    style: Mapping[str, bytes]
    """Those of the style; none: it is the house style."""

    def to_bytes(self) -> bytes:
        """As it is sent."""
        files = {f"{_ARTICLE}/{name}": content for name, content in self.article.items()}
        files |= {f"{_STYLE}/{name}": content for name, content in self.style.items()}
        data = {"name": self.name, "order": self.options, "here": self.here, "edition_name": self.edition_name}
        return pack({**data, "settings": settings_to_json(self.settings)}, files)

    @classmethod
    def of_bytes(cls, sent: bytes) -> "WorkMessage":
        """As it arrives.

        Raises:
            ValueError: it is none, or a name in it would lead out of its folder.
        """
        data, files = unpack(sent)
        article, style = _below(_ARTICLE, files), _below(_STYLE, files)
        for name in (data["name"], *article, *style):
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\0" in name:
                raise ValueError(f"a name that leads elsewhere: {name!r}")
        return cls(
            name=data["name"],
            edition_name=str(data["edition_name"]),
            settings=settings_from_json(data["settings"]),
            options={name: tuple(value) if name == "formats" else value for name, value in data["order"].items()},
            here=data["here"],
            article=article,
            style=style,
        )


def options_to_send(options: Options) -> dict[str, Any]:
    """What of an order a worker must know."""
    return {one.name: getattr(options, one.name) for one in fields(options) if one.name not in _NOT_SENT}


def article_files(file: Path, lookups: Lookups) -> dict[str, bytes]:
    """All that was read for an article, by its names in the article's folder.

    Raises:
        FileError: it cannot be read any more.
    """
    contents = lookups.contents or {}
    shown = {name: contents[path] for name, path in lookups.found.items() if path in contents}
    with file_errors(file, "read"):
        return {**shown, **{one.name: one.read_bytes() for one in {file, *language_editions(file)} if one.is_file()}}


def folder_files(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by their names in it.

    Raises:
        FileError: one cannot be read.
    """
    with file_errors(folder, "read"):
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def result_to_bytes(report: Report, file: Path, contents: Mapping[str, bytes], starts: Sequence[int] = ()) -> bytes:
    """What a worker sends back.

    Args:
        report: for an article without editions, why; otherwise, the editions with their hashes.
        file: the article, where it lay for the work.
        contents: the editions, by their format.
        starts: where the pages of the PDF begin: see `separatum.editions.page_map.Pagination`.
    """
    fields_ = without_folder(report_to_json(report, file), file.parent)
    sent = {"report": fields_, "starts": list(starts)}
    return pack(sent, contents)


def read_result(sent: object, file: Path, options: Options) -> tuple[Report, dict[str, bytes], tuple[int, ...]]:
    """What came back: the report, the editions by their format, and where the pages of the PDF begin.

    Nothing of it is trusted: `separatum.exports.workers.cluster_proof` looks at the editions again.

    Args:
        sent: what the worker sent: bytes.
        file: the article, where it lies here.
        options: what was asked for.

    Raises:
        FileError: it is not such bytes, or not what was asked for.
    """
    if not isinstance(sent, bytes):
        raise _damaged(file)
    try:
        data, contents = unpack(sent)
        report = report_from_json(data["report"], file)
        starts = tuple(int(start) for start in data["starts"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(file) from error
    wanted = {} if not report.editions else dict.fromkeys(options.formats)
    if contents.keys() != wanted.keys() or any(not _is_whole(one, contents) for one in report.editions):
        raise _damaged(file)
    return report, contents, starts


def _is_whole(edition: EditionFile, contents: Mapping[str, bytes]) -> bool:
    content = contents.get(edition.format)
    return content is not None and sha256(content).hexdigest() == edition.sha256


def _damaged(file: Path) -> FileError:
    return FileError(f"what a worker of the cluster returned for “{file}” is not a result", "run the command again")


def _below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix(f"{folder}/"): content for name, content in files.items() if name.startswith(f"{folder}/")
    }
