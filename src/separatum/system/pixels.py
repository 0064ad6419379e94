"""The pixels of the image that was decoded last, for those that look at it in turn: the cover, then the checks."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_last: list[tuple[bytes, "Image"]] = []
"""One at most: a photograph takes four bytes a pixel."""


def pixels_of(content: bytes) -> "Image":
    """All pixels of an image; nobody may change them.

    Args:
        content: of its file, in any format that Pillow reads.

    Raises:
        OSError: it cannot be decoded to its end.
    """
    from PIL import Image, ImageFile

    found = pixels_at_hand(content)
    if found is not None:
        return found
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process when it is loaded
    with Image.open(io.BytesIO(content)) as image:
        image.load()
    _last[:] = [(content, image)]
    return image


def pixels_at_hand(content: bytes) -> "Image | None":
    """The same, if these very bytes were decoded last."""
    return next((image for known, image in _last if known == content), None)
