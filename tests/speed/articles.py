"""Any number of articles, each different and always the same: for runs of hundreds and thousands."""

import random
from pathlib import Path

_NOUNS = """river bridge quay council morning letter record paper village harbour winter rope market signal lantern
keeper answer window station meeting question number evening road stone boat garden office silence"""
_WORDS = _NOUNS.split()
_DONE = "closed opened reached carried counted crossed repaired painted measured described recorded answered"
_VERBS = _DONE.split()
_ENDS = ("on Monday", "before noon", "in the same week", "without a word", "as the log says", "after the flood")


def write_articles(folder: Path, count: int, words: int) -> list[Path]:
    """Write articles with so many words each, about.

    Args:
        folder: where they go; made if it is not there.
        count: how many.
        words: how long each is, give or take a sentence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder / f"story-{number:05}.md", number, words) for number in range(1, count + 1)]


def _written(file: Path, number: int, words: int) -> Path:
    chance = random.Random(number)
    paragraphs: list[str] = []
    left = words
    while left > 0:
        some = [_sentence(chance) for _ in range(chance.randint(3, 6))]
        left -= sum(sentence.count(" ") + 1 for sentence in some)
        paragraphs.append(" ".join(some))
    if len(paragraphs) > 3:
        paragraphs.insert(2, f"## The {chance.choice(_WORDS)} and the {chance.choice(_WORDS)}")
    paragraphs[0] += f"[^1] It was entry {number} of that year."
    day = f"{2000 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}"
    front = f"---\ntitle: The {chance.choice(_WORDS)}, entry {number}\nlanguage: en-GB\npublished: {day}\n---\n\n"
    notes = f"\n\n[^1]: Log of the {chance.choice(_WORDS)}, page {number}.\n"
    file.write_text(front + "\n\n".join(paragraphs) + notes, encoding="utf-8")
    return file


def _sentence(chance: random.Random) -> str:
    one, other, third = chance.sample(_WORDS, 3)
    return f"The {one} {chance.choice(_VERBS)} the {other} by the {third} {chance.choice(_ENDS)}."
