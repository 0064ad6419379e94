"""An article on its way to another machine, with all that its editions are made from; and these on their way back.

Both are bytes that hold no code. Nothing is sent but the article, its editions in other languages, what it shows from
its own folder, and the style.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from separatum.exports.workers.serialization import packed, report_of, report_told, unpacked
from separatum.model.errors import FileError, file_errors
from separatum.model.options import Order
from separatum.model.report import EditionFile, Report
from separatum.source.language_versions import language_editions
from separatum.system.file_reads import Lookups

_NOT_SENT = frozenset({"out", "style", "forbidden", "show_forbidden", "sign", "remember", "resume"})
"""Of an order: what the exporter sees to. A private list never leaves its machine."""
_ARTICLE, _STYLE = "article", "style"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a worker of a cluster gets."""

    name: str
    """Of the article's file."""
    order: Mapping[str, Any]
    here: Mapping[str, str]
    """What the exporter has: see `separatum.exports.cache.sameness`."""
    article: Mapping[str, bytes]
    """The files of the article, by their names in its folder."""
    style: Mapping[str, bytes]
    """Those of the style; none: it is the house style."""

    def to_bytes(self) -> bytes:
        """As it is sent."""
        files = {f"{_ARTICLE}/{name}": content for name, content in self.article.items()}
        files |= {f"{_STYLE}/{name}": content for name, content in self.style.items()}
        return packed({"name": self.name, "order": self.order, "here": self.here}, files)

    @classmethod
    def of_bytes(cls, sent: bytes) -> "Parcel":
        """As it arrives.

        Raises:
            ValueError: it is none, or a name in it would lead out of its folder.
        """
        told, files = unpacked(sent)
        article, style = _below(_ARTICLE, files), _below(_STYLE, files)
        for name in (told["name"], *article, *style):
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\0" in name:
                raise ValueError(f"a name that leads elsewhere: {name!r}")
        return cls(
            name=told["name"],
            order={name: tuple(value) if name == "formats" else value for name, value in told["order"].items()},
            here=told["here"],
            article=article,
            style=style,
        )


def order_told(order: Order) -> dict[str, Any]:
    """What of an order a worker must know."""
    return {one.name: getattr(order, one.name) for one in fields(order) if one.name not in _NOT_SENT}


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


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def returned(report: Report, file: Path, contents: Mapping[str, bytes]) -> bytes:
    """What a worker sends back.

    Args:
        report: what came of the article; its editions with their hashes.
        file: the article, where it lay for the work.
        contents: the editions, by their format.
    """
    return packed({"report": report_told(report, file), "place": f"{file.parent}/"}, contents)


def received(sent: bytes, file: Path, order: Order) -> tuple[Report, dict[str, bytes]]:
    """What came back: the report, and the editions by their format, each proven by its hash.

    Args:
        sent: the bytes.
        file: the article, where it lies here.
        order: what was asked for.

    Raises:
        FileError: it is damaged, or not what was asked for.
    """
    try:
        told, contents = unpacked(sent)
        report = report_of(_without(told["report"], told["place"]), file)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(file) from error
    wanted = {} if not report.editions else dict.fromkeys(order.formats)
    if contents.keys() != wanted.keys() or any(not _is_whole(one, contents) for one in report.editions):
        raise _damaged(file)
    return report, contents


def _is_whole(edition: EditionFile, contents: Mapping[str, bytes]) -> bool:
    content = contents.get(edition.format)
    return content is not None and sha256(content).hexdigest() == edition.sha256


def _without(told: Any, place: str) -> Any:
    """The same, but for the folder that the worker had the article in: it says nothing here."""
    if isinstance(told, str):
        return told.replace(place, "")
    if isinstance(told, dict):
        return {name: _without(value, place) for name, value in told.items()}
    return [_without(value, place) for value in told] if isinstance(told, list) else told


def _damaged(file: Path) -> FileError:
    return FileError(f"what a worker returned for “{file}” is damaged on the way", "run the command again")


def _below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix(f"{folder}/"): content for name, content in files.items() if name.startswith(f"{folder}/")
    }
