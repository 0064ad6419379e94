"""Arguments become one call; the result becomes an exit code. Nothing else.

Here alone errors become words and exit codes.
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
from separatum.model.errors import Exit, SeparatumError, UsageError
from separatum.model.options import DEFAULT_PAPER
from separatum.system.process import collect_seldom
from separatum.system.signals import honour, interruptible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: what stands after “separatum”; None: those of this process.
    """
    collect_seldom()
    words = list(sys.argv[1:] if arguments is None else arguments)
    screen = open_console(is_quiet="--quiet" in words)
    try:
        with interruptible():
            code = _run(words, screen)
    except KeyboardInterrupt:
        screen.say("separatum: interrupted; what was published before is as it was")
        code = Exit.INTERRUPTED
    terminal.end_of_result()
    return int(code)


def _run(words: Sequence[str], screen: Console) -> Exit:
    """The one place where errors become words and exit codes."""
    try:
        asked = parser().parse_args(words)
        from separatum.cli import commands  # once it is known that there is something to do

        return commands.COMMANDS[asked.command](asked, screen)
    except SystemExit as end:  # argparse has answered “--help” or “--version”
        return Exit(int(end.code or 0))
    except SeparatumError as error:
        from separatum.model.report import error_words

        screen.say(error_words(error, screen.paint))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - a person must never see a traceback
        honour()  # what Python made another error of
        from separatum.model.report import failure_words
        from separatum.system.crash_report import bug

        screen.say(failure_words(bug(error, traceback.format_exc()), screen.paint))
        return Exit.BUG


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints go the way of all errors."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"'([^']*)'", r"“\1”", message)
        raise UsageError(message, f"“{self.prog} --help” shows how to call it")


class _Version(argparse.Action):
    """Print the version, which is looked up only when asked for: that takes longer than all else here."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from separatum.system.versions import separatum_version

        terminal.result(f"separatum {separatum_version()}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `docs/reference/command.md` is made from it."""
    top = _Parser(
        prog="separatum",
        description="Export a Markdown article as an EPUB and a PDF, checked before they leave.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(("exit codes:", *(f"  {code.value:<4}{code.meaning}" for code in Exit))),
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and end")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for describe, name, purpose in (
        (_describe_export, "export", "make the EPUB and the PDF of an article, check them, publish them"),
        (_describe_watch, "watch", "export now, and again after every save"),
        (_describe_check, "check", "check any EPUB or PDF, also one that was made elsewhere"),
        (_describe_inspect, "inspect", "say what a stranger learns from any EPUB or PDF, besides its text"),
        (_describe_verify, "verify", "make an edition again from its source, and compare the bytes"),
        (_describe_explain, "explain", "say what a finding means, why it matters, how to mend it"),
        (_describe_doctor, "doctor", "say what is installed, what is missing, how to get it"),
    ):
        describe(commands.add_parser(name, help=purpose, allow_abbrev=False))
    return top


def _describe_export(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Make the editions of each article, check them, and publish them in the output folder: all of an article or, if"
        " anything is wrong, nothing of it. The paths of the published editions go to standard output, one a line;"
        " everything else goes to standard error."
    )
    _add_what_is_made(command)
    add = command.add_argument
    add("--sign", metavar="TOOL:KEY", help="sign SHA256SUMS with a key of yours: minisign:KEY or ssh:KEY")
    add(
        "--jobs",
        type=_number,
        metavar="N",
        help="how many articles are worked on at once (default: one for each processor, if there are many)",
    )
    add(
        "--scheduler",
        metavar="ADDRESS",
        help="have the work done by the workers of a Dask cluster, whose scheduler is at HOST:PORT",
    )
    add("--resume", action="store_true", help="keep a journal, and go on where a run that was cut off stopped")
    add("--no-cache", action="store_true", help="make and validate every article anew, also those that did not change")
    _add_report_and_quiet(command)


def _describe_watch(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Export as “export” does, then stay, and export an article again whenever it was saved, or an image, another"
        " edition or the style that it is made from. What is at fault is said, and what was published before stays,"
        " until a save mends it. New articles in a folder are found. Ctrl-C ends it, with exit code 130."
    )
    _add_what_is_made(command)
    command.add_argument("--quiet", action="store_true", help=_QUIET)


