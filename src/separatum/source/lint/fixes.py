"""Repair in a source what can be repaired safely: heading levels, open quotation marks, tracking parameters, language.

Each repair answers one finding and changes only its line (heading levels also change the headings below). Whatever
needs a decision is left to the author.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from separatum.model.findings import Finding
from separatum.model.tracking import untraced

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^( {0,3})(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"https?://(?:[^\s<>\"'()\[\]`]|\([^\s()<>]*\))+")
_SENTENCE_END = re.compile(r"^(?P<words>[^.!?…,;:–—-]+)(?P<end>[.!?…])(?P<rest>(?:\[\^[^\]\s]+\])*)$")
_CLOSING = {"“": "”", "«": "»", "„": "“", '"': '"'}
_LOW_HIGH = frozenset({"pl", "hu", "ro", "hr", "sr", "bs", "nl", "sq"})
"""Languages that close „ with ” (Unicode CLDR, quotationEnd)."""
_MARKS = re.compile('[“”«»„‟"]')
_OPEN_VALUE = re.compile(r"^\s*(?:- +)?[\w-]+:\s+(?P<mark>[\"'])(?P<value>[^\"'\\#]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One repair."""

    code: str
    """The code of the finding that it answers."""
    line: int
    """Counted from 1, in the repaired source."""
    message: str
    """What was changed."""


def fixes(text: str, findings: Sequence[Finding], language: str | None) -> tuple[str, tuple[Fix, ...]]:
    """Repair a source.

    Args:
        text: the source; its line ends and byte order mark are kept.
        findings: of this source.
        language: the BCP 47 tag that the article was read with; None if it is not known.

    Returns:
        The repaired source, and the repairs in the order of their lines; the same text if there are none.
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    made: list[Fix] = []
    for finding in findings:
        if (repair := _REPAIRS.get(finding.code)) is not None:
            line = finding.where.line if finding.where and finding.where.line else 1
            made += repair(lines, line, language)
    for added in _language(lines, findings, language):
        made = [replace(one, line=one.line + (one.line >= added.line)) for one in made]
        made.append(added)
    if not made:
        return text, ()
    return ends.join(lines), tuple(sorted(dict.fromkeys(made), key=lambda one: one.line))


def _links(lines: list[str], number: int, _language: str | None) -> Iterator[Fix]:
    """Take tracking parameters off the addresses on a line, outside of code."""
    line = lines[number - 1]
    code = [(span.start(), span.end()) for span in _CODE_SPAN.finditer(line)]
    taken: list[str] = []

    def cleaned(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in code):
            return found[0]
        address = found[0].rstrip(".,;:!?*_")
        try:
            plain = untraced(address)
        except ValueError:
            return found[0]
        if not plain.taken or plain.has_password:
            return found[0]
        taken.extend(plain.taken)
        return plain.url + found[0][len(address) :]

    lines[number - 1] = _ADDRESS.sub(cleaned, line)
    if taken:
        yield Fix(
            code="SOURCE-LINK-TRACKING",
            line=number,
            message=f"removed tracking parameters from a link: {', '.join(dict.fromkeys(taken))}",
        )


def _levels(lines: list[str], number: int, _language: str | None) -> Iterator[Fix]:
    """Close up the skipped level before a heading, for it and the headings below it."""
    above: list[tuple[int, int]] = []  # the levels of open sections, as written and as they become
    for at, written in _headings(lines):
        while above and (above[-1][1] >= written or above[-1][0] == written):
            above.pop()
        level = written if at + 1 < number else min(written, above[-1][1] + 1 if above else 2)
        if at + 1 == number and written == 1:
            level = 2  # the finding for one “#” among “##”
        above.append((written, level))
        if level != written and (found := _HEADING.match(lines[at])):
            lines[at] = f"{found[1]}{'#' * level}{lines[at][found.end() :]}"
            yield Fix(
                code="SOURCE-HEADING-SKIPPED",
                line=at + 1,
                message=f"changed the heading from level {written} to level {level}",
            )


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The index and the level of each heading, outside of the front matter and of code (CommonMark, 4.2 and 4.3)."""
    fence = ""
    for at in range(_body_start(lines), len(lines)):
        found = _FENCE.match(lines[at])
        if fence:
            if found and found[1].startswith(fence) and not lines[at].strip().strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
        elif heading := _HEADING.match(lines[at]):
            yield at, len(heading[2])
        elif (underline := _UNDERLINE.match(lines[at])) and lines[at - 1].strip() and at > _body_start(lines):
            yield at - 1, 1 if underline[1].startswith("=") else 2


