"""Parse the command line, run one command, turn its result into an exit code.

Only this module turns errors into text and exit codes.
"""

import argparse
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from separatum.cli import terminal
from separatum.cli.terminal import Console, open_console
from separatum.model.choices import DEFAULT_PAPER, FORMATS, WithoutImage
from separatum.model.errors import Exit, SeparatumError, UsageError, no_room
from separatum.system.environment import settle, start_again_whole
from separatum.system.process import collect_seldom, with_room_for_frames
from separatum.system.signals import honour, interruptible


@with_room_for_frames
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what follows “separatum” on the command line; None takes the arguments of this process.

    Returns:
        The exit code.
    """
    collect_seldom()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        start_again_whole(words)
    settle()
    console = open_console(is_quiet="--quiet" in words)
    try:
        with interruptible():
            code = _run(words, console)
    except KeyboardInterrupt:
        console.say("separatum: interrupted; files published before are unchanged")
        code = Exit.INTERRUPTED
    terminal.end_of_result()
    return int(code)


def _run(words: Sequence[str], console: Console) -> int:
    """Run a command; the one place where errors become text and exit codes."""
    try:
        if not words:
            terminal.result(_welcome(console.result_paint))
            return Exit.OK
        options = parser().parse_args(words)
        from separatum.cli import commands  # only when there is something to do
        from separatum.cli.project import complete
        from separatum.cli.safety import prepare

        prepare(options, console)
        return commands.COMMANDS[options.command](complete(options), console)
    except SystemExit as end:  # argparse has printed the help or the version
        return Exit(int(end.code or 0))
    except SeparatumError as error:
        from separatum.cli.report_text import error_text

        console.say(error_text(error, console.paint))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - a person must never see a traceback
        honour()  # Python may have turned an interrupt into another error
        if (full := no_room(error)) is not None:
            from separatum.cli.report_text import error_text

            console.say(error_text(full, console.paint))
            return full.exit_code
        from separatum.cli.report_text import failure_text
        from separatum.system.crash_report import bug

        console.say(failure_text(bug(error, traceback.format_exc()), console.paint))
        return Exit.BUG


def _welcome(paint: terminal.Paint) -> str:
    """What `separatum` alone prints: what it is, and three commands to try."""
    examples = (
        ("separatum new my-articles", "begin with settings and a first article"),
        ("separatum preview article.md", "see both editions in the browser as you write"),
        ("separatum export article.md", "make both, check them, publish them in dist/"),
    )
    width = max(len(command) for command, _ in examples)
    lines = [
        f"{paint('Separatum', 'strong')} makes an EPUB and a PDF from a Markdown article, and checks both.",
        "",
        "Three things to try:",
        "",
        *(f"  {paint(command, 'good')}{' ' * (width - len(command))}   {purpose}" for command, purpose in examples),
        "",
        "All commands: separatum --help",
    ]
    return "\n".join(lines)


class _Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` for wrong usage, so that it is reported like every other error."""

    def error(self, message: str) -> NoReturn:
        remedy = f"run “{self.prog} --help” to see how to use it"
        from difflib import get_close_matches

        if found := re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message):
            near = get_close_matches(found[1], re.findall(r"[\w-]+", found[2]), n=1)
            remedy = f"did you mean “{near[0]}”? Or {remedy}" if near else remedy
        raise UsageError(re.sub(r"'([^']*)'", r"“\1”", message), remedy)


