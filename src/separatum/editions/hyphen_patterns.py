"""The hyphenation patterns of a language, each read when a word first asks for it.

Pyphen reads all patterns of a language before it parts the first word: those of German take it half a second, those of
English a twentieth. A word asks for some of them, so here a pattern is read at its first use.
"""

from functools import reduce
from pathlib import Path

import pyphen


def dictionary(language: str, left: int, right: int) -> pyphen.Pyphen:
    """What parts the words of a language.

    Args:
        language: one of `pyphen.LANGUAGES`.
        left: how many letters stand before a hyphen at least.
        right: how many stand behind it at least.
    """
    path = pyphen.LANGUAGES[language]
    if path not in pyphen.hdcache:
        pyphen.hdcache[path] = Dictionary(path)
    return pyphen.Pyphen(filename=path, left=left, right=right)


class Dictionary(pyphen.HyphDict):  # type: ignore[misc]
    """The patterns of a language, which part a word where Pyphen's own dictionary parts it.

    Args:
        path: a file “hyph_….dic”, as Hunspell's hyphenation library describes it.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            named = file.readline().decode()
        text = path.read_text("cp1251" if named.lower() == "microsoft-cp1251" else named).partition("\n")[2]
        if "^^" in text:  # a sign by its number
            text = pyphen.parse_hex(lambda match: chr(int(match[1], 16)), text)
        lines = [line.strip() for line in text.split("\n")]
        lines = [line for line in lines if line and not line.startswith(pyphen.ignored)]
        letters = _without_figures("\n".join(_cut(line)[0] for line in lines)).split("\n")
        # Letters that come again without a number keep their first pattern.
        self.patterns = _Patterns((key, line) for key, line in zip(letters, lines, strict=True) if key != line)
        self.maxlen = max(map(len, self.patterns))
        self.cache: dict[str, list[int]] = {}


class _Patterns(dict[str, object]):
    """Letters with their pattern: as its line until it is first looked up, then as Pyphen keeps it."""

    def get(self, letters: str, default: object = None) -> object:
        found = super().get(letters, default)
        if isinstance(found, str):
            found = self[letters] = _pattern(found)
        return found


def _pattern(line: str) -> tuple[int, list[int]] | None:
    """Before which letter its numbers begin, and the numbers; nothing if there are none."""
    letters, other_spelling = _cut(line)
    number = pyphen.AlternativeParser(letters, other_spelling) if other_spelling else int
    values = [number(figure or "0") for figure, _ in pyphen.parse(letters)]
    places = [place for place, value in enumerate(values) if value]
    return (places[0], values[places[0] : places[-1] + 1]) if places else None


def _without_figures(text: str) -> str:
    return reduce(lambda left, figure: left.replace(figure, ""), "0123456789", text)


def _cut(line: str) -> tuple[str, str]:
    """The pattern, and how a word is spelt otherwise where it is parted."""
    letters, _, other_spelling = line.partition("/") if "=" in line else (line, "", "")
    return letters, other_spelling
