"""What each command does: run the work, show the result, return an exit code."""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from separatum.cli.formats import as_file, collected, print_reports, write_report
from separatum.cli.report_text import error_text, report_text, severity_counts, summary_text
from separatum.cli.terminal import Console, Pace, duration, result, visible
from separatum.model.errors import Exit, SeparatumError
from separatum.model.findings import Severity
from separatum.model.report import Report, Reports, gravest
from separatum.model.report_json import run_to_json
from separatum.system.cache_dir import cache_home
from separatum.system.signals import honour

if TYPE_CHECKING:
    from separatum.checks.privacy.forbidden_words import ForbiddenWords
    from separatum.model.options import OnStep, Options, Step
    from separatum.source.discovery import Articles

Command = Callable[[argparse.Namespace, Console], int]


def export(options: argparse.Namespace, console: Console) -> int:
    """`separatum export`."""
    from separatum.cli.many import FEW
    from separatum.exports.ahead import Ahead
    from separatum.exports.batch import export_all

    shown = _Shown(console, verbose=options.verbose)

    if console.is_terminal and not cache_home().exists():
        console.remark(_FIRST_RUN)

    def reports() -> Reports:
        kept = {"sign": options.sign, "use_cache": not options.no_cache, "resume": options.resume}
        wanted = replace(_options(options), **kept)
        with Ahead(wanted, options.jobs) as ahead:
            articles = _articles(options, console, (lambda: None) if options.scheduler else ahead.found)
            shown.is_many = len(articles.files) > FEW
            yield from _refused(articles)
            yield from export_all(
                articles.files,
                replace(wanted, names=articles.names),
                jobs=options.jobs,
                scheduler=options.scheduler,
                on_step=_step_display(console, options.out),
                validators=ahead.validators,
                worker=ahead.worker,
            )

    if options.format == "text":
        return _show_run(reports(), options, console, is_export=True, shown=shown)
    return print_reports(reports(), options.format, options.report)


_FIRST_RUN = (
    "This is the first export of this machine: fonts and validators are prepared, which takes some seconds.\n"
    "“separatum doctor --fix” makes the validators start faster for good."
)


def _articles(options: argparse.Namespace, console: Console, on_found: Callable[[], None] = lambda: None) -> "Articles":
    """The articles that the command line means; what is skipped in folders is printed in one line."""
    from separatum.cli.many import passed_over_text
    from separatum.exports.articles import articles_of

    articles = articles_of(options.paths, options.given, on_found)
    if text := passed_over_text(articles.passed_over):
        console.remark(text)
    return articles


def _refused(articles: "Articles") -> Reports:
    """A report for each file in a folder that may not be read."""
    for finding in articles.refused:
        file = finding.where.file if finding.where else ""
        yield Report(name=Path(file).stem, sources=(file,), findings=(finding,))


class _Shown:
    """How the findings of a run are printed: where they are, or, of many articles, once with their count."""

    def __init__(self, console: Console, *, verbose: bool = False) -> None:
        from separatum.cli.many import Findings

        self.is_many = False
        self._console, self._verbose = console, verbose
        self._findings = Findings()

    def text(self, report: Report) -> str:
        """What is printed about an article above its summary."""
        from separatum.cli.many import errors_text

        paint = self._console.paint
        if self._verbose or self._console.is_quiet:
            return report_text(report, paint, only_errors=self._console.is_quiet)
        if self.is_many and report.failure is None:
            self._findings.add(report)
            return errors_text(report, paint)
        listed = tuple(finding for finding in report.findings if finding.severity is not Severity.INFO)
        return report_text(replace(report, findings=listed), paint)

    def rest(self) -> str:
        """What is printed after all articles."""
        return self._findings.text(self._console.paint, with_infos=False)


def new(options: argparse.Namespace, console: Console) -> int:
    """`separatum new`."""
    from separatum.cli.new_project import ask, question_on_terminal, write_project

    names = ("publisher", "language", "licence", "paper", "style")
    given = {name: getattr(options, name) for name in names}
    answers = ask(given, (lambda _, default: default) if options.yes else question_on_terminal)
    folder: Path = options.folder
    for place, is_new in write_project(folder, answers):
        if is_new:
            result(str(place))
        else:
            console.remark(f"{visible(str(place))}: exists, kept as it is")
    inside = "" if folder == Path() else f"cd {shlex.quote(visible(str(folder)))} && "
    console.remark("\nNow try:\n")
    for command in ("separatum preview content", "separatum export content"):
        console.remark(f"  {console.paint(inside + command, 'good')}")
    return Exit.OK


