"""What a ZIP container tells by itself: times, user numbers, comments, what belongs to nothing."""

import io
import struct
import zipfile
from collections.abc import Iterator

from separatum.checks.formats.epub_file import EpubFile
from separatum.checks.privacy import rules
from separatum.checks.privacy.metadata_fields import Printed, judge_text, shortened
from separatum.model.findings import Finding, Location

_EXTRAS = {
    0x5455: "times of change",
    0x000A: "times of change (NTFS)",
    0x7875: "user and group numbers",
    0x5855: "times and user numbers",
    0x7855: "user numbers",
    0x334D: "times and owner (Macintosh)",
    0x2605: "a Macintosh’s",
    0x4453: "access rights (Windows)",
}
"""Extra fields that tell of the machine (APPNOTE 6.3.10, 4.5 and 4.6)."""
_LEFT_BEHIND = (
    ".ds_store",
    "thumbs.db",
    "desktop.ini",
    "__macosx",
    ".git/",
    "calibre_bookmarks",
    "~",
)
_RIGHTS = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
"""The licences of Adobe ADEPT, Readium LCP and Apple FairPlay: each is made out to one account."""


def inspect_container(book: EpubFile, content: bytes, printed: Printed) -> Iterator[Finding]:
    """What the container of an EPUB tells; nothing where it is none."""
    where = Location(file=book.name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield from judge_text(content.decode("latin-1"), "the file", where, printed)
        return
    if archive.comment:
        said = archive.comment.decode("utf-8", "replace")
        yield rules.COMMENT.found(f"a comment on the container: “{shortened(said)}”", where=where, hint="pack it anew")
        yield from judge_text(said, "a comment on the container", where, printed)
    yield from _inspect_surroundings(archive, content, where, printed)
    yield from _inspect_times(entries, where)
    for kind in sorted({kind for entry in entries for kind in _kinds(entry.extra)} & _EXTRAS.keys()):
        said = f"its entries have extra fields with {_EXTRAS[kind]} (0x{kind:04x})"
        yield rules.CARRIED.found(said, where=where, hint="pack it anew, without extra fields")
    for entry in entries:
        yield from _inspect_entry(entry, book, printed)


def _inspect_surroundings(
    archive: zipfile.ZipFile, content: bytes, where: Location, printed: Printed
) -> Iterator[Finding]:
    """What stands before the first entry and behind the end (APPNOTE 6.3.10, 4.3.6 and 4.3.16)."""
    start = min((entry.header_offset for entry in archive.infolist()), default=0)
    end = content.rfind(b"PK\x05\x06") + 22 + len(archive.comment)
    for rest, said in ((content[:start], "before the container’s beginning"), (content[end:], "after its end")):
        if rest:
            yield rules.CARRIED.found(f"{len(rest)} bytes {said}", where=where, hint="pack it anew")
            yield from judge_text(rest.decode("utf-8", "replace"), f"the bytes {said}", where, printed)


def _inspect_times(entries: list[zipfile.ZipInfo], where: Location) -> Iterator[Finding]:
    times = sorted({entry.date_time for entry in entries})
    if times and (len(times) > 1 or times[0][3:] != (0, 0, 0)):
        first, last = (f"{y:04}-{m:02}-{d:02} {h:02}:{mi:02}" for y, m, d, h, mi, _ in (times[0], times[-1]))
        span = first if first == last else f"{first} to {last}"
        said = f"its entries were written at {span}, by the clock of the machine"
        yield rules.CLOCK.found(said, where=where, hint="pack it anew, with one fixed time")


def _kinds(extra: bytes) -> Iterator[int]:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        yield kind
        place += 4 + length


def _inspect_entry(entry: zipfile.ZipInfo, book: EpubFile, printed: Printed) -> Iterator[Finding]:
    path = entry.filename
    where = Location(file=f"{book.name}!{path}")
    yield from judge_text(path, "the name of a part", where, printed)
    if entry.comment:
        said = entry.comment.decode("utf-8", "replace")
        yield rules.COMMENT.found(f"a comment on the part: “{shortened(said)}”", where=where, hint="pack it anew")
        yield from judge_text(said, "a comment on the part", where, printed)
    if path in _RIGHTS:
        said = "the licence of one reader’s copy (digital rights management)"
        yield rules.READER.found(said, where=where, hint="do not pass this copy on")
    elif "itunesmetadata" in path.lower():
        yield rules.READER.found("the record of one purchase (Apple)", where=where, hint="do not pass this copy on")
    elif any(left in path.lower() for left in _LEFT_BEHIND):
        yield rules.CARRIED.found("a file that a program left behind", where=where, hint="pack it anew without it")
    elif not _is_known(path, book):
        said = "a file that the package does not name"
        yield rules.CARRIED.found(said, where=where, hint="pack it anew without it")


def _is_known(path: str, book: EpubFile) -> bool:
    named = {item.path for item in book.manifest.values()} | {book.package_path or "", "mimetype"}
    return path in named or path.endswith("/") or path.startswith("META-INF/") or book.package is None
