"""The bytes of a file become a text, in two parts: its front matter and its body."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from separatum.model.errors import FileError
from separatum.model.findings import Finding, Location
from separatum.source import rules
from separatum.source.file_kinds import how_to_convert, kind_of

SIZE_LIMIT = 2 * 2**20
"""Bytes; a text of that size is longer than any book."""

# What XML 1.0, 2.2 does not allow, and the C1 controls, which it discourages.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
FENCES: dict[str, Literal["yaml", "toml"]] = {"---": "yaml", "+++": "toml", "---json": "yaml", "---toml": "toml"}
"""How front matter begins, and what it is written in; JSON is YAML. The last two are Eleventy’s, and end with “---”."""
_OBJECT = re.compile(r"""\{\s*"[^"\n]{1,40}"\s*:""")
"""How front matter without a fence begins in JSON, as Hugo has it."""
_KEY_LINE = re.compile(r"""["']?[^\W\d][\w .-]{0,40}["']?\s*:(?:\s|$)|#|\{|- """)
_HEADER = re.compile(r"(?P<key>[^\W\d][\w -]{0,30})[ \t]*:[ \t]+\S")
_OPENERS = frozenset({"title", "date", "author", "authors", "lang", "language", "published", "slug", "subject", "tags"})
"""Keys that begin a file of “Key: value” lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A source file as text, its line ends unified."""

    file: str
    """The path as the user wrote it."""
    front_matter: str | None
    """None if the file has none."""
    syntax: Literal["yaml", "toml", "lines"] = "yaml"
    """“lines” are plain “Key: value” lines without a fence."""
    front_line: int = 1
    """The line of the file that is the front matter's first."""
    body: str
    body_line: int = 1
    """The line of the file that is the body's first."""

    def at(self, line: int | None) -> Location:
        """A place in the file."""
        return Location(file=self.file, line=line)


def load(path: Path) -> tuple[Manuscript | None, tuple[Finding, ...]]:
    """Read a file and split its front matter from its body.

    Returns:
        The manuscript, or None where a finding says that there is no text to work on; and the findings.

    Raises:
        FileError: the file cannot be read.
    """
    from separatum.source.invisible import without_invisible

    content = _content(path)
    file = str(path)
    kind = kind_of(content)
    if kind is not None:
        hint = how_to_convert(path, kind) if kind.reader else "name a Markdown file"
        return None, (
            rules.NOT_MARKDOWN.found(
                f"this is {kind.name}, not Markdown", where=Location(file=file, line=1), hint=hint
            ),
        )
    if len(content) > SIZE_LIMIT:
        where = Location(file=file)
        return None, (rules.TOO_LARGE.found(f"the file has {len(content):,} bytes", where=where, hint="write less"),)
    fault = _not_a_text(content, file)
    if fault is not None:
        return None, (fault,)
    text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    cleaned, findings = _without_controls(text, file)
    cleaned, unseen = without_invisible(cleaned, file)
    if not cleaned.strip():
        hint = "begin with the front matter between two lines of ---, then write the text"
        return None, (rules.EMPTY.found("the file is empty", where=Location(file=file, line=1), hint=hint),)
    manuscript, more = _parted(cleaned, file)
    return manuscript, (*findings, *unseen, *more)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder, not an article", "name a Markdown file")
        if path.exists() and not path.is_file():  # a pipe, which might never end
            raise FileError(f"{path} is not a file", "name a Markdown file")
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise FileError(f"{path} does not exist", "see whether the name is spelt as the file's") from error
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"{path} cannot be read: {reason}", "see whether you may read it") from error


def _not_a_text(content: bytes, file: str) -> Finding | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            message = "the file is UTF-16, not UTF-8"
        else:
            byte = content[error.start]
            message = f"the file is not UTF-8: byte {error.start} is 0x{byte:02x}, which cannot be there"
        hint = "open it in an editor with its own encoding, and save it as UTF-8"
        return rules.NOT_UTF8.found(message, where=Location(file=file, line=line), hint=hint)
    at = content.find(b"\0")
    if at >= 0:
        where = Location(file=file, line=content.count(b"\n", 0, at) + 1)
        hint = "save the article as plain text in UTF-8"
        return rules.NULL_BYTE.found(f"byte {at} is null: this is not a text", where=where, hint=hint)
    return None


