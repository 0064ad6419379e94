"""The front matter's text (YAML, TOML, or “Key: value” lines) becomes a tree of entries, each of which knows its line.

Every plain value stays text: what “no”, “2017” or “12:30” means is for the schema to say, not for YAML 1.1.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from separatum.model.findings import Finding, Severity
from separatum.source import rules
from separatum.source.file import FORBIDDEN, Manuscript
from separatum.source.front_matter import plain_lines
from separatum.source.invisible import plain
from separatum.source.schema import KEYS, Kind, find

DEPTH_LIMIT = 12
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A plain value; None if it was left empty."""

    text: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    items: tuple["Entry", ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Keys and their values, in the order of the file."""

    entries: tuple[tuple[str, "Entry"], ...]
    line: int


Entry = Text | Items | Table


class BrokenError(Exception):
    """The text cannot be parsed; its finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def parse(manuscript: Manuscript) -> tuple[Table, tuple[Finding, ...]]:
    """Read the front matter.

    Returns:
        The table of its entries, empty if it cannot be parsed; and the findings.
    """
    empty = Table(entries=(), line=manuscript.front_line)
    if not (manuscript.front_matter or "").strip():
        return empty, ()
    try:
        table, findings = _readers()[manuscript.syntax](manuscript)
        unseen: list[Finding] = []
        cleaned = _without_unseen(table, manuscript, unseen)
        return cleaned if isinstance(cleaned, Table) else empty, (*findings, *unseen)
    except BrokenError as error:
        return empty, (error.finding,)
    except RecursionError:
        hint = "write it flat"
        where = manuscript.at(manuscript.front_line)
        return empty, (
            rules.FRONT_MATTER_BROKEN.found("the front matter is nested too deeply", where=where, hint=hint),
        )


def _readers() -> dict[str, Callable[[Manuscript], tuple[Table, tuple[Finding, ...]]]]:
    return {"toml": lambda source: (_toml(source), ()), "yaml": _yaml, "lines": _lines}


def _yaml(manuscript: Manuscript) -> tuple[Table, tuple[Finding, ...]]:
    """YAML; where it is broken, what its lines plainly say.

    Raises:
        BrokenError: it is broken, and its lines do not say it plainly.
    """
    text = _without_tabs(manuscript.front_matter or "")
    try:
        return _Yaml(replace(manuscript, front_matter=text)).table()
    except BrokenError as error:
        lines = plain_lines.read(text)
        if lines is None:
            raise
        table, findings = _lines_table(manuscript, lines)
        where = error.finding.where
        message = f"{error.finding.message}; it was read line by line"
        repaired = rules.FRONT_MATTER_REPAIRED.found(message, where=where, hint=error.finding.hint)
        return table, (repaired, *findings)


def _without_tabs(text: str) -> str:
    """YAML without the tabs that its parser refuses and YAML 1.2 allows (6.1, 6.6, 6.7): all but those that indent."""
    if "\t" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        indent = re.match(r"\s*", line)[0]  # type: ignore[index]
        rest = line[len(indent) :]
        is_comment = not rest or rest.startswith("#")
        lines.append((indent.replace("\t", " ") if is_comment else indent) + rest.replace("\t", " "))
    return "\n".join(lines)


def _lines(manuscript: Manuscript) -> tuple[Table, tuple[Finding, ...]]:
    return _lines_table(manuscript, plain_lines.read(manuscript.front_matter or "") or [])


def _lines_table(manuscript: Manuscript, lines: list[plain_lines.Line]) -> tuple[Table, tuple[Finding, ...]]:
    first = manuscript.front_line
    entries: list[tuple[str, Entry]] = []
    findings: list[Finding] = []
    seen: dict[str, tuple[int, Entry]] = {}
    for line in lines:
        at = line.number + first
        entry: Entry = Text(text=line.value, line=at)
        if line.items:
            entry = Items(items=tuple(Text(text=item, line=at) for item in line.items), line=at)
        if line.key in seen:
            findings.append(twice(manuscript, line.key, at, *seen[line.key], entry))
        else:
            seen[line.key] = (at, entry)
            entries.append((line.key, entry))
    return Table(entries=tuple(entries), line=first), tuple(findings)


def _without_unseen(entry: Entry, manuscript: Manuscript, found: list[Finding]) -> Entry:
    """An entry without invisible characters, which escapes can bring back."""
    if isinstance(entry, Text):
        text = None if entry.text is None else plain(FORBIDDEN.sub("", entry.text))
        if text == entry.text:
            return entry
        message = "characters that no reader can see were removed from a value"
        where = manuscript.at(entry.line)
        found.append(rules.CONTROL_CHARACTER.found(message, where=where, hint="remove their escapes from the value"))
        return Text(text=text, line=entry.line)
    if isinstance(entry, Items):
        return Items(items=tuple(_without_unseen(item, manuscript, found) for item in entry.items), line=entry.line)
    pairs = tuple((key, _without_unseen(value, manuscript, found)) for key, value in entry.entries)
    return Table(entries=pairs, line=entry.line)


def _broken(manuscript: Manuscript, message: str, line: int, hint: str) -> BrokenError:
    where = manuscript.at(manuscript.front_line + line)
    return BrokenError(rules.FRONT_MATTER_BROKEN.found(message, where=where, hint=hint))


class _Yaml:
    """Builds entries from YAML's events, so that no value is ever constructed, and no alias expanded."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.findings: list[Finding] = []

    def table(self) -> tuple[Table, tuple[Finding, ...]]:
        import yaml

        try:
            return self._document(self._events()), tuple(self.findings)
        except yaml.MarkedYAMLError as error:
            is_open = "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or "")
            opened = plain_lines.open_quote(self.manuscript.front_matter or "")
            if is_open and error.context_mark is not None:
                opened = error.context_mark.line if opened is None else opened
            if opened is not None:
                message = "the quotation mark before a value is not closed"
                hint = "write the same quotation mark at the end of the value, or delete it"
                raise _broken(self.manuscript, message, opened, hint) from error
            mark = error.problem_mark or error.context_mark
            if "quoted scalar" in (error.context or ""):
                mark = error.context_mark
            problem = " ".join(filter(None, (error.context, error.problem)))
            hint = "put a value that holds “: ” or “#” between quotation marks, and indent with spaces"
            line = (
                min(mark.line, self.manuscript.front_matter.count("\n")) if mark and self.manuscript.front_matter else 0
            )
            raise _broken(self.manuscript, f"the YAML is broken: {problem}", line, hint) from error
        except yaml.YAMLError as error:
            raise _broken(self.manuscript, f"the YAML is broken: {error}", 0, "write “key: value” lines") from error

    def _events(self) -> Iterator[Any]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return iter(yaml.parse(self.manuscript.front_matter or "", Loader=loader))

    def _document(self, events: Iterator[Any]) -> Table:
        import yaml

        for event in events:
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                entry = self._entry(event, events, 0)
                for rest in events:
                    if isinstance(rest, yaml.DocumentStartEvent):
                        message = "the front matter holds two documents"
                        at = rest.start_mark.line if rest.start_mark else 0
                        raise _broken(self.manuscript, message, at, "remove the second")
                if not isinstance(entry, Table):
                    message = "the front matter is not made of “key: value” lines"
                    raise _broken(self.manuscript, message, 0, "write for example “title: …”")
                return entry
        return Table(entries=(), line=self.manuscript.front_line)

    def _entry(self, event: Any, events: Iterator[Any], depth: int) -> Entry:
        import yaml

        at: int = event.start_mark.line
        line = at + self.manuscript.front_line
        if depth > DEPTH_LIMIT:
            raise _broken(self.manuscript, "the front matter is nested too deeply", at, "write it flat")
        if isinstance(event, yaml.AliasEvent):
            message = f"the alias “*{event.anchor}” is not supported"
            raise _broken(self.manuscript, message, at, "write the value itself, or put it between quotation marks")
        if isinstance(event, yaml.ScalarEvent):
            absent = not event.style and event.value in _NULLS  # “null” without quotation marks
            return Text(text=None if absent else event.value, line=line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._entry(event, events, depth + 1))
            return Items(items=tuple(items), line=line)
        return Table(entries=tuple(self._pairs(events, depth)), line=line)

    def _pairs(self, events: Iterator[Any], depth: int) -> Iterator[tuple[str, Entry]]:
        import yaml

        seen: dict[str, tuple[int, Entry]] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            at: int = event.start_mark.line
            if not isinstance(event, yaml.ScalarEvent):
                raise _broken(self.manuscript, "a key is not a plain word", at, "write “key: value” lines")
            key, line = event.value, at + self.manuscript.front_line
            entry = self._entry(next(events), events, depth + 1)
            if key in seen:
                self.findings.append(twice(self.manuscript, key, line, *seen[key], entry, is_top=depth == 0))
                continue
            seen[key] = (line, entry)
            # A value may begin on the line after its key; an editor looks for the key.
            yield key, Text(text=entry.text, line=line) if isinstance(entry, Text) else entry


def twice(  # noqa: PLR0913, PLR0917 - two places
    manuscript: Manuscript, key: str, line: int, first: int, before: Entry, now: Entry, *, is_top: bool = True
) -> Finding:
    """The finding for a key that was given before; a warning if it makes no difference which of the two is used."""
    known = find(key, KEYS) if is_top else None
    message = f"duplicate key “{key}”; first on line {first}"
    finding = rules.KEY_TWICE.found(message, where=manuscript.at(line), hint="keep one of the two")
    same = isinstance(before, Text) and isinstance(now, Text) and before.text == now.text
    is_mild = same or known is None or known.kind is Kind.TEXTS
    return replace(finding, severity=Severity.WARNING) if is_mild else finding


def _toml(manuscript: Manuscript) -> Table:
    text = manuscript.front_matter or ""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error), re.DOTALL)
        problem = found.group(1) if found else str(error)
        line = int(found.group(2)) - 1 if found and found.group(2) else text.count("\n")
        hint = "write “key = "
        raise _broken(manuscript, f"the TOML is broken: {problem}", line, hint + '"value"” lines') from error
    except ValueError as error:  # a number of thousands of digits, a date of no calendar
        raise _broken(
            manuscript, "the TOML holds a value that cannot be read", 0, "write texts between quotes"
        ) from error
    first = manuscript.front_line
    return _from_toml_table(table, _TomlLines(text, first), first)


class _TomlLines:
    """Finds the line of each key by reading forward, as the file has them in order."""

    def __init__(self, text: str, first: int) -> None:
        self.lines = text.split("\n")
        self.first = first

    def of(self, key: str, after: int) -> int:
        bare = re.escape(key)
        wanted = re.compile(rf"""(?:^|[\s.\[{{,])["']?{bare}["']?\s*(?:=|\.|\]|$)""")
        for number in range(after - self.first, len(self.lines)):
            if wanted.search(self.lines[number].partition("#")[0]):
                return number + self.first
        return after


def _from_toml_table(table: dict[str, Any], lines: _TomlLines, line: int) -> Table:
    entries = tuple((key, _from_toml(item, lines, lines.of(key, line))) for key, item in table.items())
    return Table(entries=entries, line=line)


def _from_toml(value: Any, lines: _TomlLines, line: int) -> Entry:
    if isinstance(value, dict):
        return _from_toml_table(value, lines, line)
    if isinstance(value, list):
        items = []
        at = line
        for item in value:
            entry = _from_toml(item, lines, at)
            if isinstance(entry, Table) and entry.entries:
                at = entry.entries[-1][1].line + 1
            items.append(entry)
        return Items(items=tuple(items), line=line)
    if isinstance(value, bool):
        return Text(text=str(value).lower(), line=line)
    if isinstance(value, (date, datetime, time)):
        return Text(text=value.isoformat(), line=line)
    return Text(text=str(value), line=line)
