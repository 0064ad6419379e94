"""Join the ranges of a CMap that go on where the one before ends.

veraPDF looks through all ranges of a font's CMap for each glyph of a page. “Identity-H”, which nearly every PDF uses,
has 256 of them, one for each first byte of a code; as one they give every code the same number.
"""

import re

IDENTITY_CMAP = "font/cmap/Identity-H"
"""Where veraPDF's jar has it."""
_MOST = 100
"""How many ranges one section may have."""
_SECTIONS = re.compile(rb"(?:\d+\s+begincidrange\s.*?endcidrange\s*)+", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")


def with_ranges_joined(cmap: bytes) -> bytes:
    """The CMap with as few ranges as give every code the same number; unchanged if they are not all in one place.

    Args:
        cmap: as its file has it.
    """
    sections = _SECTIONS.findall(cmap)
    if len(sections) != 1:
        return cmap
    joined: list[list[int]] = []
    width = 0
    for start, end, number in _RANGE.findall(sections[0]):
        width = len(start)
        first, last, cid = int(start, 16), int(end, 16), int(number)
        if joined and joined[-1][1] + 1 == first and joined[-1][2] + first - joined[-1][0] == cid:
            joined[-1][1] = last
        else:
            joined.append([first, last, cid])
    if not 0 < len(joined) <= _MOST:
        return cmap
    lines = "".join(f"<{first:0{width}x}> <{last:0{width}x}> {cid}\n" for first, last, cid in joined)
    return cmap.replace(sections[0], f"{len(joined)} begincidrange\n{lines}endcidrange\n".encode())