def lint(options: argparse.Namespace, console: Console) -> int:
    """`separatum lint`."""
    from separatum.exports.lint import Readers, lint_all

    def reports() -> Reports:
        with closing(Readers(options.jobs)) as readers:
            yield from found_by(readers)

    def found_by(readers: Readers) -> Reports:
        readers.found(len(options.paths))
        articles = _articles(options, console, readers.found)
        yield from _refused(articles)
        yield from lint_all(
            articles.files,
            jobs=options.jobs,
            fix=options.fix,
            given=options.given,
            readers=readers,
            on_fix=lambda file, fix: console.remark(
                f"{visible(str(file))}:{fix.line}: {console.paint('fixed:', 'good')} {visible(fix.message)}"
                f" {console.paint(f'[{fix.code}]', 'faint')}"
            ),
            on_file=lambda file: console.progress(f"{file.stem}: read"),
        )

    if options.format != "text":
        return print_reports(reports(), options.format, options.report)
    return _show_lint(reports(), options, console)


def _show_lint(run: Reports, options: argparse.Namespace, console: Console) -> int:
    """Print the findings of each article on standard output, and their number at the end.

    What was taken from settings needs nothing, and would be said of each article of a site: it is only counted.
    """
    from separatum.cli.many import settings_text
    from separatum.source.rules import SETTING

    codes: Counter[Exit] = Counter()
    severities: Counter[Severity] = Counter()
    taken = 0

    def keep(report: Report) -> bool:
        nonlocal taken
        listed = tuple(finding for finding in report.findings if finding.code != SETTING.code)
        taken += len(report.findings) - len(listed)
        if text := report_text(replace(report, findings=listed), console.result_paint, only_errors=console.is_quiet):
            console.clear()
            result(text)
        codes[report.exit_code] += 1
        severities.update(finding.severity for finding in report.findings)
        return options.report is not None

    reports, ended_by = collected(run, keep)
    if options.report is not None:
        write_report(options.report, run_to_json(reports, ended_by))
    if ended_by is not None:
        raise ended_by
    number = codes.total()
    counted = severity_counts(severities) or "nothing found"
    mark = console.paint("✗", "bad") if severities[Severity.ERROR] else console.paint("✓", "good")
    if taken:
        console.remark(settings_text(taken, console.paint))
    console.remark(f"{mark} {number} article{'' if number == 1 else 's'}: {counted}")
    return gravest(codes)


def watch(options: argparse.Namespace, console: Console) -> int:
    """`separatum watch`."""
    from separatum.exports.watch.watch import Watch

    private = _forbidden_file(options)
    watching = Watch(
        options.paths,
        lambda: _options(options),
        style=options.style,
        beside=[private] if private else [],
        on_step=_step_display(console, options.out),
    )
    code = Exit.OK
    for event in watching.events():
        if isinstance(event, Report):
            _show(event, console, is_export=True)
            code = event.exit_code
        elif isinstance(event, SeparatumError):
            console.say(error_text(event, console.paint))
        else:
            console.remark(visible(event))
    return code


def preview(options: argparse.Namespace, console: Console) -> int:
    """`separatum preview`."""
    from separatum.checks.validators import JavaValidators
    from separatum.cli.browser import open_in_browser
    from separatum.cli.explain import explanation
    from separatum.cli.terminal import unpainted
    from separatum.preview.editor import editor_command
    from separatum.preview.preview import Preview

    private = _forbidden_file(options)
    editor = editor_command(options.editor)

    def on_ready(address: str) -> None:
        result(address)
        console.remark("the preview is at this address, for you alone; press Ctrl-C to stop")
        if options.browser:
            open_in_browser(address)

    with JavaValidators.start() as validators:
        Preview(
            options.paths,
            lambda: _options(options),
            validators,
            beside=[private] if private else [],
            editor=editor,
            explain=lambda code: explanation(code, unpainted, 10_000),
        ).run(options.port, on_ready)
    return Exit.OK


