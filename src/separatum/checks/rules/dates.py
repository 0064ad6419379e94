"""Check that dates exist and are written as their standards ask."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from separatum.checks.formats.epub_file import line_of
from separatum.checks.formats.pdf_objects import entry, text
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_OPF = "{http://www.idpf.org/2007/opf}"
_DC_DATE = "{http://purl.org/dc/elements/1.1/}date"
_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z'?|[+-]\d\d:\d\d)?)?)?)?")
"""The profile of ISO 8601 that the W3C describes (NOTE-datetime)."""
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z'?|[+-]\d\d(?:'?\d\d'?)?)?(?:Z?00'?00'?)?")
"""ISO 32000-1, 7.9.4."""


@check("EPUB-MODIFIED", Severity.ERROR, needs=("epub",))
def the_last_change_is_a_time(subject: Subject) -> Iterator[Seen]:
    """The EPUB does not say when it was changed last, or not as a time that exists.

    The package has one “dcterms:modified” of the form CCYY-MM-DDThh:mm:ssZ, in UTC (EPUB 3.3, section 5.5.6; XML Schema
    1.1, “dateTime”). With the identifier it tells one release of a book from another; a date that does not exist makes
    reading systems show an old copy or refuse the book.
    """
    assert subject.epub is not None
    package = subject.epub.package
    if package is None or not package.get("version", "").startswith("3"):
        return
    for meta in package.iter(f"{_OPF}meta"):
        if meta.get("property") == "dcterms:modified" and meta.get("refines") is None:
            value = (meta.text or "").strip()
            if not (_MODIFIED.fullmatch(value) and _exists(_parts(value))):
                where = Location(file=f"{subject.epub.name}!{subject.epub.package_path}", line=line_of(meta))
                hint = "write it as 2026-03-01T12:00:00Z"
                yield Seen(f"“dcterms:modified” is “{value[:40]}”, which is not a time in UTC", where, hint)


@check("EPUB-DATE", Severity.ERROR, needs=("epub",))
def dates_exist(subject: Subject) -> Iterator[Seen]:
    """A date in the package of the EPUB does not exist.

    “dc:date” is the date of publication (EPUB 3.3, section 5.5.3.2.2). A thirtieth of February or a thirteenth month is
    no date: library programs drop it, and readers do not know when the text was published. Write the right date.
    """
    for value, where in _publication_dates(subject):
        if _DATE.fullmatch(value) and not _exists(_parts(value)):
            yield Seen(f"“dc:date” is “{value[:40]}”, which does not exist", where, "write the right date")


@check("EPUB-DATE-FORM", Severity.WARNING, needs=("epub",))
def dates_have_a_known_form(subject: Subject) -> Iterator[Seen]:
    """A date in the package of the EPUB is not in a form that programs read.

    The form is 2026, 2026-03 or 2026-03-01, with or without a time (EPUB 3.3, section 5.5.3.2.2; W3C Note “Date and
    Time Formats”). Library programs drop a date that they cannot read.
    """
    for value, where in _publication_dates(subject):
        if not _DATE.fullmatch(value):
            what = "is empty" if not value else f"is “{value[:40]}”, which programs cannot read"
            yield Seen(f"“dc:date” {what}", where, "write it as 2026-03-01")


def _publication_dates(subject: Subject) -> Iterator[tuple[str, Location]]:
    assert subject.epub is not None
    package = subject.epub.package
    for element in () if package is None else package.iter(_DC_DATE):
        place = Location(file=f"{subject.epub.name}!{subject.epub.package_path}", line=line_of(element))
        yield (element.text or "").strip(), place


@check("PDF-DATE", Severity.WARNING, needs=("pdf",))
def pdf_dates_exist(subject: Subject) -> Iterator[Seen]:
    """A date in the PDF's document information does not exist, or is not in the form of PDF.

    The form is D:YYYYMMDDHHmmSSOHH'mm (ISO 32000-1, section 7.9.4). Programs drop a date that they cannot read, and
    PDF/A compares it with the date in the XMP metadata.
    """
    assert subject.pdf is not None
    for key in ("/CreationDate", "/ModDate"):
        value = text(entry(subject.pdf.pdf.trailer, "/Info", key)).strip()
        match = _PDF_DATE.fullmatch(value)
        if value and not (match and _exists([int(part) if part else None for part in match.groups()[:6]])):
            message = f"“{key[1:]}” is “{value[:40]}”, which is not a date"
            yield Seen(message, Location(file=subject.pdf.name), "write it as D:20260301120000Z")


def _parts(value: str) -> tuple[int | None, ...]:
    match = _DATE.fullmatch(value)
    return tuple(int(part) if part else None for part in match.groups()[:6]) if match else (0,)


def _exists(parts: Sequence[int | None]) -> bool:
    """Whether there is such a time; 24:00:00 and a leap second are times (ISO 8601).

    Args:
        parts: year, month, day, hour, minute and second, as far as they are given.
    """
    year, month, day, hour, minute, second = (*parts, *[None] * 6)[:6]
    if (hour == 24 and not (minute or second)) or second == 60:
        hour, second = 0, 0
    try:
        datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)  # noqa: DTZ001 - only tried
    except ValueError:
        return False
    return True
