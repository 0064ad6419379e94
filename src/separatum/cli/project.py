"""What the command line leaves open is taken from the project: separatum.toml above the first path that is named."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from separatum.model.choices import DEFAULT_PAPER
from separatum.model.errors import UsageError
from separatum.model.findings import Severity
from separatum.model.options import DEFAULT_OUTPUT
from separatum.model.settings import Given, may_be_lowered


def complete(options: argparse.Namespace) -> argparse.Namespace:
    """The options with what separatum.toml says, and with the defaults, where the command line says nothing.

    Raises:
        UsageError: separatum.toml is at fault, or the command line names a language that is none.
        FileError: separatum.toml cannot be read.
    """
    if not hasattr(options, "remote_images"):  # not a command that reads articles
        return options
    values = _values(options.paths)
    options.given = _given(options)
    for name, setting, default in _RUN:
        if hasattr(options, name) and getattr(options, name) in {None, False}:
            setattr(options, name, values.get(setting, default()))
    if hasattr(options, "to"):
        options.to = _formats(options.to)
    return options


_RUN: tuple[tuple[str, str, Callable[[], Any]], ...] = (
    ("to", "formats", lambda: ("epub", "pdf")),
    ("out", "out", lambda: DEFAULT_OUTPUT),
    ("style", "style", lambda: None),
    ("paper", "paper", lambda: DEFAULT_PAPER),
    ("strict", "strict", lambda: False),
)
"""Options of a run, the settings that give them, and their defaults."""


def _values(paths: list[Path]) -> dict[str, Any]:
    from separatum.config import project_for

    first = next((path for path in paths if path.exists()), None)
    project = project_for(first) if first is not None else None
    if project is None:
        return {}
    values = dict(project.values)
    for code, severity in values.get("severity", ()):
        _require_code(code, severity, project.file)
    if "out" in values:
        values["out"] = _shown(values["out"])
    return values


def _shown(folder: Path) -> Path:
    """A folder as its user would write it: from where the command was called, if it is below that."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _require_code(code: str, severity: Severity | None, file: str) -> None:
    """See whether a code exists and may have a severity.

    Raises:
        UsageError: it may not.
    """
    import difflib

    from separatum.cli.explain import all_rules

    rules = {rule.code: rule for rule in all_rules()}
    if code not in rules:
        close = difflib.get_close_matches(code, rules, n=1)
        hint = f"did you mean {close[0]}?" if close else "“separatum explain” lists the codes"
        raise UsageError(f"{file}: there is no code “{code}”", hint)
    if rules[code].severity is Severity.ERROR and severity is not Severity.ERROR and not may_be_lowered(code):
        hint = f"remove it; “separatum explain {code}” says what to do about the finding"
        raise UsageError(f"{file}: {code} always stops an article, so it cannot be “{severity or 'off'}”", hint)


def _given(options: argparse.Namespace) -> Given:
    from separatum.source.front_matter.language_tags import tag

    language = None
    if options.language is not None:
        language = tag(options.language)
        if language is None:
            raise UsageError(f"“{options.language}” is not a language", "write its BCP 47 tag, for example en-GB")
    without = "link" if options.without_missing_images else None
    return Given(
        language=language,
        drafts=True if options.drafts else None,
        remote_images=options.remote_images or without,
        missing_images=options.missing_images or without,
        folders=tuple(path.absolute() for path in options.paths if path.is_dir()),
    )


def _formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    from separatum.editions import EDITIONS

    if unknown := [one for one in formats if one not in EDITIONS]:
        raise UsageError(f"separatum.toml: there is no format “{unknown[0]}”", f"the formats are {', '.join(EDITIONS)}")
    return tuple(known for known in EDITIONS if known in formats)