def _step_display(console: Console, out: Path) -> "OnStep":
    """Show each step of an export on the progress line."""
    from separatum.model.options import Verb

    paces: dict[int, Pace] = {}

    def show(step: "Step") -> None:
        honour()
        if step.notice:
            console.say(visible(step.notice))
        elif step.verb is Verb.WAIT:
            console.remark(f"waiting: another export is writing to “{visible(str(out))}”")
        else:
            pace = paces.setdefault(step.total, Pace(step.total))
            pace.reached(step.done)
            console.progress(_step_text(step, pace))

    return show


def _options(options: argparse.Namespace) -> "Options":
    """The options that hold for every article."""
    from separatum.model.options import Options

    return Options(
        formats=options.to,
        out=options.out,
        style=options.style,
        paper=options.paper,
        strict=options.strict,
        forbidden=_forbidden(options),
        show_forbidden=options.show_forbidden,
        discreet=options.discreet,
        embed_source=options.embed_source,
        given=options.given,
    )


def _forbidden(options: argparse.Namespace) -> "ForbiddenWords | None":
    file = _forbidden_file(options)
    if file is None:
        return None
    from separatum.checks.privacy.forbidden_words import forbidden_list

    return forbidden_list(file)


def _forbidden_file(options: argparse.Namespace) -> Path | None:
    """The private list: from the command line, otherwise from the environment."""
    named = os.environ.get("SEPARATUM_FORBIDDEN")
    return options.forbidden or (Path(named) if named else None)


def check(options: argparse.Namespace, console: Console) -> int:
    """`separatum check`."""
    from separatum.checks.run import check_all

    reports = check_all(
        options.paths,
        profiles=options.profile,
        ace=options.ace,
        on_file=lambda name: console.progress(f"{name}: check"),
    )
    if options.format == "text":
        return _show_run(reports, options, console, is_export=False)
    return print_reports(reports, options.format, options.report, keep_folders=False)


def inspect(options: argparse.Namespace, console: Console) -> int:
    """`separatum inspect`."""
    from separatum.checks.privacy import inspect_all, without_hidden_words
    from separatum.cli.inspect_text import inspection_summary, inspection_text

    reports: list[Report] = []
    for report in inspect_all(
        options.paths, seconds=options.seconds, on_file=lambda name: console.progress(f"{name}: inspect")
    ):
        reports.append(report if options.show_hidden else without_hidden_words(report))
        if report.failure is not None:
            console.say(report_text(report, console.paint))
        elif text := inspection_text(report, console.result_paint, only_errors=console.is_quiet):
            result(text)
        console.remark(inspection_summary(report, console.paint))
    if options.report is not None:
        write_report(options.report, run_to_json(reports))
    return gravest(report.exit_code for report in reports)


def verify(options: argparse.Namespace, console: Console) -> int:
    """`separatum verify`."""
    from separatum.exports.verify import verify_all
    from separatum.model.options import Options

    made_with = Options(
        style=options.style, paper=options.paper, discreet=options.discreet, embed_source=options.embed_source
    )
    reports: list[Report] = []
    for report in verify_all(
        options.paths, options.source, made_with, on_file=lambda name: console.progress(f"{name}: verify")
    ):
        reports.append(report)
        if text := report_text(report, console.paint):
            console.say(text)
        if report.failure is None:
            same = report.exit_code is Exit.OK
            mark = console.result_paint("✓", "good") if same else console.result_paint("✗", "bad")
            answer = "same bytes as made from its source" if same else "differs from what its source makes"
            result(f"{mark} {visible(report.sources[0])}: {answer}")
    if options.report is not None:
        write_report(options.report, run_to_json(reports))
    return gravest(report.exit_code for report in reports)


def explain(options: argparse.Namespace, console: Console) -> int:
    """`separatum explain`."""
    from separatum.cli.explain import explanation, table

    # A pipe gets one line for each code, even if the shell has exported the width of its terminal.
    to_a_terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if to_a_terminal else 10_000
    paint = console.result_paint
    result(explanation(options.code, paint, min(width, 80)) if options.code else table(paint, width))
    return Exit.OK


