"""What each command does: calls the work, shows what comes of it, and answers with an exit code."""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from separatum.cli.terminal import Console, Pace, result, visible
from separatum.exports.batch import export_all
from separatum.exports.pipeline import editions_from_before
from separatum.model.errors import Exit, SeparatumError, file_errors
from separatum.model.options import OnStep, Order, Step, Verb
from separatum.model.report import Report, Reports, error_words, gravest, run_to_json, summary, words
from separatum.system.signals import honour

if TYPE_CHECKING:
    from separatum.checks.privacy.forbidden_words import ForbiddenWords

Command = Callable[[argparse.Namespace, Console], Exit]


def export(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum export`."""
    from separatum.source.discovery import find_articles

    def reports() -> Reports:
        articles = find_articles(asked.paths)
        for file in articles.left_out:
            console.remark(f"{visible(str(file))}: left out: it does not begin with front matter, so it is no article")
        yield from export_all(
            articles.files,
            replace(_order(asked), sign=asked.sign, remember=not asked.no_cache, resume=asked.resume),
            jobs=asked.jobs,
            scheduler=asked.scheduler,
            on_step=_told_on(console, asked.out),
        )

    return _carry_out(reports(), asked, console, is_export=True)


def watch(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum watch`."""
    from separatum.exports.watch.watch import Watch

    private = _forbidden_file(asked)
    watched = Watch(
        asked.paths,
        lambda: _order(asked),
        style=asked.style,
        beside=[private] if private else [],
        on_step=_told_on(console, asked.out),
    )
    code = Exit.OK
    for told in watched.told():
        if isinstance(told, Report):
            _show(told, console, is_export=True)
            code = told.exit_code
        elif isinstance(told, SeparatumError):
            console.say(error_words(told, console.paint))
        else:
            console.remark(visible(told))
    return code


def _told_on(console: Console, out: Path) -> OnStep:
    """Shows each step of an export."""
    paces: dict[int, Pace] = {}

    def tell(step: Step) -> None:
        honour()
        if step.verb is Verb.WAIT:
            console.remark(f"waiting: another export is writing to “{visible(str(out))}”")
        else:
            pace = paces.setdefault(step.total, Pace(step.total))
            pace.reached(step.done)
            console.progress(_step_words(step, pace))

    return tell


def _order(asked: argparse.Namespace) -> Order:
    """What every export is asked."""
    return Order(
        formats=asked.to,
        out=asked.out,
        style=asked.style,
        paper=asked.paper,
        strict=asked.strict,
        forbidden=_forbidden(asked),
        show_forbidden=asked.show_forbidden,
        discreet=asked.discreet,
        embed_source=asked.embed_source,
    )


def _forbidden(asked: argparse.Namespace) -> "ForbiddenWords | None":
    file = _forbidden_file(asked)
    if file is None:
        return None
    from separatum.checks.privacy.forbidden_words import load_forbidden

    return load_forbidden(file)


def _forbidden_file(asked: argparse.Namespace) -> Path | None:
    """The private list that is asked for, on the command line or else in the environment."""
    named = os.environ.get("SEPARATUM_FORBIDDEN")
    return asked.forbidden or (Path(named) if named else None)


def check(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum check`."""
    from separatum.checks.run import check_all

    reports = check_all(
        asked.paths, profiles=asked.profile, ace=asked.ace, on_file=lambda name: console.progress(f"{name}: check")
    )
    if asked.format == "text":
        return _carry_out(reports, asked, console, is_export=False)
    return _answer(reports, asked)


def _answer(run: Reports, asked: argparse.Namespace) -> Exit:
    """Give the reports of a run to the next program, in the form that it asked for."""
    from separatum.cli.explain import all_rules
    from separatum.cli.sarif import to_sarif
    from separatum.system.versions import separatum_version

    reports, ended_by = _collected(run)
    as_json = run_to_json(reports, ended_by)
    if asked.format == "sarif":
        result(to_sarif(reports, separatum_version(), all_rules(), ended_by).decode().rstrip("\n"))
    else:
        result(as_json.decode().rstrip("\n"))
    if asked.report is not None:
        _write_report(asked.report, as_json)
    if ended_by is not None:
        raise ended_by
    return gravest(report.exit_code for report in reports)


def _collected(
    run: Reports, keeps: Callable[[Report], bool] = lambda _: True
) -> tuple[list[Report], SeparatumError | None]:
    """The reports of a run that are kept, and the error that ended it before it was done."""
    reports: list[Report] = []
    with closing(run):
        try:
            reports.extend(report for report in run if keeps(report))
        except SeparatumError as error:
            return reports, error
    return reports, None


def inspect(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum inspect`."""
    from separatum.checks.privacy import inspect_all
    from separatum.cli.inspect_text import inspection_summary, inspection_words

    reports: list[Report] = []
    for report in inspect_all(asked.paths, on_file=lambda name: console.progress(f"{name}: inspect")):
        reports.append(report)
        if report.failure is not None:
            console.say(words(report, console.paint))
        elif said := inspection_words(report, console.result_paint, only_errors=console.is_quiet):
            result(said)
        console.remark(inspection_summary(report, console.paint))
    if asked.report is not None:
        _write_report(asked.report, run_to_json(reports))
    return gravest(report.exit_code for report in reports)


def verify(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum verify`."""
    from separatum.exports.verify import verify_all

    order = Order(style=asked.style, paper=asked.paper, discreet=asked.discreet, embed_source=asked.embed_source)
    reports: list[Report] = []
    for report in verify_all(
        asked.paths, asked.source, order, on_file=lambda name: console.progress(f"{name}: verify")
    ):
        reports.append(report)
        if said := words(report, console.paint):
            console.say(said)
        if report.failure is None:
            same = report.exit_code is Exit.OK
            mark = console.result_paint("✓", "good") if same else console.result_paint("✗", "bad")
            told = "the same bytes as its source makes" if same else "not what its source makes"
            result(f"{mark} {visible(report.sources[0])}: {told}")
    if asked.report is not None:
        _write_report(asked.report, run_to_json(reports))
    return gravest(report.exit_code for report in reports)


def explain(asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum explain`."""
    from separatum.cli.explain import explanation, table

    # Not to a terminal: one line a code, for the next program, also where a shell has told it its own width.
    to_a_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if to_a_terminal else 10_000
    paint = console.result_paint
    result(explanation(asked.code, paint, min(width, 80)) if asked.code else table(paint, width))
    return Exit.OK


def doctor(_asked: argparse.Namespace, console: Console) -> Exit:
    """`separatum doctor`."""
    from separatum.cli import doctor as practice

    missing = []
    for diagnosis in practice.examine():
        result(practice.words(diagnosis, console.result_paint))
        if diagnosis.found is None and diagnosis.is_needed:
            missing.append(diagnosis.name)
    if missing:
        console.say(f"separatum: missing: {', '.join(missing)}")
    return Exit.MISSING if missing else Exit.OK


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "export": export,
        "watch": watch,
        "check": check,
        "inspect": inspect,
        "verify": verify,
        "explain": explain,
        "doctor": doctor,
    }
)


