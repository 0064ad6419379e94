"""What a file is that is no Markdown: told by how it begins, and by what a container holds."""

import re
from dataclasses import dataclass

_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.DOTALL | re.IGNORECASE
)
_HEAD = 4096
_IN_ARCHIVE = (
    (b"word/", "a Word document", True),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", True),
    (b"mimetypeapplication/epub+zip", "an EPUB", False),
    (b"xl/", "an Excel workbook", False),
    (b"ppt/", "a PowerPoint presentation", False),
)
_BEGINNINGS = (
    (b"%PDF-", "a PDF", False),
    (b"{\\rtf", "an RTF text", True),
    (b"\xd0\xcf\x11\xe0", "a document of an old Microsoft Office", False),
    (b"\x89PNG", "an image", False),
    (b"\xff\xd8\xff", "an image", False),
    (b"GIF8", "an image", False),
    (b"\x1f\x8b", "an archive", False),
)
_WORDPRESS = re.compile(rb"<rss\b.*?xmlns:wp=", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is no Markdown."""

    name: str
    """With its article: “a Word document”."""
    has_text: bool
    """Whether an article's text can be taken out of it."""


def kind_of(content: bytes) -> FileKind | None:
    """What a file is; None if it may be Markdown.

    Args:
        content: its bytes; the beginning is enough for most kinds.
    """
    if content.startswith(b"PK\x03\x04"):
        for sign, name, has_text in _IN_ARCHIVE:
            if sign in content:
                return FileKind(name=name, has_text=has_text)
        return FileKind(name="a ZIP archive", has_text=False)
    for sign, name, has_text in _BEGINNINGS:
        if content.startswith(sign):
            return FileKind(name=name, has_text=has_text)
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.match(head):
        return FileKind(name="a web page (HTML)", has_text=True)
    return FileKind(name="a WordPress export", has_text=True) if _WORDPRESS.search(head) else None