def doctor(options: argparse.Namespace, console: Console) -> int:
    """`separatum doctor`."""
    from separatum.cli import doctor as examination

    def missing() -> list[examination.Diagnosis]:
        found = []
        for diagnosis in examination.examine():
            result(examination.diagnosis_text(diagnosis, console.result_paint))
            found += [diagnosis] if diagnosis.found is None else []
        return found

    def run(command: Sequence[str]) -> bool:
        console.say(console.paint(f"$ {shlex.join(command)}", "strong"))
        try:
            return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0
        except OSError as error:
            console.say(f"{command[0]}: {error.strerror}")
            return False

    found = missing()
    if options.fix and found:
        examination.fix(found, run)
        found = missing()
    if needed := [diagnosis.name for diagnosis in found if diagnosis.is_needed]:
        console.say(f"separatum: cannot export on this machine; missing: {', '.join(needed)}")
        if not options.fix:
            console.say("    run “separatum doctor --fix” to install what can be installed")
    return examination.CANNOT_EXPORT if needed else Exit.OK


def completion(options: argparse.Namespace, _console: Console) -> int:
    """`separatum completion`."""
    from separatum.cli.completion import completion_script

    result(completion_script(options.parser, options.shell))
    return Exit.OK


def schema(options: argparse.Namespace, _console: Console) -> int:
    """`separatum schema`."""
    import json

    from separatum import config, source

    made = source.json_schema() if options.what == "front-matter" else config.json_schema()
    result(json.dumps(made, ensure_ascii=False, indent=2))
    return Exit.OK


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "export": export,
        "new": new,
        "lint": lint,
        "watch": watch,
        "preview": preview,
        "check": check,
        "inspect": inspect,
        "verify": verify,
        "explain": explain,
        "doctor": doctor,
        "completion": completion,
        "schema": schema,
    }
)


def _show_run(
    run: Reports, options: argparse.Namespace, console: Console, *, is_export: bool, shown: _Shown | None = None
) -> int:
    """Show each report as it comes; write all of them to the file that --report names."""
    codes: Counter[Exit] = Counter()  # a run of ten thousand articles keeps only this, unless --report is given
    published: deque[str] = deque(maxlen=1)

    def keep(report: Report) -> bool:
        _show(report, console, is_export=is_export, shown=shown)
        codes[report.exit_code] += 1
        published.extend(edition.path for edition in report.editions if is_export)
        return options.report is not None

    began = time.monotonic()
    reports, ended_by = collected(run, keep)
    if shown is not None and (text := shown.rest()):
        console.remark(text)
    if codes and console.is_terminal:
        next_step = _what_next(codes, published)
        console.remark(console.paint(f"  {duration(time.monotonic() - began)}{next_step}", "faint"))
    if codes.total() > 1:
        console.remark(_count(codes, is_export=is_export))
    if options.report is not None:
        write_report(options.report, as_file(options.report, reports, ended_by))
    if ended_by is not None:
        raise ended_by
    return gravest(codes)


def _show(report: Report, console: Console, *, is_export: bool, shown: _Shown | None = None) -> None:
    """Print the findings and the summary for a person, and the published paths for the next program."""
    text = shown.text(report) if shown else report_text(report, console.paint, only_errors=console.is_quiet)
    if text:
        console.say(text)
    if is_export:
        from separatum.exports.pipeline import editions_from_before

        for path in editions_from_before(report):
            console.remark(f"{visible(str(path))}: from an earlier export; it may differ from what is published now")
    console.remark(summary_text(report, console.paint, is_export=is_export))
    if is_export:
        for edition in report.editions:
            result(edition.path)


def _what_next(codes: "Counter[Exit]", published: Sequence[str]) -> str:
    """What to do next, for a person at a terminal: look at the last edition, the PDF, of one article."""
    if codes[Exit.ARTICLE] or codes[Exit.CHECK]:
        return "; “separatum explain CODE” says more about a finding"
    return f"; look at {visible(published[-1])} first" if codes.total() == 1 and published else ""


def _count(codes: "Counter[Exit]", *, is_export: bool) -> str:
    total, good = codes.total(), codes[Exit.OK]
    bad = total - good
    if is_export:
        return f"{total} articles: {good} published" + (f", {bad} not" if bad else "")
    return f"{total} checked: {good} passed" + (f", {bad} did not" if bad else "")


def _step_text(step: "Step", pace: Pace) -> str:
    """The progress line: the pace of the run, the article, and its stages up to the present one."""
    from separatum.model.options import Verb

    verbs: list[Verb] = [verb for verb in Verb if verb is not Verb.WAIT]
    done = verbs[: verbs.index(step.verb) + 1]
    number = f"{pace.text(failed=step.failed)}  " if step.total > 1 else ""
    return f"{number}{step.article}: {' · '.join(done)}"
