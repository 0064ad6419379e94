"""Words that a style may print: those of the article, in capitals or not."""

import re
import sys

from separatum.style.allowed_markup import _folded


def test_letters_that_differ_in_case_only_are_one() -> None:
    letters = [sign for sign in map(chr, range(sys.maxunicode + 1)) if {sign.lower(), sign.upper()} != {sign}]
    pairs = [(one, other) for one in letters for other in (one.lower(), one.upper(), *"iks") if len(other) == 1]
    same = [(one, other) for one, other in pairs if re.fullmatch(re.escape(one), other, re.IGNORECASE)]
    assert ("ſ", "s") in same
    assert [(one, other) for one, other in same if _folded(one) != _folded(other)] == []
