"""Read a content stream that is written plainly, as most programs write them, in one pass and without qpdf.

Plain is what can be read in one way only: known operators with operands of their kind, shown strings in hexadecimal
digits, no comment, no image within the stream, nothing that is left over. Any other stream is for qpdf: that is slower.
"""

import re

Step = tuple[str, bytes]
"""An operator, and what it is about as it is written: strings, a name, a dictionary; nothing for some."""

_DRAWING = (
    *("b", "b*", "B", "B*", "c", "cm", "CS", "cs", "d", "d0", "d1", "f", "F", "f*", "G", "g", "gs", "h", "i", "J", "j"),
    *("K", "k", "l", "M", "m", "n", "re", "RG", "rg", "ri", "S", "s", "SC", "sc", "SCN", "scn", "sh", "Tc", "TL", "Ts"),
    *("Tw", "Tz", "v", "w", "W", "W*", "y", "ET"),
)
"""Operators that say nothing of text, fonts and marked content (ISO 32000-1, table 51)."""
_DRAWN = "|".join(re.escape(one) for one in sorted(_DRAWING, key=len, reverse=True))
# In “(?:…|(?!))*+” the last alternative never fits: Python before 3.11.5 needs it (https://github.com/python/cpython/issues/106052).
_S = r"[ \n\r\t\f]"
_BEFORE = r"(?=[ \n\r\t\f<\[\]/>])"
_NUMBER = rf"[+-]?(?:\d++\.?+\d*+|\.\d++){_BEFORE}"
_NAME = rf"/[\w.+-]++{_BEFORE}"
_DIGITS = r"<(?:[0-9A-Fa-f]{4}|(?!))*+>"
_LITERAL = r"\((?:[^()\\\r]|\\[^\r]|(?!))*+\)"
_DICTIONARY = rf"<<(?:{_S}*+{_NAME}{_S}*+(?:{_NUMBER}|{_NAME}|{_DIGITS}|{_LITERAL})|(?!))*+{_S}*+>>"
_ARRAY = rf"\[(?:{_S}*+{_NUMBER}|(?!))*+{_S}*+\]"
_STEP = re.compile(
    rf"""(?:
      (?P<drawn> (?:(?:{_NUMBER}|{_NAME}|{_ARRAY}){_S}*+|(?!))*+ (?:{_DRAWN}) )
    | \[(?P<TJ>(?:{_DIGITS}|{_NUMBER}|{_S}|(?!))*+)\]{_S}*+TJ
    | (?P<Tj>{_DIGITS}){_S}*+(?:Tj|')
    | (?P<Tf>{_NAME}){_S}*+{_NUMBER}{_S}++Tf
    | (?P<BT>BT|T\*|(?:{_NUMBER}{_S}++){{2}}T[dD]|(?:{_NUMBER}{_S}++){{6}}Tm)
    | {_NAME}{_S}*+(?P<BDC>{_DICTIONARY}|{_NAME}){_S}*+BDC
    | (?P<BMC>{_NAME}){_S}++BMC
    | (?P<EMC>EMC) | (?P<q>q) | (?P<Q>Q)
    | (?P<Do>{_NAME}){_S}++Do
    | (?P<Tr>[0-7]){_S}++Tr
    )(?=[ \n\r\t\f/<\[]|\Z){_S}*+""".encode("ascii"),
    re.VERBOSE,
)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f]*+)>")


def steps_of(content: bytes) -> list[Step] | None:
    """What a content stream does to text, fonts and marked content, step by step; None if it is not written plainly.

    The steps are called by their operators: “Tj” is also “'”, and “BT” whatever begins a line.

    Args:
        content: the decoded bytes of a page's one content stream, or of a form's.
    """
    steps: list[Step] = []
    place = len(content) - len(content.lstrip(b" \n\r\t\f"))
    while found := _STEP.match(content, place):
        kind, place = str(found.lastgroup), found.end()
        if kind != "drawn":
            steps.append((kind, found[kind]))
    return steps if place == len(content) else None


def strings_in(written: bytes) -> bytes:
    """What strings in hexadecimal digits hold, one after the other."""
    return bytes.fromhex(b"".join(_HEXADECIMAL.findall(written)).decode("ascii"))
