"""Open any EPUB, also one that was made elsewhere or to do harm: its parts, package and documents.

Everything is parsed once, when it is first asked for, and is bounded in size. Nothing outside the container is read;
no XML entity is expanded; what cannot be read becomes a fault, not an exception.
"""

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from lxml import etree

from separatum.checks.formats.faults import MIB, MOST_BYTES, Fault

MOST_PART_BYTES = 64 * MIB
MOST_PARTS = 20_000
XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_ENCRYPTION = "META-INF/encryption.xml"
_ENCRYPTED = 0x1
"""The flag of an entry that is encrypted (APPNOTE, 4.4.4)."""
_OBFUSCATIONS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""The algorithms of obfuscated fonts: EPUB 3.3, 4.3, and Adobe's older one."""
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"


class PartError(Exception):
    """A part of the container cannot be read; its words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A publication resource of the manifest (EPUB 3.3, 5.6.2)."""

    identifier: str
    path: str
    """Its path in the container."""
    media_type: str
    properties: frozenset[str]


class EpubFile:
    """A read-only view of an EPUB.

    Args:
        content: the bytes of the file.
        name: the name that findings give it: a path as the user wrote it.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self.content = content
        self._unpacked = 0
        self._opened = set[str]()
        self._found: list[Fault] = []

    @property
    def length(self) -> int:
        """How many bytes the file has."""
        return len(self.content)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Why the book cannot be read: empty for a sound one. Asking for it parses all documents."""
        _ = self.documents
        if self._archive is not None and not self._found and not self.spine:
            self._found.append(Fault(message="the package document has an empty spine", part=self.package_path))
        return tuple(self._found)

    @cached_property
    def _archive(self) -> zipfile.ZipFile | None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(self.content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            empty = not self.content
            self._found.append(Fault(message="the file is empty" if empty else f"not a whole ZIP container: {error}"))
            return None
        if len(archive.infolist()) > MOST_PARTS:
            self._found.append(Fault(message=f"the container has more than {MOST_PARTS} parts"))
            return None
        return archive

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The paths of the parts, in the container's order, without folders."""
        if self._archive is None:
            return ()
        names = (info.filename for info in self._archive.infolist())
        return tuple(name for name in names if name and not name.endswith("/"))

    @cached_property
    def entry_names(self) -> tuple[str, ...]:
        """The names of all entries of the container as they are written, folders and repetitions too."""
        return () if self._archive is None else tuple(info.orig_filename for info in self._archive.infolist())

    @cached_property
    def link_entries(self) -> tuple[str, ...]:
        """The entries that are symbolic links on Unix (APPNOTE, 4.4.15)."""
        entries = () if self._archive is None else self._archive.infolist()
        return tuple(info.filename for info in entries if stat.S_ISLNK(info.external_attr >> 16))

    @cached_property
    def locked_parts(self) -> tuple[str, ...]:
        """The parts that are encrypted, by the container itself or by META-INF/encryption.xml; no obfuscated fonts."""
        entries = () if self._archive is None else self._archive.infolist()
        locked = [info.filename for info in entries if info.flag_bits & _ENCRYPTED]
        if _ENCRYPTION in self and _ENCRYPTION not in locked:
            try:
                root = parse_xml(self.read(_ENCRYPTION))
            except (PartError, etree.XMLSyntaxError):
                return tuple(locked)
            for data in root.iter("{*}EncryptedData"):
                methods = {method.get("Algorithm", "") for method in data.iter("{*}EncryptionMethod")}
                if not methods & _OBFUSCATIONS:
                    paths = (reference.get("URI", "") for reference in data.iter("{*}CipherReference"))
                    locked += [unquote(path) for path in paths if unquote(path) in self]
        return tuple(dict.fromkeys(locked))

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments of the container and of its parts (APPNOTE, 4.4.12 and 4.4.26)."""
        if self._archive is None:
            return ()
        written = (self._archive.comment, *(info.comment for info in self._archive.infolist()))
        return tuple(comment.decode("utf-8", "replace") for comment in written if comment)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.names)

    def _as_packed(self, path: str) -> str:
        """The name of a part as the container has it: letters with marks may be composed or not (EPUB 3.3, 4.2.3)."""
        return path if path in self._names else self._composed.get(normalize("NFC", path), path)

    @cached_property
    def _composed(self) -> Mapping[str, str]:
        return {normalize("NFC", name): name for name in self.names}

    def __contains__(self, path: str) -> bool:
        return path in self._names

    def read(self, path: str) -> bytes:
        """The bytes of one part.

        Raises:
            PartError: it is missing, damaged, encrypted or larger than the bounds above.
        """
        if self._archive is None or path not in self:
            raise PartError("the part is missing")
        size = self._archive.getinfo(path).file_size
        self._unpacked += 0 if path in self._opened else size  # each part counts once, however many ask for it
        self._opened.add(path)
        if size > MOST_PART_BYTES or self._unpacked > MOST_BYTES:
            raise PartError(f"the part unpacks to {size} bytes: more than is opened")
        try:
            if self._archive.getinfo(path).flag_bits & _ENCRYPTED:
                raise PartError("the part is encrypted")
            return self._archive.read(path)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise PartError(f"the part is damaged: {error}") from error

    def _parsed(self, path: str) -> etree._Element | None:
        """The root of one XML part; None, and a fault, where it cannot be had."""
        try:
            return parse_xml(self.read(path))
        except PartError as error:
            self._found.append(Fault(message=str(error), part=path))
        except etree.XMLSyntaxError as error:
            self._found.append(Fault(message=f"not well-formed XML: {error.msg}", part=path, line=error.lineno))
        return None

    @cached_property
    def package_path(self) -> str | None:
        """The path of the package document (EPUB 3.3, 4.2.6.3.1)."""
        if self._archive is None:
            return None
        container = self._parsed("META-INF/container.xml")
        if container is None:
            return None
        path = container.xpath("string(//c:rootfile/@full-path)", namespaces={"c": _CONTAINER})
        if not path:
            self._found.append(Fault(message="no package document is named", part="META-INF/container.xml"))
        return str(path) or None

    @cached_property
    def package(self) -> etree._Element | None:
        """The root of the package document."""
        return None if self.package_path is None else self._parsed(self.package_path)

    @cached_property
    def manifest(self) -> Mapping[str, Item]:
        """The items of the manifest by their ids, in its order."""
        if self.package is None or self.package_path is None:
            return {}
        items = (
            Item(
                identifier=element.get("id", "").strip(),
                path=self._as_packed(resolved(self.package_path, element.get("href", "").strip())[0]),
                media_type=element.get("media-type", ""),
                properties=frozenset(element.get("properties", "").split()),
            )
            for element in self.package.iterfind(f"{{{_OPF}}}manifest/{{{_OPF}}}item")
            if not scheme_of(element.get("href", ""))
        )
        return {item.identifier: item for item in items}

    @cached_property
    def spine(self) -> tuple[Item, ...]:
        """The items in reading order."""
        if self.package is None:
            return ()
        refs = self.package.iterfind(f"{{{_OPF}}}spine/{{{_OPF}}}itemref")
        return tuple(item for ref in refs if (item := self.manifest.get(ref.get("idref", "").strip())) is not None)

    @cached_property
    def aside(self) -> frozenset[str]:
        """The paths of the non-linear documents of the spine (EPUB 3.3, 5.7.2)."""
        if self.package is None:
            return frozenset()
        refs = self.package.iterfind(f"{{{_OPF}}}spine/{{{_OPF}}}itemref[@linear='no']")
        items = (self.manifest.get(ref.get("idref", "").strip()) for ref in refs)
        return frozenset(item.path for item in items if item is not None)

    @cached_property
    def nav(self) -> Item | None:
        """The EPUB navigation document (EPUB 3.3, 7)."""
        return next((item for item in self.manifest.values() if "nav" in item.properties), None)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the package document names."""
        if self.package is None:
            return ()
        return tuple((e.text or "").strip() for e in self.package.iter(f"{{{_DC}}}language"))

    @cached_property
    def documents(self) -> Mapping[str, etree._Element]:
        """The roots of all XHTML documents of the manifest by path: those of the spine first, in reading order."""
        every: Iterable[Item] = (*self.spine, *self.manifest.values())
        paths = dict.fromkeys(item.path for item in every if item.media_type == "application/xhtml+xml")
        parsed = {path: self._parsed(path) for path in paths}
        return {path: root for path, root in parsed.items() if root is not None}

    @cached_property
    def images(self) -> tuple[Item, ...]:
        """The items that are images."""
        return tuple(item for item in self.manifest.values() if item.media_type.startswith("image/"))


def parse_xml(content: bytes) -> etree._Element:
    """Parse bytes without reading anything else: no external subset, no network, no entity.

    Raises:
        etree.XMLSyntaxError: not well-formed, or deeper or larger than a sane document.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def line_of(element: etree._Element) -> int | None:
    """The line of an element in its part, counted from 1."""
    return cast("int | None", element.sourceline)  # the stubs know no type for it


def scheme_of(href: str) -> str:
    """The scheme of an address in lower case; empty for a relative one."""
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:
        return "invalid"


def resolved(base: str, href: str) -> tuple[str, str]:
    """The path in the container and the fragment that a relative address means, seen from the part `base`."""
    path, _, fragment = href.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return base, unquote(fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)), unquote(fragment)
