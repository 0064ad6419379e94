"""Make findings of the validators' answers, bounded in number and length."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.model.findings import Finding, Location, Severity

MOST_FINDINGS = 500
"""For one file: a file full of errors must not fill the memory or the screen."""
_LONGEST = 400  # characters of one text of a validator's
_INVENTED = re.compile(r"https://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.epubcheck\.w3c\.org/")
"""EPUBCheck's address of the book itself (EPUB 3.3, 4.2.5): random at each run."""
_SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
}


def epub_findings(path: str, answer: Mapping[str, Any]) -> tuple[Finding, ...]:
    """EPUBCheck's messages: one finding for each place.

    Args:
        path: the file as the caller named it.
        answer: what the validators' process sent.
    """
    source = f"EPUBCheck {answer['version']}"
    found = (finding for message in answer["messages"] for finding in _epub_message(path, source, message))
    return _bounded(path, chain(found, _unreadable("EPUBCheck", path, source, answer)), source)


def _epub_message(path: str, source: str, message: Mapping[str, Any]) -> Iterator[Finding]:
    places = message["locations"] or [{"path": "", "line": -1}]
    more = int(message.get("additionalLocations") or 0)
    text = _short(message["message"]) + (f" (and in {more} more places)" if more > 0 else "")
    for place in places:
        line = int(place.get("line") or -1)
        yield Finding(
            code=f"EPUBCHECK-{message['ID']}",
            severity=_SEVERITIES[message["severity"]],
            message=text,
            hint=_short(message.get("suggestion")) or None,
            where=Location(file=_part(path, place), line=line if line > 0 else None),
            source=source,
        )


def _part(path: str, place: Mapping[str, Any]) -> str:
    """The part of the container that the message names, if it names one and not the container itself."""
    part = str(place.get("path") or "")
    name = path.replace("\\", "/").rpartition("/")[2]
    return path if part.rpartition("/")[2] in {"", name} else f"{path}!{_short(part)}"


def pdf_findings(path: str, answer: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The rules that the PDF breaks: one finding for each rule and profile; one more if veraPDF cannot read the file.

    Args:
        path: the file as the caller named it.
        answer: what the validators' process sent.
    """
    source = "veraPDF " + ".".join(str(answer["version"]).split(".")[:2])
    found = (_pdf_rule(path, source, name, rule) for name, rules in answer["rules"].items() for rule in rules)
    return _bounded(path, chain(found, _unreadable("veraPDF", path, source, answer)), source)


def _unreadable(validator: str, path: str, source: str, answer: Mapping[str, Any]) -> Iterator[Finding]:
    """A validator raises an error on a file that it cannot read: that is a result too."""
    if "unreadable" in answer:
        yield Finding(
            code=f"{validator.upper()}-UNREADABLE",
            severity=Severity.ERROR,
            message=f"{validator} cannot read the file: {_short(answer['unreadable']) or 'it does not say why'}",
            hint="the file is damaged or of another kind: make it again",
            where=Location(file=path),
            source=source,
        )


def _pdf_rule(path: str, source: str, name: str, rule: Mapping[str, Any]) -> Finding:
    profile = PROFILES[name]
    where = _pdf_place(path, rule["context"])
    others = dict.fromkeys(_pdf_place(path, context) for context in rule.get("others", ()))
    places = int(rule["places"])
    count = f" ({places} places)" if places > 1 else ""
    return Finding(
        code=f"VERAPDF-{name.upper()}-{profile.rule_name(rule['specification'], rule['clause'])}-{rule['test']}",
        severity=Severity.ERROR,
        message=(_short(rule["error"]) or _short(rule["rule"])) + count,
        hint=f"{profile.title} asks: {_short(rule['rule'])}",
        where=where,
        source=source,
        others=tuple(place for place in others if place != where),
    )


def _pdf_place(path: str, context: str) -> Location:
    page = re.search(r"/pages\[(\d+)\]", context)
    held = re.findall(r"\((\d+) (\d+) obj", context)
    return Location(
        file=path, page=int(page[1]) + 1 if page else None, object=f"{held[-1][0]} {held[-1][1]}" if held else None
    )


def _short(text: str | None) -> str:
    words = " ".join(_INVENTED.sub("", text or "").split()).rstrip(".")
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _bounded(path: str, found: Iterator[Finding], source: str) -> tuple[Finding, ...]:
    kept: list[Finding] = []
    severest = Severity.INFO
    left = 0
    for finding in found:
        if len(kept) < MOST_FINDINGS:
            kept.append(finding)
        else:
            left += 1
            severest = min(severest, finding.severity, key=list(Severity).index)
    if left:
        text = f"{left} more findings of this validator are not shown"
        code = f"{source.partition(' ')[0].upper()}-MORE"
        kept.append(Finding(code=code, severity=severest, message=text, where=Location(file=path), source=source))
    return tuple(kept)
