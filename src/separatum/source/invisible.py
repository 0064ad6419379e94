"""Characters that nobody sees, or that look like others: those that a script needs stay, all others are taken out.

They spoil searching, and a row of them can mark one reader's copy.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from separatum.model import lookalikes
from separatum.model.findings import Finding, Location
from separatum.source import pasted_rules as rules

_OVERRIDES = "\u202d\u202e"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
"""Marks, embeddings and isolates (UAX 9, 2)."""
_SUSPECT = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u202d\u202e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    f"{_DIRECTIONS}\u2800\ufe00-\ufe0f\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
_DIRECTION, _BRAILLE = re.compile(f"[{_DIRECTIONS}]"), re.compile("[\u2801-\u28ff]")
_ODD_SPACE = re.compile("[\u1680\u2000-\u200a\u205f\u3000]")
"""Spaces of other widths. No-break spaces stay: French punctuation needs them."""
# Scripts that write without spaces, where a zero-width space marks the end of a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf]")
# Scripts whose letters a joiner joins or parts: Arabic, Syriac, N'Ko, those of India and their kin, Mongolian.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufeff]")
_FULL_WIDTH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile("[A-Za-z]")
_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\uab70-\uabbf]")
_INFLECTED = re.compile(
    "[A-Z]{2,}[\u0430-\u044f\u0456\u0457\u0491]+|[A-Za-z]+[\u0561-\u0587]+|.{0,3}[\u0370-\u03ff].{0,2}"
)
"""“SMSка”: a word with an ending of the text's language; or a short formula."""


def without_invisible(text: str, file: str) -> tuple[str, list[Finding]]:
    """A text without characters that nobody sees and no script needs; and a finding for each line that had some.

    Args:
        text: the whole source.
        file: its name, for the findings.
    """
    if text.isascii():
        return text, []
    lines, findings = text.split("\n"), []
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        lines[number - 1], found = _looked_at(line)
        findings += [one(Location(file=file, line=number)) for one in found]
    return "\n".join(lines), findings


def plain(text: str) -> str:
    """A text without the same characters, for those that character references brought back."""
    if text.isascii():
        return text
    spaced, _ = _with_plain_spaces(text)
    return _cleaned(spaced)[0] if _SUSPECT.search(spaced) else spaced


def _looked_at(line: str) -> tuple[str, list[Callable[[Location], Finding]]]:
    """A line without them, and what to report at its place."""
    found: list[Callable[[Location], Finding]] = []
    cleaned, taken = _cleaned(line) if _SUSPECT.search(line) else (line, [])
    if turned := sorted({sign for sign in taken if sign in _OVERRIDES}):
        message = f"removed characters that reverse the text: {_names(turned)}"
        hint = "check that the words read as they should, and delete the characters"
        found.append(lambda where: rules.DIRECTION.found(message, where=where, hint=hint))
    if unseen := [sign for sign in taken if sign not in _OVERRIDES]:
        what = f"removed invisible characters: {len(unseen)} ({_names(sorted(set(unseen)))})"
        advice = "delete them; copy the line from a plain text if you can"
        found.append(lambda where: rules.INVISIBLE.found(what, where=where, hint=advice))
    cleaned, spaces = _with_plain_spaces(cleaned)
    if spaces:
        words = f"replaced unusual spaces by plain ones: {spaces}"
        found.append(lambda where: rules.ODD_SPACE.found(words, where=where, hint="type a plain space"))
    if mixed := list(dict.fromkeys(_mixed(cleaned))):
        shown = ", ".join(f"“{word[:40]}”" for word in mixed[:3]) + (" …" if len(mixed) > 3 else "")
        seen = f"letters of two scripts that look alike in one word: {shown}"
        write = "write the word anew, in one script"
        found.append(lambda where: rules.MIXED_SCRIPT.found(seen, where=where, hint=write))
    return cleaned, found


