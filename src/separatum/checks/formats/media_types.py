"""Tell by its first bytes whether a part of an EPUB is an image or a font, whatever its package calls it."""

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")


def kind_by_bytes(content: bytes) -> str | None:
    """“image” or “font”; None for anything else."""
    if content.startswith(_IMAGES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "image"
    return "font" if content.startswith(_FONTS) else None


def kind_by_type(media_type: str) -> str | None:
    """“image” or “font”, by a media type (EPUB 3.3, 3.2); None for anything else."""
    fonts = ("font/", "application/font", "application/x-font", "application/vnd.ms-opentype")
    if media_type.startswith(fonts):
        return "font"
    is_picture = media_type.startswith("image/") and media_type != "image/svg+xml"
    return "image" if is_picture else None


def kind_by_suffix(path: str) -> str | None:
    """“image” or “font”, by the end of a name; None for anything else."""
    name = path.lower()
    if name.endswith((".ttf", ".otf", ".ttc", ".woff", ".woff2")):
        return "font"
    return "image" if name.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp")) else None
