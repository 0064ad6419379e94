"""What is said of an article, and files with it, as one piece of bytes: to be kept, or sent to another process.

The form is a line of JSON, then the files one after the other. It holds no code, so reading it runs none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from separatum.model.article import Licence, Publisher
from separatum.model.errors import Exit
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import EditionFile, Failure, Report, Skipped
from separatum.model.settings import DateOrder, Settings, WithoutImage


def pack(told: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """One piece of bytes.

    Args:
        told: what JSON can say.
        files: by name.
    """
    sizes = {name: len(content) for name, content in files.items()}
    return b"".join((json.dumps({**told, "files": sizes}).encode(), b"\n", *files.values()))


def unpack(piece: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What was packed: what was told, and the files by name.

    Raises:
        ValueError, KeyError, TypeError: it was not packed so, or is not whole.
    """
    head, _, rest = piece.partition(b"\n")
    told = json.loads(head)
    files, at = {}, 0
    for name, size in told.pop("files").items():
        files[name], at = rest[at : at + size], at + size
    if at != len(rest):
        raise ValueError("not whole")
    return told, files


def report_to_json(report: Report, file: Path) -> dict[str, object]:
    """A report as JSON can say it; about the article itself without its path: it may lie elsewhere the next time."""
    return {
        "name": report.name,
        "editions": [asdict(replace(edition, path=Path(edition.path).name)) for edition in report.editions],
        "findings": [asdict(_placeless(finding, str(file))) for finding in report.findings],
        "skipped": [asdict(skipped) for skipped in report.skipped],
        "versions": report.versions,
        "failure": None if report.failure is None else asdict(report.failure),
    }


def report_from_json(told: Mapping[str, Any], file: Path) -> Report:
    """The report that was told, about an article that lies here now; its editions have names instead of paths.

    Raises:
        ValueError, KeyError, TypeError: none was.
    """
    failure = told["failure"]
    return Report(
        name=told["name"],
        sources=(str(file),),
        editions=tuple(EditionFile(**edition) for edition in told["editions"]),
        findings=tuple(_finding(finding, str(file)) for finding in told["findings"]),
        skipped=tuple(Skipped(**skipped) for skipped in told["skipped"]),
        versions=tuple((name, version) for name, version in told["versions"]),
        failure=failure and Failure(**{**failure, "exit_code": Exit(failure["exit_code"])}),
    )


def settings_to_json(settings: Settings) -> dict[str, object]:
    """Settings as JSON can say them, without the folders of this machine."""
    told = {one.name: getattr(settings, one.name) for one in fields(settings) if one.name not in {"roots", "vaults"}}
    told["publisher"] = settings.publisher and asdict(settings.publisher)
    told["licence"] = settings.licence and asdict(settings.licence)
    return told


def settings_from_json(told: Mapping[str, Any]) -> Settings:
    """The settings that were told.

    Raises:
        ValueError, KeyError, TypeError: none were.
    """
    pairs = ("keys", "authors", "variables", "sources")
    order = told["date_order"]
    return Settings(
        **{
            **told,
            **{name: tuple((key, value) for key, value in told[name]) for name in pairs},
            "byline": tuple(told["byline"]),
            "addresses": tuple(told["addresses"]),
            "publisher": told["publisher"] and Publisher(**told["publisher"]),
            "licence": told["licence"] and Licence(**told["licence"]),
            "remote_images": WithoutImage(told["remote_images"]),
            "missing_images": WithoutImage(told["missing_images"]),
            "date_order": order and DateOrder(order),
            "severity": tuple((code, level and Severity(level)) for code, level in told["severity"]),
        }
    )


def _placeless(finding: Finding, file: str) -> Finding:
    where = finding.where
    return replace(finding, where=replace(where, file="")) if where and where.file == file else finding


def _finding(told: Mapping[str, Any], file: str) -> Finding:
    where = told["where"]
    place = None if where is None else Location(**{**where, "file": where["file"] or file, "box": _tuple(where["box"])})
    return Finding(**{**told, "severity": Severity(told["severity"]), "where": place, "also": tuple(told["also"])})


def _tuple(box: list[float] | None) -> tuple[float, float, float, float] | None:
    return None if box is None else (box[0], box[1], box[2], box[3])