class _Version(argparse.Action):
    """Print the version. It is looked up only when it is needed, because that is slow."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from separatum.system.versions import separatum_version

        terminal.result(f"separatum {separatum_version()}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `docs/reference/command.md` is made from it."""
    top = _Parser(
        prog="separatum",
        description="Make an EPUB and a PDF from a Markdown article, and check both before they are published.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(("exit codes:", *(f"  {code.value:<4}{code.meaning}" for code in Exit))),
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for describe, name, purpose in (
        (_describe_new, "new", "write the files of a new project: settings, a first article, a workflow"),
        (_describe_export, "export", "make the EPUB and the PDF of an article, check them, publish them"),
        (_describe_lint, "lint", "report the findings in the sources of articles, without making editions"),
        (_describe_watch, "watch", "export now, and again after every save"),
        (_describe_preview, "preview", "show both editions in the browser while you write"),
        (_describe_check, "check", "check any EPUB or PDF, also one made by another program"),
        (_describe_inspect, "inspect", "report what an EPUB or a PDF reveals besides its text"),
        (_describe_verify, "verify", "make an edition again from its source and compare the bytes"),
        (_describe_explain, "explain", "explain a finding: what it means, why it matters, how to fix it"),
        (_describe_doctor, "doctor", "show what is installed, what is missing, and how to install it"),
        (_describe_completion, "completion", "print a script that completes commands and options in your shell"),
        (_describe_schema, "schema", "print the JSON Schema of the front matter or of separatum.toml, for editors"),
    ):
        describe(commands.add_parser(name, help=purpose, allow_abbrev=False))
    top.set_defaults(parser=top)
    return top


def _describe_export(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Make the editions of each article, check them, and publish them in the output folder. If an article has an"
        " error, nothing of it is published. The paths of the published editions go to standard output, one a line;"
        " everything else goes to standard error."
    )
    _add_edition_options(command)
    add = command.add_argument
    add("--sign", metavar="TOOL:KEY", help="sign SHA256SUMS with your key: minisign:KEY or ssh:KEY")
    add(
        "--jobs",
        type=_number,
        metavar="N",
        help="how many articles are exported at the same time (default: one for each processor, if there are many)",
    )
    add(
        "--scheduler",
        metavar="ADDRESS",
        help="let the workers of a Dask cluster do the work; its scheduler is at HOST:PORT",
    )
    add("--resume", action="store_true", help="keep a journal, and continue a run that was cut off")
    add("--no-cache", action="store_true", help="ignore the cache: make and check every article again")
    _add_format(command)
    _add_verbose(command)
    _add_report_and_quiet(command)


def _describe_new(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Write the files of a new project: separatum.toml with every setting explained, a first article that shows"
        " every form, a workflow for GitHub, .gitignore. What no option says is asked, if there is a terminal. Files"
        " that exist are kept as they are. The paths that were written go to standard output."
    )
    add = command.add_argument
    add("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where to write them (default: here)")
    add("--publisher", metavar="NAME", help="the name of the outlet")
    add("--language", metavar="TAG", help="the language of the articles, as a BCP 47 tag: en-GB")
    add("--licence", metavar="NAME", help="for example “CC BY 4.0”")
    add("--paper", metavar="NAME", help="the paper of the PDF: a4, letter, a5 …")
    add(
        "--style",
        action=argparse.BooleanOptionalAction,
        help="begin a style of your own in style/, with colours and a logo",
    )
    add("--yes", action="store_true", help="ask nothing")


def _describe_lint(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read articles and report what is found in their sources: errors, repairs, and what to review, each with its"
        " line. Nothing is laid out, checked by the validators or published. The exit code is 3 if there is an error."
        " The findings go to standard output."
    )
    _add_paths(command)
    add = command.add_argument
    add("--fix", action="store_true", help=_FIX)
    _add_reading_options(command)
    _add_format(command)
    add("--jobs", type=_number, metavar="N", help=_JOBS)
    _add_report_and_quiet(command)


_FIX = (
    "repair in the files what can be repaired safely: skipped heading levels, quotation marks that are never closed,"
    " tracking parameters in links, a missing language"
)
_JOBS = "how many articles are read at the same time (default: one for each processor, if there are many)"


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="output format: text, json, sarif, github (annotations) or gitlab (Code Quality) (default: %(default)s)",
    )