def _add_what_is_made(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="an article (a Markdown file), or a folder of articles")
    add(
        "--to", type=_formats, default="epub,pdf", metavar="FORMATS", help="the editions to make (default: %(default)s)"
    )
    add("--out", type=Path, default=Path("dist"), metavar="DIR", help="the output folder (default: %(default)s)")
    add("--style", type=Path, metavar="DIR", help="a folder of templates and sheets (default: the house style)")
    add(
        "--paper",
        default=DEFAULT_PAPER,
        metavar="NAME",
        help="a paper of the style: a4, letter, a5, phone, large-print, a4-columns or letter-columns",
    )
    add("--strict", action="store_true", help="publish nothing that a person must still look at")
    add(
        "--forbidden",
        type=Path,
        metavar="FILE",
        help="a private list of words, one a line, that may stand nowhere in what is published"
        " (default: the file that SEPARATUM_FORBIDDEN names)",
    )
    add("--show-forbidden", action="store_true", help="name the forbidden words that are found")
    add("--discreet", action="store_true", help=_DISCREET)
    add("--embed-source", action="store_true", help="put the article into the editions as Markdown, cleaned")


_QUIET = "say only what stops the work"
_DISCREET = "say nowhere outside the text what it is: neutral names, title, cover and metadata, no links"


def _describe_check(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Check finished files as “export” checks its own. Files that differ only in .epub and .pdf are looked at"
        " together, as editions of one article: their words must be the same. With a profile, they are held against it"
        " alone. JSON and SARIF go to standard output."
    )
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF, or a folder that holds some")
    add(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="what they are to conform to: epub, epub-a11y, pdf/ua-1, pdf/ua-2, pdf/a-1a to pdf/a-4f; may be repeated"
        " (default: what “export” asks of its own)",
    )
    add("--ace", action="store_true", help="ask Ace by DAISY about EPUBs, too, where it is installed")
    add("--format", choices=("text", "json", "sarif"), default="text", help="of the answer (default: %(default)s)")
    _add_report_and_quiet(command)


def _describe_verify(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Make an edition again from its source, with the options that it was made with, and compare the bytes. It ends"
        " with 0 when they are the same, and with 4 when they are not, and says what differs, and where. Nothing is"
        " published. The answer goes to standard output."
    )
    add = command.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF that “export” made")
    add("--source", type=Path, required=True, metavar="PATH", help="the article (a Markdown file)")
    add("--style", type=Path, metavar="DIR", help="the folder of its style (default: the house style)")
    add("--paper", default=DEFAULT_PAPER, metavar="NAME", help="the paper of the PDF (default: %(default)s)")
    add("--discreet", action="store_true", help="it was made with --discreet")
    add("--embed-source", action="store_true", help="it was made with --embed-source")
    _add_report_and_quiet(command)


def _describe_inspect(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Say what files tell besides their text: names, programs, dates, paths, hosts, positions, comments, hidden"
        " text, attachments, scripts, marks of one copy. It ends with 4 when anything leads to a person or a machine,"
        " or when a part cannot be looked at. The answer goes to standard output."
    )
    command.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help="an EPUB or a PDF, or a folder that holds some"
    )
    _add_report_and_quiet(command)


def _describe_explain(command: argparse.ArgumentParser) -> None:
    command.description = "Say what a finding means, why it matters and how to mend it; without a code, list them all."
    command.add_argument("code", nargs="?", metavar="CODE", help="the code that a finding shows, in any case")


def _describe_doctor(command: argparse.ArgumentParser) -> None:
    command.description = "Look for everything that the work needs; for what is missing, name the command that gets it."


def _add_report_and_quiet(command: argparse.ArgumentParser) -> None:
    command.add_argument("--report", type=Path, metavar="FILE", help="write what came of it to a file, as JSON")
    command.add_argument("--quiet", action="store_true", help=_QUIET)


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
        found = f"“{unknown[0]}” is not one" if unknown else "none is named"
        raise argparse.ArgumentTypeError(f"{found}; the formats are {', '.join(EDITIONS)}")
    return tuple(known for known in EDITIONS if known in wanted)
