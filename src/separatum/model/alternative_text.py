"""What an alternative text says of its image, if anything."""

import re
from typing import Final

_PLACEHOLDERS: Final = frozenset(
    {"image", "img", "picture", "pic", "photo", "figure", "graphic", "spacer", "untitled", "alt", "alt text"}
    | {"image alt text", "alt-text", "screenshot", "…", "..."}
)
_FILE: Final = re.compile(r"[^\n]*\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|avif|heic)", re.IGNORECASE)
_ONE_WORD: Final = re.compile(r"[^\s/\\]+(?:\s?\(\d+\))?\.\w+")
_PATH: Final = re.compile(r"(?:[a-z]:)?[\\/~.]?[^\s]*[\\/][^\n]*", re.IGNORECASE)


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
    return bool(_FILE.fullmatch(words)) and bool(_ONE_WORD.fullmatch(words) or _PATH.fullmatch(words))