def _describe_watch(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Export like “export”, then wait, and export an article again whenever it is saved, or an image, a translation"
        " or the style that it uses. If there is an error, it is printed, and the editions published before stay until"
        " it is fixed. New articles in a folder are found. Ctrl-C ends it, with exit code 130."
    )
    _add_edition_options(command)
    command.add_argument("--quiet", action="store_true", help=_QUIET)


def _describe_preview(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Show the PDF and the EPUB of an article side by side in the browser. After every save the new pages appear at"
        " once and keep their place; then the checks say what an export would do. A folder is shown as a list. Nothing"
        " is published. Nobody else on this machine can see it: the address holds a secret. Ctrl-C"
        " ends it."
    )
    _add_paths(command)
    _add_look_options(command)
    add = command.add_argument
    add("--editor", metavar="COMMAND", help=_EDITOR)
    add("--port", type=int, default=0, metavar="N", help="the port on this machine (default: any that is free)")
    add("--no-browser", dest="browser", action="store_false", help="print the address only, open no browser")
    add("--quiet", action="store_true", help=_QUIET)
    command.set_defaults(to=("epub", "pdf"))


_EDITOR = (
    "the editor that opens a line from the preview: a name such as code, subl or gvim, or a command with {file} and"
    " {line} (default: VISUAL or EDITOR, if it has a window of its own)"
)


def _add_paths(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="an article (a Markdown file), or a folder of articles"
    )


def _add_edition_options(command: argparse.ArgumentParser) -> None:
    _add_paths(command)
    command.add_argument("--to", type=_formats, metavar="FORMATS", help="the editions to make (default: epub,pdf)")
    _add_look_options(command)


def _add_look_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--out", type=Path, metavar="DIR", help="the output folder (default: dist)")
    add(
        "--style",
        type=Path,
        metavar="DIR",
        help="a style: house, newspaper, magazine, report, or a folder of your own (default: house)",
    )
    add(
        "--paper",
        metavar="NAME",
        help="a paper of the style: a4, letter, a5, phone, large-print, a4-columns or letter-columns",
    )
    add("--strict", action="store_true", help="publish nothing that still has findings to review")
    add(
        "--forbidden",
        type=Path,
        metavar="FILE",
        help="a private list of words, one a line, that must not appear anywhere in what is published"
        " (default: the file that SEPARATUM_FORBIDDEN names)",
    )
    add("--show-forbidden", action="store_true", help="print the forbidden words that are found")
    add("--discreet", action="store_true", help=_DISCREET)
    add("--embed-source", action="store_true", help="attach the article to the editions as clean Markdown")
    _add_reading_options(command)


def _add_reading_options(command: argparse.ArgumentParser) -> None:
    """What is said for all articles in place of separatum.toml; an article's front matter beats it."""
    add = command.add_argument
    choices = tuple(WithoutImage)
    add("--language", metavar="TAG", help="the language of articles that name none, as a BCP 47 tag: en-GB")
    add("--drafts", action="store_true", help="export drafts, too")
    add(
        "--remote-images",
        choices=choices,
        help="what to do about images on the web, which are never fetched: refuse the article (the default for"
        " files with front matter), or put their text and a link in their place",
    )
    add(
        "--missing-images",
        choices=choices,
        help="what to do about images that are missing or broken: refuse the article (the default), or put their text"
        " in their place",
    )
    add(
        "--without-missing-images",
        action="store_true",
        help="the same as --remote-images link --missing-images link",
    )


_QUIET = "print errors only"
_DISCREET = "keep title, names and links out of file names, cover, metadata and navigation"


