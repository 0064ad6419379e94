"""How often Python looks for objects that only hold each other."""

import gc


def collect_seldom() -> None:
    """Look once in a hundred thousand new objects, not in seven hundred.

    What libraries load at the start, and the pages that are being laid out, is no garbage, and Python would walk
    through it hundreds of times: a fourteenth of a cold export. Laid-out pages are garbage once they are written; of
    those of two or three short articles, some 20 MB, this leaves more for later.
    """
    gc.set_threshold(100_000, 2, 5)
