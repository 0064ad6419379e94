"""An image that is written into the text, as a “data:” address: word processors and note programs export them so."""

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from separatum.source import rules
from separatum.source.images.sandbox import PictureError

INLINE_NAME = "an image written into the text"
"""How such an image is called in messages: it has no name, and its address may have a million letters."""
_ADDRESS = re.compile(r"\s*data:([^,]*),", re.IGNORECASE)


def is_inline(src: str) -> bool:
    """Whether an address holds the file itself."""
    return _ADDRESS.match(src[:200]) is not None


def inline_content(src: str, limit: int) -> bytes | None:
    """The bytes of the file that an address holds (RFC 2397); None if it is another kind of address.

    Args:
        src: the address, as it is written.
        limit: how many bytes a file may have.

    Raises:
        PictureError: it is damaged, or too large.
    """
    opening = _ADDRESS.match(src[:200])
    if opening is None:
        return None
    if len(src) > limit * 4 // 3 + 200:
        hint = "save it as a file beside the article, scaled down, and write its file name"
        raise PictureError(rules.IMAGE_TOO_LARGE, f"{INLINE_NAME} has {len(src) * 3 // 4 / 2**20:.0f} MB", hint)
    written = unquote_to_bytes(src[opening.end() :].strip())
    if not opening[1].lower().rstrip().endswith(";base64"):
        return written
    try:
        return b64decode(b"".join(written.split()), validate=True)
    except binascii.Error as error:
        message = f"{INLINE_NAME} is damaged: its “data:” address is cut off or changed"
        hint = "save it as a file beside the article and write its file name"
        raise PictureError(rules.IMAGE_BROKEN, message, hint) from error