def _describe_check(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Check files that any program made: whether everybody can read them (WCAG 2.2 AA, EPUB Accessibility 1.1,"
        " PDF/UA-1), and whether they are what they claim. Two files with the same name, one .epub and one .pdf,"
        " are checked together as editions of one article: their text must be the same. With a profile, files are"
        " checked against that profile only. JSON and SARIF go to standard output."
    )
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF, or a folder of them")
    add(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="a standard to check against: epub, epub-a11y, pdf/ua-1, pdf/ua-2, pdf/a-1a to pdf/a-4f; may be repeated"
        " (default: accessibility, and the standards that each file claims)",
    )
    add("--ace", action="store_true", help="also check EPUBs with Ace by DAISY, if it is installed")
    _add_format(command)
    _add_report_and_quiet(command, "write a report to FILE: a page to send back if it ends in .html, otherwise JSON")


def _describe_verify(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Make an edition again from its source, with the same options, and compare the bytes. The exit code is 0 if"
        " they are the same and 4 if they differ; what differs, and where, is printed. Nothing is published. The result"
        " goes to standard output."
    )
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF that “export” made")
    add("--source", type=Path, required=True, metavar="PATH", help="the article (a Markdown file)")
    add("--style", type=Path, metavar="DIR", help="its style (default: house)")
    add("--paper", default=DEFAULT_PAPER, metavar="NAME", help="the paper of the PDF (default: %(default)s)")
    add("--discreet", action="store_true", help="it was made with --discreet")
    add("--embed-source", action="store_true", help="it was made with --embed-source")
    _add_report_and_quiet(command)


def _describe_inspect(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Report what files reveal besides their text: names, programs, dates, paths, hosts, positions, comments, hidden"
        " text, attachments, scripts, marks of a single copy. The exit code is 4 if anything identifies a person or a"
        " machine, or if a part cannot be read. The result goes to standard output."
    )
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF, or a folder of them")
    add("--seconds", type=_number, metavar="N", help="the time limit for each file (default: 16, more for large files)")
    add("--show-hidden", action="store_true", help="quote hidden text in the report, too, which may be passed on")
    _add_report_and_quiet(command)


def _describe_explain(command: argparse.ArgumentParser) -> None:
    command.description = "Explain a finding: what it means, why it matters, how to fix it. Without a code, list all."
    command.add_argument("code", nargs="?", metavar="CODE", help="the code of a finding, in upper or lower case")


def _describe_doctor(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Check whether everything that Separatum needs is installed; for what is missing, print the command that"
        " installs it. The exit code is 1 if an article cannot be exported on this machine."
    )
    command.add_argument(
        "--fix", action="store_true", help="install what is missing, with this machine's package manager, where it may"
    )


def _describe_completion(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Print a script with which your shell completes commands and options. Bash: separatum completion bash >"
        " ~/.local/share/bash-completion/completions/separatum. Zsh: into a file _separatum in a folder of $fpath."
        " Fish: separatum completion fish > ~/.config/fish/completions/separatum.fish."
    )
    command.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")


def _describe_schema(command: argparse.ArgumentParser) -> None:
    command.description = "Print a JSON Schema, with which editors complete and check what you write."
    command.add_argument(
        "what",
        choices=("front-matter", "settings"),
        metavar="WHAT",
        help="front-matter, or settings for separatum.toml",
    )


def _add_report_and_quiet(command: argparse.ArgumentParser, help_: str = "write a JSON report to FILE") -> None:
    command.add_argument("--report", type=Path, metavar="FILE", help=help_)
    command.add_argument("--quiet", action="store_true", help=_QUIET)


def _add_verbose(command: argparse.ArgumentParser) -> None:
    command.add_argument("--verbose", action="store_true", help="print every finding of every article, infos as well")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of 1 or more")
    return int(text)


def _formats(text: str) -> tuple[str, ...]:
    """The formats in a list such as “epub,pdf”, each once, in the order of the table of editions."""
    from separatum.editions import EDITIONS

    wanted = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in EDITIONS]
    if unknown or not wanted:
        problem = f"there is no format “{unknown[0]}”" if unknown else "no format is named"
        raise argparse.ArgumentTypeError(f"{problem}; the formats are {', '.join(EDITIONS)}")
    return tuple(known for known in EDITIONS if known in wanted)
