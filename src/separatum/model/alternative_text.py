"""What an alternative text says of its image, if anything."""

import re
from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {"image", "img", "picture", "pic", "photo", "figure", "graphic", "spacer", "untitled", "alt", "alt text"}
    | {"image alt text", "alt-text", "screenshot", "…", "..."}
    | {"cover image", "cover_image", "illustration", "illo", "logo image"}
)
_OF_A_CAMERA: Final = re.compile(
    r"(?:(?:img|dscn?|pxl|vid|mvimg|wa|p)[ _-]?\d[\d_-]{3,}"
    r"|(?:image|photo|capture|signal|telegram|whatsapp image|screen[ _]?shot|bildschirmfoto|снимок экрана)"
    r"[ _-]?(?:at )?\d[\d_.: -]{5,}(?:(?:at|um|в) \d[\d.: ]*)?)"
    r"(?:[_-]\w+)*(?: [ap]m)?(?: ?\(\d+\))?"
)
_NUMBERED: Final = re.compile(
    r"(?:image|img|picture|pic|photo|figure|fig\.?|graphic|illustration|illo|abb\.?|bild|screenshot)[ _-]?\d+[a-z]?"
)
_PATH: Final = re.compile(
    r"(?:[a-z]:[\\/]|\\\\\w|~/\w|file:/|/(?:home|users|root|var|tmp|mnt|media|volumes|private|storage|sdcard)/).*"
    r"|[^\s]*[\\/][^\n]*\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|avif|heic)"
)
_FILE: Final = re.compile(r"[^\s/\\]+(?:\s?\(\d+\))?\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|avif|heic)")


def describes_nothing(alternative: str, address: str = "") -> bool:
    """Whether an alternative text is the name of a file or a path, or only says that there is an image (WCAG F30).

    Args:
        alternative: the text; an empty one marks an ornament and is no fault.
        address: that of the image.
    """
    words = " ".join(alternative.split()).lower()
    if not words:
        return False
    file = re.split(r"[/\\]", address)[-1].lower()
    if words in _PLACEHOLDERS or words == file:
        return True
    return any(pattern.fullmatch(words) for pattern in (_FILE, _PATH, _OF_A_CAMERA, _NUMBERED))
