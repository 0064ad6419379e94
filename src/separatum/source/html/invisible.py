"""Characters that nobody sees: those that a script needs stay, the others are taken out and told."""

import re
import unicodedata

from separatum.model.findings import Finding, Location
from separatum.source.lint import rules

_OVERRIDES = "\u202d\u202e"
_SUSPECT = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u202d\u202e\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# Scripts that write without spaces, where a zero-width space marks the end of a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf]")
# Scripts whose letters a joiner joins or parts: Arabic, Syriac, N'Ko, those of India and their kin, Mongolian.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufeff]")


def without_invisible(text: str, file: str) -> tuple[str, list[Finding]]:
    """A text without characters that nobody sees and nobody needs; and a finding for each line that had some.

    Args:
        text: the whole source.
        file: its name, for the findings.
    """
    if not _SUSPECT.search(text):
        return text, []
    lines, findings = text.split("\n"), []
    for number, line in enumerate(lines, start=1):
        if not _SUSPECT.search(line):
            continue
        cleaned, taken = _cleaned(line)
        lines[number - 1] = cleaned
        where = Location(file=file, line=number)
        if turned := sorted({sign for sign in taken if sign in _OVERRIDES}):
            message = f"characters that turn the text round were taken out: {_names(turned)}"
            hint = "see whether the words read as they are meant, and delete the characters"
            findings.append(rules.DIRECTION.found(message, where=where, hint=hint))
        if unseen := [sign for sign in taken if sign not in _OVERRIDES]:
            message = f"{len(unseen)} characters that nobody sees were taken out: {_names(sorted(set(unseen)))}"
            hint = "delete them; copy the line from a plain text if you can"
            findings.append(rules.INVISIBLE.found(message, where=where, hint=hint))
    return "\n".join(lines), findings


def plain(text: str) -> str:
    """A text without the same characters, for those that character references brought back."""
    return _cleaned(text)[0] if _SUSPECT.search(text) else text


def _names(signs: list[str]) -> str:
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs[:5]) + (" …" if len(signs) > 5 else "")


def _cleaned(line: str) -> tuple[str, list[str]]:
    kept: list[str] = []
    taken: list[str] = []
    turned = 0
    for at, sign in enumerate(line):
        turned += sign in _OVERRIDES
        if sign == "\u202c" and turned:  # what ends the turning ends nothing any more
            turned -= 1
            taken.append("\u202e")
        elif not _SUSPECT.match(sign) or _is_needed(sign, line, at, kept):
            kept.append(sign)
        else:
            taken.append(sign)
    return "".join(kept), taken


def _is_needed(sign: str, line: str, at: int, kept: list[str]) -> bool:
    before = kept[-1] if kept else ""
    after = line[at + 1 : at + 2]
    if sign == "\u200b":
        return bool(before and _UNSPACED.match(before)) or bool(after and _UNSPACED.match(after))
    if sign in "\u200c\u200d":
        # Persian, Hindi and their kin; or emoji that are joined to one.
        joined = bool(before and _JOINING.match(before))
        return joined or (sign == "\u200d" and _is_symbol(before) and _is_symbol(after))
    if "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        # One variation selector may follow a symbol, a digit of a keycap, or an ideograph.
        return bool(before) and (_is_symbol(before) or before in "#*0123456789" or _is_ideograph(before))
    if "\U000e0020" <= sign <= "\U000e007f":
        # Flags of regions: the black flag and letters, closed by U+E007F (Unicode, UTS 51, 1.4.9).
        tail = "".join(kept).rstrip("".join(map(chr, range(0xE0020, 0xE007F))))
        return tail.endswith("\U0001f3f4") and len(kept) - len(tail) < 8
    return False


def _is_symbol(sign: str) -> bool:
    """Whether a sign can be part of an emoji."""
    return bool(sign) and (unicodedata.category(sign) in {"So", "Sk", "Sm", "Po"} or sign in "\ufe0f\u00a9\u00ae")


def _is_ideograph(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo" and unicodedata.name(sign, "").startswith(("CJK", "MONGOLIAN", "MYANMAR"))
