"""Run our own checks on files of others in a confined process: whatever a file does, there is a result.

`own_checks` runs it from outside; `task` is what runs inside.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from separatum.checks.catalogue import CHECK_LIMIT, each_outcome
from separatum.checks.formats.finished_file import FinishedFile
from separatum.checks.profiles import Demand
from separatum.model.findings import Finding, Location, Severity
from separatum.model.report import Skipped
from separatum.system.confined import MIB, End, Limits, run_confined

TIME_LIMIT = 12.0
"""Seconds of the processor for our own checks of one small file, or of two editions of one article."""
_SECONDS_PER_MIB = 3.0
_LONGEST = 120.0
_PATIENCE = 10
"""Seconds by the clock for one of the processor, on a machine that is busy with other things."""
_MODULE = "separatum.checks.confined"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileClaims:
    """What a file says of itself."""

    made_with: str | None = None
    claims: tuple[str, ...] = ()
    """Of a PDF, the short names of the standards that it claims; of an EPUB, what it says it conforms to."""
    version: str = ""
    """“EPUB 3.0”, “PDF 1.7”."""
    title: str | None = None
    """What the document calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """The result of our own checks."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    about: Mapping[str, FileClaims]
    """What each file says of itself, by its format."""
    claim: str | None
    """The standard of accessibility that the EPUB claims to conform to."""
    claim_place: Location | None


def own_checks(files: Sequence[FinishedFile], demand: Demand) -> OwnResult:
    """Check files of others in a confined process.

    Args:
        files: an EPUB, a PDF, or both editions of one article.
        demand: what they are checked against.
    """
    size = sum(len(file.content) for file in files) / MIB
    seconds = min(TIME_LIMIT + _SECONDS_PER_MIB * size, _LONGEST)
    limits = Limits(seconds=_PATIENCE * seconds, processor=seconds, memory=1024 * MIB)
    words = {
        "files": json.dumps([[file.format, file.name, len(file.content)] for file in files]),
        "only": json.dumps(None if demand.codes is None else sorted(demand.codes)),
        "strict": json.dumps(sorted(demand.strict)),
    }
    outcome = run_confined(f"{_MODULE}:task", b"".join(file.content for file in files), words, limits)
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    about: dict[str, FileClaims] = {}
    claim, place = None, None
    for line in outcome.results:
        kind, fields = json.loads(line)
        if kind == "finding":
            findings.append(finding_from(fields))
        elif kind == "skipped":
            skipped.append(Skipped(**fields))
        elif kind == "about":
            format_ = fields.pop("format")
            about[format_] = FileClaims(**{**fields, "claims": tuple(fields["claims"])})
        else:
            claim, place = fields["claim"], Location(file=fields["file"])
    if outcome.end is not End.WHOLE:
        names = " and ".join(file.name for file in files)
        findings.append(
            CHECK_LIMIT.found(
                f"the file is too much to check: {reason_of(outcome.end, outcome.reason, limits)}",
                where=Location(file=files[0].name),
                hint="check it in parts, or make it again with another program"
                if len(files) == 1
                else f"check {names}",
            )
        )
    return OwnResult(findings=tuple(findings), skipped=tuple(skipped), about=about, claim=claim, claim_place=place)


def reason_of(end: End, reason: str, limits: Limits) -> str:
    """Why a confined process ended early, in words."""
    return {
        End.TIME: f"reading it takes more than {limits.processor or limits.seconds:.0f} seconds",
        End.MEMORY: f"reading it takes more than {limits.memory // MIB} MiB of memory",
        End.OUTPUT: "it causes too many findings",
        End.CRASH: f"it ends the program that reads it ({reason})",
        End.ERROR: f"the checks stopped ({reason})",
    }.get(end, reason)


def finding_from(fields: Mapping[str, Any]) -> Finding:
    """A finding from what `asdict` and JSON made of it."""
    where = fields["where"]
    return Finding(
        **{
            **fields,
            "severity": Severity(fields["severity"]),
            "where": None if where is None else _place_from(where),
            "also": tuple(fields["also"]),
            "others": tuple(map(_place_from, fields["others"])),
        }
    )


def _place_from(fields: Mapping[str, Any]) -> Location:
    return Location(**{**fields, "box": None if fields["box"] is None else tuple(fields["box"])})


def task(content: bytes, words: dict[str, str]) -> Iterator[str]:
    """Inside the process: what the files say of themselves, then each finding as soon as it is known."""
    from separatum.checks.claims import claim_place, claims_of
    from separatum.checks.formats.documents import EpubDocument, PdfDocument
    from separatum.checks.registry import Subject

    parts: dict[str, tuple[bytes, str]] = {}
    start = 0
    for format_, name, length in json.loads(words["files"]):
        parts[format_] = content[start : start + length], name
        start += length
    subject = Subject(
        epub=EpubDocument(*parts["epub"]) if "epub" in parts else None,
        pdf=PdfDocument(*parts["pdf"]) if "pdf" in parts else None,
    )
    yield from _about(subject)
    if subject.epub is not None:
        place = claim_place(subject.epub).file
        yield json.dumps(["claim", {"claim": claims_of(subject.epub).conformance, "file": place}])
    only = json.loads(words["only"])
    chosen = None if only is None else frozenset(only)
    for outcome in each_outcome(subject, only=chosen, strict=frozenset(json.loads(words["strict"]))):
        yield from (json.dumps(["finding", asdict(finding)]) for finding in outcome.findings)
        # That there is no article, no other edition and no font is no news to anyone who checks a single file.
        skipped = (one for one in outcome.skipped if not one.reason.startswith(("needs ", "the EPUB has no fonts")))
        yield from (json.dumps(["skipped", asdict(one)]) for one in skipped)


def _about(subject: Any) -> Iterator[str]:
    from separatum.checks.formats.made_with import (
        claims_of_pdf,
        maker_of_epub,
        maker_of_pdf,
        title_of_epub,
        title_of_pdf,
    )

    if subject.epub is not None and subject.epub.package is not None:
        from separatum.checks.claims import claims_of

        claim = claims_of(subject.epub).conformance
        version = str(subject.epub.package.get("version", ""))
        fields = {
            "format": "epub",
            "made_with": maker_of_epub(subject.epub),
            "claims": [claim] if claim else [],
            "version": f"EPUB {version}".strip(),
            "title": title_of_epub(subject.epub),
        }
        yield json.dumps(["about", fields])
    if subject.pdf is not None and not subject.pdf.faults:
        fields = {
            "format": "pdf",
            "made_with": maker_of_pdf(subject.pdf),
            "claims": list(claims_of_pdf(subject.pdf)),
            "version": f"PDF {subject.pdf.pdf.pdf_version}",
            "title": title_of_pdf(subject.pdf),
        }
        yield json.dumps(["about", fields])