def _without_controls(text: str, file: str) -> tuple[str, list[Finding]]:
    if not FORBIDDEN.search(text):
        return text, []
    findings = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = sorted({f"U+{ord(sign):04X}" for sign in FORBIDDEN.findall(line)})
        if found:
            message = f"characters that no reader can see were taken out: {', '.join(found)}"
            where = Location(file=file, line=number)
            hint = "delete them, and see whether the words around them are whole"
            findings.append(rules.CONTROL_CHARACTER.found(message, where=where, hint=hint))
    # A vertical tab or a form feed parts words; the others stand inside them.
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    return FORBIDDEN.sub("", text), findings


def _parted(text: str, file: str) -> tuple[Manuscript | None, list[Finding]]:
    lines = text.split("\n")
    # Blank lines before the front matter are a slip of the pen that every reader would forgive.
    first = next(number for number, line in enumerate(lines) if line.strip())
    fence = lines[first].rstrip()
    if fence not in FENCES:
        return _unfenced(text, lines, first, file)
    ends = {"---", "..."} if fence.startswith("---") else {fence}
    last = next((at for at in range(first + 1, len(lines)) if lines[at].rstrip() in ends), None)
    if fence == "---" and not _is_opened(lines, first, last):
        return _unfenced(text, lines, first, file)  # a line across the page
    if last is None:
        where = Location(file=file, line=first + 1)
        message = f"the front matter begins with {fence} but does not end"
        hint = f"write a line of {fence[:3]} between the front matter and the text"
        return None, [rules.FRONT_MATTER_OPEN.found(message, where=where, hint=hint)]
    manuscript = Manuscript(
        file=file,
        front_matter="\n".join(lines[first + 1 : last]),
        syntax=FENCES[fence],
        front_line=first + 2,
        body="\n".join(lines[last + 1 :]),
        body_line=last + 2,
    )
    return manuscript, []


def _is_opened(lines: list[str], first: int, last: int | None) -> bool:
    """Whether a line of --- opens front matter: behind it is a key, or the line that closes it."""
    following = next((at for at in range(first + 1, len(lines)) if lines[at].strip()), None)
    return following is not None and (following == last or _KEY_LINE.match(lines[following].lstrip()) is not None)


def is_opened_by_object(text: str) -> bool:
    """Whether a text begins with front matter in JSON."""
    return _OBJECT.match(text) is not None


def _in_json(text: str, file: str) -> Manuscript | None:
    """A file that begins with an object of JSON, which ends with its line."""
    start = len(text) - len(text.lstrip())
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    if rest.partition("\n")[0].strip():
        return None
    return Manuscript(
        file=file,
        front_matter=re.sub(r"(?m)^\t+", " ", text[start:end]),  # YAML indents with spaces
        front_line=text.count("\n", 0, start) + 1,
        body=rest.partition("\n")[2],
        body_line=text.count("\n", 0, end) + 2,
    )


def is_opened_by_headers(line: str) -> bool:
    """Whether a first line begins “Key: value” lines."""
    found = _HEADER.match(line)
    return found is not None and found["key"].strip().lower() in _OPENERS


def _unfenced(text: str, lines: list[str], first: int, file: str) -> tuple[Manuscript, list[Finding]]:
    """A file without a fence: it may begin with “Key: value” lines, as Pelican and MultiMarkdown have them."""
    if is_opened_by_object(text.lstrip()) and (manuscript := _in_json(text, file)) is not None:
        return manuscript, []
    if is_opened_by_headers(lines[first]):
        last = next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))
        if all(
            _HEADER.match(line) or line[:1] in {" ", "\t"} or line.rstrip().endswith(":") for line in lines[first:last]
        ):
            headers = Manuscript(
                file=file,
                front_matter="\n".join(lines[first:last]),
                syntax="lines",
                front_line=first + 1,
                body="\n".join(lines[last:]),
                body_line=last + 1,
            )
            return headers, []
    where = Location(file=file, line=first + 1)
    message = "the file has no front matter"
    hint = "to add some, begin with a line of ---, then “title: …”, “language: …”, “published: …”, then --- again"
    return Manuscript(file=file, front_matter=None, body=text), [
        rules.NO_FRONT_MATTER.found(message, where=where, hint=hint)
    ]