def _carry_out(run: Reports, asked: argparse.Namespace, console: Console, *, is_export: bool) -> Exit:
    """Show each report as it comes, and write them all to the file that was asked for."""
    codes: Counter[Exit] = Counter()  # of ten thousand reports, nothing else is kept if nobody wants them

    def keep(report: Report) -> bool:
        _show(report, console, is_export=is_export)
        codes[report.exit_code] += 1
        return asked.report is not None

    reports, ended_by = _collected(run, keep)
    if codes.total() > 1:
        console.remark(_count(codes, is_export=is_export))
    if asked.report is not None:
        _write_report(asked.report, run_to_json(reports, ended_by))
    if ended_by is not None:
        raise ended_by
    return gravest(codes)


def _show(report: Report, console: Console, *, is_export: bool) -> None:
    """The findings and the summary for the eye, the paths of what was published for the next program."""
    if said := words(report, console.paint, only_errors=console.is_quiet):
        console.say(said)
    if is_export:
        for path in editions_from_before(report):
            console.remark(
                f"{visible(str(path))}: of an earlier export, and may say other words than what is published now"
            )
    console.remark(summary(report, console.paint, is_export=is_export))
    if is_export:
        for edition in report.editions:
            result(edition.path)


def _count(codes: "Counter[Exit]", *, is_export: bool) -> str:
    all_, good = codes.total(), codes[Exit.OK]
    bad = all_ - good
    if is_export:
        return f"{all_} articles: {good} published" + (f", {bad} not" if bad else "")
    return f"{all_} looked at: {good} passed" + (f", {bad} did not" if bad else "")


def _step_words(step: Step, pace: Pace) -> str:
    """The line of progress: the run's pace, the article, and the verbs as far as it has come."""
    verbs: list[Verb] = [verb for verb in Verb if verb is not Verb.WAIT]
    done = verbs[: verbs.index(step.verb) + 1]
    number = f"{pace.words(failed=step.failed)}  " if step.total > 1 else ""
    return f"{number}{step.article}: {' · '.join(done)}"


def _write_report(place: Path, content: bytes) -> None:
    """Write the report of a run, whole or not at all."""
    with file_errors(place, "write"):
        if not place.exists() or place.is_file():
            draft = place.with_name(f".{place.name}.new")
            draft.write_bytes(content)
            draft.replace(place)
        else:  # a pipe or a device: /dev/stdout
            place.write_bytes(content)
