"""Check that the container of an EPUB holds parts and nothing else: no encryption, no way out, no links."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from separatum.checks.formats.epub_file import PartError, line_of, scheme_of
from separatum.checks.formats.media_types import kind_by_bytes, kind_by_suffix, kind_by_type
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_ADDRESSES = ("href", "src", "poster", "data")


@check("EPUB-LOCKED", Severity.ERROR, needs=("epub",), even_broken=True)
def epub_is_not_locked(subject: Subject) -> Iterator[Seen]:
    """Parts of the EPUB are encrypted.

    A shop's copy protection or a password keeps the text from being read, so nothing in it can be checked. Obfuscated
    fonts are not meant (EPUB 3.3, sections 4.2.6.3.2 and 4.3). Copy protection also keeps assistive technology out.
    Check the file before it is encrypted.
    """
    assert subject.epub is not None
    locked = subject.epub.locked_parts
    if locked:
        more = f" and {len(locked) - 1} more" if len(locked) > 1 else ""
        where = Location(file=f"{subject.epub.name}!{locked[0]}")
        yield Seen(f"the part is encrypted{more}", where, "check the file before it is encrypted")


@check("EPUB-PATH", Severity.ERROR, needs=("epub",), even_broken=True)
def paths_stay_inside(subject: Subject) -> Iterator[Seen]:
    """A path in the EPUB leads out of the container.

    It begins at the root of a disk or climbs above the container with “..” (EPUB 3.3, sections 4.2.3 and 4.2.5). A
    program that unpacks it may write or read files of the reader's machine. Reading systems refuse such a book.
    """
    assert subject.epub is not None
    book = subject.epub
    for name in book.entry_names:
        if name.startswith("/") or _leaves(name, 0):
            where = Location(file=book.name)
            yield Seen(f"the entry “{name[:80]}” is a path out of the container", where, "pack the file again")
    package = book.package_path or ""
    if package.startswith("/") or _leaves(package, 0):
        where = Location(file=f"{book.name}!META-INF/container.xml")
        yield Seen(f"the package’s path “{package[:80]}” leads out of the container", where, "write it from the root")
    for path, element, href in _addresses(subject):
        # A path from the root stays in the container: its root is the root of all addresses (EPUB 3.3, 4.2.5).
        if not href.startswith("/") and _leaves(href, path.count("/")):
            where = Location(file=f"{book.name}!{path}", line=line_of(element))
            yield Seen(f"the address “{href[:80]}” leads out of the container", where, "write it relative to this part")


@check("EPUB-ENTRY", Severity.ERROR, needs=("epub",), even_broken=True)
def entries_are_files(subject: Subject) -> Iterator[Seen]:
    """An entry of the EPUB's container is not a plain file, or is there twice.

    A symbolic link points at a file of the reader's machine once the book is unpacked, and two entries of one name show
    different programs different books (EPUB 3.3, section 4.2.3; APPNOTE, 4.4.15). Pack the file again, without links.
    """
    assert subject.epub is not None
    where = Location(file=subject.epub.name)
    for name in subject.epub.link_entries:
        yield Seen(
            f"the entry “{name[:80]}” is a symbolic link, not a file", where, "pack the file again, without links"
        )
    for name, count in Counter(subject.epub.entry_names).items():
        if count > 1:
            yield Seen(f"the entry “{name[:80]}” is there {count} times", where, "pack the file again")


@check("EPUB-EMPTY-ADDRESS", Severity.ERROR, needs=("epub",))
def addresses_are_not_empty(subject: Subject) -> Iterator[Seen]:
    """An address in the EPUB is empty.

    An image, sheet or frame with an empty address shows nothing, or the document itself once more; a link leads nowhere
    else (HTML, sections 2.4 and 4.8.3). Write the address, or remove the element.
    """
    assert subject.epub is not None
    for path, root in subject.epub.documents.items():
        for element in root.iter("{*}*"):
            for name in ("href", "src", "poster", "data"):
                if element.get(name) is not None and not element.get(name, "").strip():
                    where = Location(file=f"{subject.epub.name}!{path}", line=line_of(element))
                    tag = str(element.tag).rpartition("}")[2]
                    yield Seen(f"the attribute “{name}” of <{tag}> is empty", where, "write the address")


def _addresses(subject: Subject) -> Iterator[tuple[str, etree._Element, str]]:
    """Each relative address in the container file, the package and the documents: part, element, address."""
    assert subject.epub is not None
    book = subject.epub
    parts = dict(book.documents)
    if book.package is not None and book.package_path is not None:
        parts[book.package_path] = book.package
    for path, root in parts.items():
        for element in root.iter("{*}*"):
            for name in _ADDRESSES:
                href = element.get(name)
                if href and not scheme_of(href):
                    yield path, element, href


def _leaves(address: str, depth: int) -> bool:
    """Whether a path leads above the root, from a part in a folder so deep."""
    path = unquote(address).replace("\\", "/").partition("#")[0].partition("?")[0]
    if path[1:3] == ":/":  # C:/
        return True
    for step in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return False


@check("MEDIA-EPUB", Severity.ERROR, needs=("epub",), elsewhere=Severity.WARNING)
def parts_are_what_the_package_calls_them(subject: Subject) -> Iterator[Seen]:
    """The package of the EPUB calls an image a font, or a font an image.

    Reading systems go by the media type in the manifest (EPUB 3.3, section 5.6.2): such a part may not be shown, and
    EPUBCheck does not look into fonts. Name the type that the part has.
    """
    assert subject.epub is not None
    book = subject.epub
    for item in book.manifest.values():
        called = kind_by_type(item.media_type)
        if called is None or item.path not in book or kind_by_suffix(item.path) == called:
            continue
        try:
            found = kind_by_bytes(book.read(item.path)[:16])
        except PartError:
            continue
        if found not in {None, called}:
            name = f"{_SPOKEN[called]} ({item.media_type})"
            message = f"the package calls “{item.path}” {name}, but it is {_SPOKEN[str(found)]}"
            where = Location(file=f"{book.name}!{book.package_path}")
            yield Seen(message, where, "name its own media type in the manifest")


_SPOKEN = {"image": "an image", "font": "a font"}
