"""Quotation marks, dashes, apostrophes and dots become the signs of the text's language, in the finished tree.

Nothing inside code is touched, no address, and no sign that the author set.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from separatum.model.emoji import spelled
from separatum.model.languages import Language, language
from separatum.source.body.nonbreaking import hold
from separatum.source.body.ranges import is_range

_SIGNS = re.compile(r"[\"']|-{2,3}|-(?=\d)|\.{3}")
_CLOSER = re.compile(r"(?<=[^\s(\[{])'(?!\w)")
_ELIDED = re.compile(r"'(?:tis|twas|em|til|cause|n|round|bout)\b", re.IGNORECASE)
_SKIPPED = frozenset({"code", "pre", "math"})
_BREAKS = frozenset(
    {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "aside"}
)
_OPENING = "([{¡¿«„“‘‚‹—–-/\u00a0\u202f"
_IDEOGRAPH = re.compile("[\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef]")
_APOSTROPHE, _PRIME, _DOUBLE_PRIME = "’", "′", "″"
# Where a dash between clauses is an em dash between spaces, which may not begin a line.
_EM_DASH = frozenset(
    {"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn", "ce", "av", "os", "ab", "hy", "ka", "lt", "lv"}
)


def typeset(text: str, tag: str) -> str:
    """Set the punctuation of a plain text in a language by its BCP 47 tag."""
    return "".join(_Line([_Run(text, tag)]).set())


def typeset_name(name: str, tag: str) -> str:
    """Set the punctuation of a name, which catalogues sort by its words: its spaces stay as they are."""
    return typeset(name, tag).replace("\u00a0", " ")


def punctuate(root: Element, tag: str) -> None:
    """Set the punctuation of all words in a tree, in the tree itself.

    Args:
        root: an element; `lang` on an element in it changes the language inside.
        tag: the BCP 47 tag of the language around it.
    """
    _spell_emoji(root)
    runs: list[_Run] = []
    _gather(root, tag, runs)
    start = 0
    for end in [*(at for at, run in enumerate(runs) if run.ends), len(runs)]:
        line = runs[start:end]
        for run, text in zip(line, _Line(line).set(), strict=True):
            run.put(text)
        start = end


def _spell_emoji(root: Element) -> None:
    """Spell emoji alike in code, too."""
    for element in root.iter():
        if element.tag in _SKIPPED and element.text:
            element.text = spelled(element.text)


@dataclass(slots=True)
class _Run:
    """A stretch of text in one place of the tree."""

    text: str
    tag: str
    element: Element | None = None
    tail: bool = False
    fixed: bool = False
    """Code or an address: seen, but not changed."""
    ends: bool = False
    """Not a text but the end of a line."""

    def put(self, text: str) -> None:
        if self.element is None or self.fixed or self.ends or text == self.text:
            return
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


def _gather(element: Element, tag: str, runs: list[_Run]) -> None:
    tag = element.get("lang") or tag
    block = element.tag in _BREAKS
    if block:
        runs.append(_Run("", tag, ends=True))
    fixed = element.tag in _SKIPPED or (element.tag == "a" and element.text == element.get("href"))
    if element.text:
        runs.append(_Run(element.text, tag, element, fixed=fixed))
    elif element.tag == "br":
        runs.append(_Run("\n", tag, fixed=True))
    elif element.tag in {"img", "math"}:
        runs.append(_Run("x", tag, fixed=True))
    for child in element:
        if not fixed and child.get("data-note") is None:
            _gather(child, tag, runs)
        if child.tail:
            runs.append(_Run(child.tail, tag, child, tail=True))
    if block:
        runs.append(_Run("", tag, ends=True))


@dataclass(slots=True)
class _Line:
    """One line of text, in runs, with the quotations that are open in it."""

    runs: list[_Run]
    open: list[tuple[str, str]] = field(default_factory=list)
    """The sign that was typed and the mark that closes it."""
    whole: str = ""
    opened: int = -2
    """The place of the sign that opened a quotation last."""
    closer: int = -1
    """The last place of a single quote that could close a quotation."""

    def set(self) -> list[str]:
        self.whole = "".join(run.text for run in self.runs)
        at, texts = 0, []
        for run in self.runs:
            texts.append(run.text if run.fixed else spelled(hold(self._run(run, at), run.tag)))
            at += len(run.text)
        return texts

    def _run(self, run: _Run, at: int) -> str:
        if not _SIGNS.search(run.text):
            return run.text
        parts, last = [], 0
        for found in _SIGNS.finditer(run.text):
            parts.append(run.text[last : found.start()])
            last = found.end()
            sign = self._sign(found[0], at + found.start(), run.tag)
            if sign.startswith("\u00a0") and parts[-1].endswith(" "):
                parts[-1] = parts[-1][:-1]
            parts.append(sign)
        return "".join([*parts, run.text[last:]])

    def _sign(self, sign: str, at: int, tag: str) -> str:
        before = self.whole[at - 1] if at else " "
        after = self.whole[at + len(sign)] if at + len(sign) < len(self.whole) else " "
        if sign == "...":
            return sign if "." in (before, after) else "…"
        if sign == "-":
            return "–" if is_range(self.whole, at, tag) else sign
        if sign.startswith("-"):
            return _dash(sign, before, after, tag)
        if _IDEOGRAPH.match(before) or _IDEOGRAPH.match(after):
            return self._unspaced(sign, at, tag)
        if sign == '"':
            return self._double(at, before, after, tag)
        return self._single(at, before, after, tag)

    def _unspaced(self, sign: str, at: int, tag: str) -> str:
        """A sign among ideographs, where no space tells what opens and what closes."""
        if any(typed == sign for typed, _ in self.open):
            return self._close(sign)
        return self._open(at, sign, _marks(tag, len(self.open) % 2))

    def _double(self, at: int, before: str, after: str, tag: str) -> str:
        is_prefixed = self._is_prefixed(at, before, after)
        if before.isalpha() and after.isalpha() and tag.partition("-")[0] == "he" and not is_prefixed:
            return "״"  # gershayim, inside an abbreviation
        if is_prefixed or self._opens(at, before, after):
            return self._open(at, '"', _marks(tag, len(self.open) % 2))
        if any(typed == '"' for typed, _ in self.open):
            return self._close('"')
        return _DOUBLE_PRIME if before.isdigit() else _marks(tag, 0)[1]

    def _is_prefixed(self, at: int, before: str, after: str) -> bool:
        """Whether a quotation opens right behind an elided word or a prefix: “l'"école"”, Arabic “و"…"”, Hebrew “ב"…"”.

        It is closed later, by a sign that no letter follows; and what it holds is more than the last letter of a word.
        """
        is_elided = before in "'’ʼ" and at > 1 and self.whole[at - 2].isalpha()
        if not (after.isalnum() and (is_elided or before.isalpha())) or any(typed == '"' for typed, _ in self.open):
            return False
        closing = self.whole.find('"', at + 1)
        if closing < 0 or not (is_elided or self.whole[at + 2 : at + 3].isalnum()):
            return False
        return not self.whole[closing + 1 : closing + 2].isalpha()

    def _single(self, at: int, before: str, after: str, tag: str) -> str:
        opened = any(typed == "'" for typed, _ in self.open)
        if before.isalnum() and after.isalnum():
            return _PRIME if before.isdigit() and after.isdigit() else _APOSTROPHE
        if self._opens(at, before, after):
            # “'90s”, “'tis”, and whatever no later sign could close, begin with an apostrophe.
            if after.isdigit() or opened or not self._closed_later(at) or _ELIDED.match(self.whole, at):
                return _APOSTROPHE
            return self._open(at, "'", _marks(tag, self._single_level(tag)))
        if opened and not after.isalnum():
            return self._close("'")
        if before.isdigit() and not after.isalnum():
            return _PRIME
        return _APOSTROPHE

    def _opens(self, at: int, before: str, after: str) -> bool:
        """Whether a sign stands where a quotation begins: after a space or an opening sign, before a word."""
        if before in "\"'":
            return self.opened == at - 1 and not after.isspace()
        if after in ".,;:!?)]}" and not self.whole.startswith("...", at + 1):
            return False
        return (before.isspace() or before in _OPENING) and not after.isspace()

    def _single_level(self, tag: str) -> int:
        if self.open:
            return len(self.open) % 2
        return 0 if _marks(tag, 0)[0].strip() in {"‘", "‚", "‹"} else 1

    def _closed_later(self, at: int) -> bool:
        if self.closer < 0:
            self.closer = max((found.start() for found in _CLOSER.finditer(self.whole)), default=0)
        return self.closer > at

    def _open(self, at: int, typed: str, marks: tuple[str, str]) -> str:
        self.opened = at
        self.open.append((typed, marks[1]))
        return marks[0]

    def _close(self, typed: str) -> str:
        while self.open:
            sign, mark = self.open.pop()
            if sign == typed:
                return mark
        return typed


def _marks(tag: str, level: int) -> tuple[str, str]:
    known: Language | None = language(tag) or language("en")
    quotes = known.quotes if known else ("“", "”", "‘", "’")
    return list(pairwise(quotes))[0 if level == 0 else 2]


def _dash(sign: str, before: str, after: str, tag: str) -> str:
    if before == "-" or after == "-" or (before.isspace() and not after.isspace()):
        return sign  # a rule of hyphens, or the name of a program's option
    if tag.partition("-")[0] in _EM_DASH and before.isspace():
        return "\u00a0—"
    return "—" if sign == "---" else "–"
