"""The manual page `separatum(1)`, made from the parser of the command line."""

import argparse
from collections.abc import Iterator, Mapping

from separatum.model.errors import Exit


def man_page(parser: argparse.ArgumentParser, commands: Mapping[str, argparse.ArgumentParser]) -> str:
    """The page in the man macros of roff (groff_man(7)).

    Args:
        parser: of the command line.
        commands: the parser of each command.
    """
    return "\n".join(_lines(parser, commands)) + "\n"


def _lines(parser: argparse.ArgumentParser, commands: Mapping[str, argparse.ArgumentParser]) -> Iterator[str]:
    yield '.TH SEPARATUM 1 "" "Separatum" "User commands"'
    yield from (".SH NAME", r"separatum \- make an EPUB and a PDF from a Markdown article, and check both")
    yield from (".SH SYNOPSIS", r".B separatum", r".I COMMAND", "[options]")
    yield from (".SH DESCRIPTION", _escaped(parser.description or ""))
    for name, command in commands.items():
        usage = " ".join(command.format_usage().split()).removeprefix("usage: ").replace(" [-h]", "")
        yield from (f".SH SEPARATUM {_escaped(name).upper()}", ".B " + _escaped(usage), ".PP")
        yield _escaped(command.description or "")
        for action in command._actions:  # noqa: SLF001 - argparse has no other way to list them
            if isinstance(action, argparse._HelpAction):  # noqa: SLF001
                continue
            named = " ".join((*action.option_strings, str(action.metavar or ""))).strip()
            yield from (".TP", f".B {_escaped(named)}", _escaped((action.help or "") % {"default": action.default}))
    yield ".SH EXIT STATUS"
    for code in Exit:
        yield from (".TP", f".B {code.value}", _escaped(code.meaning))
    yield from (
        ".SH ENVIRONMENT",
        ".TP",
        ".B SEPARATUM_FORBIDDEN",
        "The private list of words, as with \\-\\-forbidden.",
    )
    yield from (".TP", ".B NO_COLOR, FORCE_COLOR", "Turn colour off, or on.")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