def _body_start(lines: Sequence[str]) -> int:
    """The index of the first line behind the front matter."""
    end = _front_matter_end(lines)
    return 0 if end is None else end + 1


def _front_matter_end(lines: Sequence[str]) -> int | None:
    """The index of the line that closes the front matter; None if there is no front matter."""
    first = next((at for at, line in enumerate(lines) if line.strip("\ufeff \t")), None)
    if first is None or (fence := lines[first].strip("\ufeff \t")) not in {"---", "+++"}:
        return None
    ends = {fence, "..."} if fence == "---" else {fence}
    return next((at for at in range(first + 1, len(lines)) if lines[at].rstrip() in ends), None)


def _quotation(lines: list[str], number: int, language: str | None) -> Iterator[Fix]:
    """Close a quotation that is one whole paragraph of one plain sentence; no other end of it is certain."""
    start = number - 1
    end = start
    while end + 1 < len(lines) and lines[end + 1].strip():
        end += 1
    words = " ".join(line.strip() for line in lines[start : end + 1])
    mark = words[:1]
    following = next((line for line in lines[end + 1 :] if line.strip()), "").lstrip()
    if mark not in _CLOSING or len(_MARKS.findall(words)) != 1 or following[:1] in {*_CLOSING, "»", "”"} - {""}:
        return
    if _SENTENCE_END.match(words[1:]) is None:
        return
    closing = "”" if mark == "„" and (language or "").partition("-")[0] in _LOW_HIGH else _CLOSING[mark]
    body = lines[end].rstrip()
    notes = re.search(r"(?:\[\^[^\]\s]+\])*$", body)
    place = notes.start() if notes else len(body)
    lines[end] = body[:place] + closing + body[place:]
    yield Fix(code="SOURCE-QUOTATION-OPEN", line=end + 1, message=f"closed the quotation with {closing}")


def _front_matter_quote(lines: list[str], _number: int, _language: str | None) -> Iterator[Fix]:
    """Close a value of the front matter that begins with a quotation mark, if the front matter can then be parsed."""
    end = _front_matter_end(lines)
    if end is None:
        return
    import yaml

    first = next(at for at, line in enumerate(lines) if line.strip("\ufeff \t")) + 1
    changed = list(lines[first:end])
    made = []
    for at, line in enumerate(changed):
        if found := _OPEN_VALUE.match(line):
            changed[at] = line.rstrip() + found["mark"]
            made.append(first + at + 1)
    try:
        readable = made and isinstance(yaml.safe_load("\n".join(changed)), dict)
    except yaml.YAMLError:
        return
    if readable:
        lines[first:end] = changed
        for line_number in made:
            yield Fix(
                code="SOURCE-FRONT-MATTER-BROKEN",
                line=line_number,
                message="closed the quotation marks around a value of the front matter",
            )


def _language(lines: list[str], findings: Sequence[Finding], language: str | None) -> Iterator[Fix]:
    """Write the language that was guessed into the front matter."""
    code = next((one.code for one in findings if one.code in {"SOURCE-LANGUAGE-GUESSED", "SOURCE-NO-LANGUAGE"}), None)
    end = _front_matter_end(lines)
    if code is None or language is None or end is None:
        return
    is_toml = lines[end].rstrip() == "+++"
    lines.insert(end, f'language = "{language}"' if is_toml else f"language: {language}")
    yield Fix(code=code, line=end + 1, message=f"added the language that was guessed: {language}")


Repair = Callable[[list[str], int, str | None], Iterator[Fix]]

_REPAIRS: Mapping[str, Repair] = {
    "SOURCE-LINK-TRACKING": _links,
    "SOURCE-HEADING-SKIPPED": _levels,
    "SOURCE-QUOTATION-OPEN": _quotation,
    "SOURCE-FRONT-MATTER-BROKEN": _front_matter_quote,
}
