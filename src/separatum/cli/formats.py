"""Print the reports of a run in the format that `--format` names."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from types import MappingProxyType

from separatum.cli.terminal import result
from separatum.model.errors import Exit, SeparatumError, file_errors
from separatum.model.report import Report, Reports, gravest
from separatum.model.report_json import run_to_json

Writer = Callable[[Sequence[Report], SeparatumError | None], str]


def print_reports(run: Reports, form: str, report_file: Path | None = None, *, keep_folders: bool = True) -> Exit:
    """Print the reports of a whole run on standard output.

    Args:
        run: the reports.
        form: a key of `WRITERS`.
        report_file: where a report is written as well, as JSON or HTML; it names no folder.
        keep_folders: whether JSON on standard output has the paths as the user wrote them.

    Raises:
        SeparatumError: it ended the run; everything before it has been printed.
    """
    reports, ended_by = collected(run)
    write = partial(_json, keep_folders=keep_folders) if form == "json" else WRITERS[form]
    if text := write(reports, ended_by):
        result(text)
    if report_file is not None:
        write_report(report_file, as_file(report_file, reports, ended_by))
    if ended_by is not None:
        raise ended_by
    return gravest(report.exit_code for report in reports)


def collected(
    run: Reports, keeps: Callable[[Report], bool] = lambda _: True
) -> tuple[list[Report], SeparatumError | None]:
    """The reports of a run that `keeps` accepts, and the error that ended it early."""
    reports: list[Report] = []
    with closing(run):
        try:
            reports.extend(report for report in run if keeps(report))
        except SeparatumError as error:
            return reports, error
    return reports, None


def as_file(place: Path, reports: Sequence[Report], ended_by: SeparatumError | None) -> bytes:
    """The reports of a run as the file of this name holds them: an HTML page if it ends in .html, otherwise JSON."""
    from separatum.cli.report_html import is_html, to_html

    if not is_html(place):
        return run_to_json(reports, ended_by)
    from separatum.cli.explain import all_rules

    return to_html(reports, {rule.code: rule for rule in all_rules()}, ended_by)


def write_report(place: Path, content: bytes) -> None:
    """Write the report of a run, complete or not at all.

    Raises:
        FileError: it cannot be written.
    """
    with file_errors(place, "write"):
        if not place.exists() or place.is_file():
            draft = place.with_name(f".{place.name}.new")
            draft.write_bytes(content)
            draft.replace(place)
        else:  # a pipe or a device: /dev/stdout
            place.write_bytes(content)


def _json(reports: Sequence[Report], ended_by: SeparatumError | None, *, keep_folders: bool = True) -> str:
    return run_to_json(reports, ended_by, keep_folders=keep_folders).decode().rstrip("\n")


def _sarif(reports: Sequence[Report], ended_by: SeparatumError | None) -> str:
    from separatum.cli.explain import all_rules
    from separatum.cli.sarif import to_sarif
    from separatum.system.versions import separatum_version

    return to_sarif(reports, separatum_version(), all_rules(), ended_by).decode().rstrip("\n")


def _github(reports: Sequence[Report], ended_by: SeparatumError | None) -> str:
    from separatum.cli.annotations import to_github

    return to_github(reports, ended_by)


def _gitlab(reports: Sequence[Report], ended_by: SeparatumError | None) -> str:
    from separatum.cli.annotations import to_gitlab

    return to_gitlab(reports, ended_by)


WRITERS: Mapping[str, Writer] = MappingProxyType({"json": _json, "sarif": _sarif, "github": _github, "gitlab": _gitlab})
