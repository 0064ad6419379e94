"""What is said of an article, and files with it, as one piece of bytes: to be kept, or sent to another process.

The form is a line of JSON, then the files one after the other. It holds no code, so reading it runs none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from separatum.model.article import Licence, Publisher
from separatum.model.choices import WithoutImage
from separatum.model.findings import Severity
from separatum.model.report import Report
from separatum.model.report_json import report_fields, report_of_fields
from separatum.model.settings import DateOrder, Settings


def pack(data: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """One piece of bytes.

    Args:
        data: what JSON can say.
        files: by name.
    """
    sizes = {name: len(content) for name, content in files.items()}
    return b"".join((json.dumps({**data, "files": sizes}).encode(), b"\n", *files.values()))


def unpack(piece: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What was packed: what was told, and the files by name.

    Raises:
        ValueError, KeyError, TypeError: it was not packed so, or is not whole.
    """
    head, _, rest = piece.partition(b"\n")
    data = json.loads(head)
    files, at = {}, 0
    for name, size in data.pop("files").items():
        files[name], at = rest[at : at + size], at + size
    if at != len(rest):
        raise ValueError("not whole")
    return data, files


def report_to_json(report: Report, file: Path) -> dict[str, object]:
    """A report as JSON can say it; about the article itself without its path: it may lie elsewhere the next time."""
    return report_fields(report, lambda path: "" if path == str(file) else path)


def report_from_json(data: Mapping[str, Any], file: Path) -> Report:
    """The report that was told, about an article that lies here now; its editions have names instead of paths.

    Raises:
        ValueError, KeyError, TypeError: none was.
    """
    return replace(report_of_fields(data, lambda name: name or str(file)), sources=(str(file),))


_FOLDERS = frozenset({"roots", "vaults", "folders"})


def settings_to_json(settings: Settings) -> dict[str, object]:
    """Settings as JSON can say them, without the folders of this machine."""
    data = {one.name: getattr(settings, one.name) for one in fields(settings) if one.name not in _FOLDERS}
    data["publisher"] = settings.publisher and asdict(settings.publisher)
    data["licence"] = settings.licence and asdict(settings.licence)
    return data


def settings_from_json(data: Mapping[str, Any]) -> Settings:
    """The settings that were told.

    Raises:
        ValueError, KeyError, TypeError: none were.
    """
    pairs = ("keys", "authors", "variables", "sources")
    order = data["date_order"]
    return Settings(
        **{
            **data,
            **{name: tuple((key, value) for key, value in data[name]) for name in pairs},
            "byline": tuple(data["byline"]),
            "addresses": tuple(data["addresses"]),
            "publisher": data["publisher"] and Publisher(**data["publisher"]),
            "licence": data["licence"] and Licence(**data["licence"]),
            "remote_images": data["remote_images"] and WithoutImage(data["remote_images"]),
            "missing_images": WithoutImage(data["missing_images"]),
            "date_order": order and DateOrder(order),
            "severity": tuple((code, level and Severity(level)) for code, level in data["severity"]),
        }
    )
