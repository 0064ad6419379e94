"""What a file is that is not Markdown: by how it begins, and by what a container holds."""

import re
from dataclasses import dataclass
from pathlib import Path

_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.DOTALL | re.IGNORECASE
)
_HEAD = 4096
_IN_ARCHIVE = (
    (b"word/", "a Word document", "docx"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", "odt"),
    (b"mimetypeapplication/epub+zip", "an EPUB", "epub"),
    (b"xl/", "an Excel workbook", ""),
    (b"ppt/", "a PowerPoint presentation", ""),
)
_BEGINNINGS = (
    (b"%PDF-", "a PDF", ""),
    (b"{\\rtf", "an RTF text", "rtf"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Microsoft Office", ""),
    (b"\x89PNG", "an image", ""),
    (b"\xff\xd8\xff", "an image", ""),
    (b"GIF8", "an image", ""),
    (b"\x1f\x8b", "an archive", ""),
)
_WORDPRESS = re.compile(rb"<rss\b.*?xmlns:wp=", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is no Markdown."""

    name: str
    """With its article: “a Word document”."""
    reader: str
    """What pandoc calls it, if it can make Markdown of it; else empty."""


def kind_of(content: bytes) -> FileKind | None:
    """What a file is; None if it may be Markdown.

    Args:
        content: its bytes; the beginning is enough for most kinds.
    """
    if content.startswith(b"PK\x03\x04"):
        for sign, name, reader in _IN_ARCHIVE:
            if sign in content:
                return FileKind(name=name, reader=reader)
        return FileKind(name="a ZIP archive", reader="")
    for sign, name, reader in _BEGINNINGS:
        if content.startswith(sign):
            return FileKind(name=name, reader=reader)
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.match(head):
        return FileKind(name="a web page (HTML)", reader="html")
    return FileKind(name="a WordPress export", reader="") if _WORDPRESS.search(head) else None


def how_to_convert(file: Path, kind: FileKind) -> str:
    """What to do with a document of which pandoc can make Markdown.

    Args:
        file: the document.
        kind: what it is; its `reader` is not empty.
    """
    made = file.with_suffix(".md").name if file.suffix != ".md" else f"{file.stem}-text.md"
    return f"convert it first: pandoc -f {kind.reader} -t gfm --extract-media=. -o {made} {file.name}"