def _with_plain_spaces(line: str) -> tuple[str, int]:
    """A line with plain spaces, and how many were not."""
    if not _ODD_SPACE.search(line):
        return line, 0
    count = 0

    def plain_space(found: re.Match[str]) -> str:
        nonlocal count
        before, after = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        if found[0] == "\u3000" and (not before or _FULL_WIDTH.match(before) or _FULL_WIDTH.match(after)):
            return found[0]  # the space of Chinese and Japanese, and the indent of a paragraph
        count += 1
        # Between digits it parts thousands (ISO 80000-1, 7.3.1), and must not break.
        return "\u202f" if before.isdigit() and after.isdigit() else " "

    return _ODD_SPACE.sub(plain_space, line), count


def _mixed(line: str) -> Iterator[str]:
    """The words in which letters of another script stand for letters that look the same."""
    if not (_OTHER.search(line) and _LATIN.search(line)):
        return
    for found in _LETTERS.finditer(line):
        word = found[0]
        if word.isascii() or not (_LATIN.search(word) and _OTHER.search(word)) or _INFLECTED.fullmatch(word):
            continue
        latin = [sign for sign in word if _LATIN.match(sign)]
        other = [sign for sign in word if _OTHER.match(sign)]
        if all(ord(sign) in lookalikes.ALL for sign in other) or all(sign in lookalikes.LATIN for sign in latin):
            yield word


def _names(signs: list[str]) -> str:
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs[:5]) + (" …" if len(signs) > 5 else "")


def _cleaned(line: str) -> tuple[str, list[str]]:
    """A line without them, and what was taken out."""
    kept, end = "", 0
    taken: list[str] = []
    turned = 0
    for found in _SUSPECT.finditer(line):
        sign, at = found[0], found.start()
        kept += line[end:at]
        end = at + 1
        turned += sign in _OVERRIDES
        if sign == "\u202c" and turned:  # what ends the turning ends nothing any more
            turned -= 1
            taken.append("\u202e")
        elif _is_needed(sign, line, at, kept):
            kept += sign
        else:
            taken.append(sign)
    return kept + line[end:], taken


@lru_cache(maxsize=1)
def _has_right_to_left(line: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in line if sign not in "\u200f\u061c")


def _is_needed(sign: str, line: str, at: int, kept: str) -> bool:
    before = kept[-1:]
    after = line[at + 1 : at + 2]
    if _DIRECTION.match(sign):
        # Two of the same, one after the other, say no more than one.
        return before != sign and _has_right_to_left(line)
    if sign == "\u200b":
        return bool(before and _UNSPACED.match(before)) or bool(after and _UNSPACED.match(after))
    if sign == "\u2800":
        return _BRAILLE.search(line) is not None
    if sign in "\u200c\u200d":
        # Persian, Hindi and their kin; or emoji that are joined to one.
        joined = bool(before and _JOINING.match(before))
        return joined or (sign == "\u200d" and _is_symbol(before) and _is_symbol(after))
    return _is_selector(sign, before, kept)


def _is_selector(sign: str, before: str, kept: str) -> bool:
    """Whether a sign chooses a form of the one before it."""
    if "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        # One variation selector may follow a symbol, a digit of a keycap, or an ideograph.
        return bool(before) and (_is_symbol(before) or before in "#*0123456789" or _is_ideograph(before))
    if "\U000e0020" <= sign <= "\U000e007f":
        # Flags of regions: the black flag and letters, closed by U+E007F (Unicode, UTS 51, 1.4.9).
        tail = kept.rstrip("".join(map(chr, range(0xE0020, 0xE007F))))
        return tail.endswith("\U0001f3f4") and len(kept) - len(tail) < 8
    return False


def _is_symbol(sign: str) -> bool:
    """Whether a sign can be part of an emoji."""
    return bool(sign) and (unicodedata.category(sign) in {"So", "Sk", "Sm", "Po"} or sign in "\ufe0f\u00a9\u00ae")


def _is_ideograph(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo" and unicodedata.name(sign, "").startswith(("CJK", "MONGOLIAN", "MYANMAR"))
