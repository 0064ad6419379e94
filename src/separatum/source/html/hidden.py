"""What a browser would not show, by the attributes of a tag."""

import html
import re

_TELLING = re.compile("style|hidden|color", re.IGNORECASE)
"""What is in any attributes that hide something."""
_STYLE = re.compile(r"(?:^|\s)style\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:^|\s)hidden(?=[\s=/]|$)(?!\s*=\s*[\"']?until-found)", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|\s)color\s*=\s*[\"']?(?:#fff(?:fff)?|white)\b", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|font-size:0(?:\.0+)?(?:[a-z%]*)(?=;|!|$)"
    r"|opacity:0(?:\.0+)?(?=;|!|$)|(?:max-)?(?:height|width):0(?:px)?(?=;|!|$)|text-indent:-\d{3,}|(?:left|top):-\d{4,}"
    r"|clip:rect\(0)"
)
_WHITE = re.compile(
    r"(?:^|;)color:(?:#fff(?:fff)?|white|transparent|rgba?\(255,255,255[^)]*\)|rgba\([^)]*,0\))(?=;|!|$)"
)
_DARK = re.compile(r"(?:^|;)background(?:-color)?:")
_SIZE = re.compile(r"(?:^|\s)(width|height)\s*=\s*[\"']?\s*([0-9]+)", re.IGNORECASE)
_STYLE_SIZE = re.compile(r"(?:^|;)(?:width|height):([01])(?:px)?(?=;|!|$)")


def is_hidden(attributes: str) -> bool:
    """Whether the words of an element with these attributes, as they are written, are not to be seen."""
    if not _TELLING.search(attributes):  # most tags: nothing else needs to be looked for
        return False
    style = _style(attributes)
    white = _WHITE.search(style) or _COLOUR.search(attributes)
    return bool(_HIDDEN.search(attributes) or _UNSEEN.search(style) or (white and not _DARK.search(style)))


def is_pixel(attributes: str) -> bool:
    """Whether an image with these attributes is one pixel, or none, or is not shown."""
    sizes = [int(size[:6]) for _, size in _SIZE.findall(attributes)]
    return is_hidden(attributes) or any(size <= 1 for size in sizes) or bool(_STYLE_SIZE.search(_style(attributes)))


def _style(attributes: str) -> str:
    found = _STYLE.search(attributes)
    written = html.unescape(next(filter(None, found.groups()), "")) if found else ""
    return re.sub(r"\s+|/\*.*?\*/", "", written).lower()
