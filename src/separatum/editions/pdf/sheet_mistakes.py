"""Find the declarations of a style's print sheet that the layout would pass over in silence."""

import logging
import re
from typing import Any

from separatum.model.errors import StyleError
from separatum.style.style import Style

_IGNORED = re.compile(r"Ignored `(?P<what>.*)` at (?P<line>\d+):\d+, (?P<why>.*?)\.?", re.DOTALL)
_LONGEST = 80
"""Characters of a declaration in a message."""


class _Heard(logging.Handler):
    """Takes down what the layout says while it reads a sheet."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take down one message."""
        self.messages.append(record.getMessage())


def require_understood(style: Style, weasyprint: Any, fetcher: object) -> None:
    """Check the sheet for print that is the style's own, without that of its base.

    Args:
        style: its sheet is read by the layout once.
        weasyprint: the module.
        fetcher: answers what the sheet asks for.

    Raises:
        StyleError: a property or a value in it is unknown; it says the line.
    """
    logger, heard = logging.getLogger("weasyprint"), _Heard()
    level = logger.level
    logger.addHandler(heard)
    logger.setLevel(logging.WARNING)
    try:
        weasyprint.CSS(string=style.own_print, base_url="https://separatum.invalid/", url_fetcher=fetcher)
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)
    for message in heard.messages:
        if found := _IGNORED.fullmatch(message.strip()):
            what = " ".join(found["what"].split())[:_LONGEST]
            file = f"{style.folder / 'print.css'}:{found['line']}"
            raise StyleError(f"{file}: “{what}” is passed over: {found['why']}", "correct it, or take it out")
