"""Articles of our own to measure with: as many as wanted, each another, and the same in every run."""

import random
from pathlib import Path

from PIL import Image

_NOUNS = """harbour council river teacher market bridge library winter letter neighbour road court village newspaper
    garden witness window school archive station doctor border mountain meeting driver summer kitchen printer map"""
_VERBS = "described reached crossed remembered closed opened followed questioned left repaired reported kept"
_KINDS = "old quiet narrow northern public empty early former local broken distant new small careful long"
_LINKS = ("after", "before", "because of", "beside", "without", "near", "in spite of", "behind")

LENGTH = 640
"""Words of an article, about."""
PHOTOGRAPH = (1600, 1000)
"""Pixels."""


def write_article(folder: Path, number: int, words: int = LENGTH, *, photographs: int = 0) -> Path:
    """Write an article with its picture, and return its path.

    Args:
        folder: where it goes; it is made.
        number: which one; articles of other numbers say other things.
        words: how long its text is, about.
        photographs: how many different ones it shows, instead of a drawing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"article-{number:05}"
    text = _text(random.Random(number), name, words)
    if photographs:
        text = _with_photographs(text, folder, name, photographs)
    else:
        _draw(folder / f"{name}.png", number)
    place = folder / f"{name}.md"
    place.write_text(text, encoding="utf-8")
    return place


def _with_photographs(text: str, folder: Path, name: str, count: int) -> str:
    """The text with photographs for its drawing, those behind the first spread over its paragraphs."""
    names = [f"{name}-{one}.jpg" for one in range(count)]
    for one in names:
        photograph(folder / one)
    parts = text.replace(f"{name}.png", names[0]).split("\n\n")
    told = [place for place, part in enumerate(parts) if part[:1].isalpha()]
    for place, one in reversed(list(zip(told[1 :: max(1, len(told) // count)], names[1:], strict=False))):
        parts.insert(place + 1, f'![Light and shade]({one} "Light and shade"){{credit="Separatum"}}')
    return "\n\n".join(parts)


def photograph(place: Path) -> None:
    """Write a JPEG of 1600 × 1000 pixels that packs about as a photograph does; another by another name."""
    chance = random.Random(place.name)
    picture = Image.new("RGB", PHOTOGRAPH, (128, 128, 128))
    for across, share in ((4, 0.5), (32, 0.4), (200, 0.3), (1600, 0.08)):
        size = (across, max(2, across * PHOTOGRAPH[1] // PHOTOGRAPH[0]))
        grain = Image.frombytes("RGB", size, chance.randbytes(3 * size[0] * size[1]))
        picture = Image.blend(picture, grain.resize(PHOTOGRAPH, Image.Resampling.BICUBIC), share)
    picture.save(place, quality=90)


def _text(chance: random.Random, name: str, words: int) -> str:
    parts = [_front_matter(chance, name), _paragraph(chance, 45) + "[^1]"]
    notes, section = ["[^1]: " + _sentence(chance)], 0
    while sum(len(part.split()) for part in parts) < words:
        section += 1
        parts += [f"## {_heading(chance)}", _paragraph(chance, 70)]
        if section % 3 == 1:
            parts.append("\n".join(f"- {_sentence(chance)}" for _ in range(3)))
        if section % 3 == 2:
            parts.append(f"> {_paragraph(chance, 25)}")
        if section == 2:
            parts += [f'![{_sentence(chance)}]({name}.png "{_sentence(chance)}"){{credit="Separatum"}}', _table(chance)]
        notes.append(f"[^{section + 1}]: {_sentence(chance)} *{_heading(chance)}*, 2017.")
        parts.append(f"{_paragraph(chance, 60)}[^{section + 1}]")
    return "\n\n".join([*parts, *notes]) + "\n"


def _front_matter(chance: random.Random, name: str) -> str:
    day = f"{chance.randint(2001, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    lines = (f"title: {_heading(chance)}", f"standfirst: {_sentence(chance)}", "byline: Separatum", "language: en-GB")
    image = (f"image: {name}.png", "image_alt: Bands of two colours, one above the other")
    return "\n".join(("---", *lines, f"published: {day}", *image, "---"))


def _heading(chance: random.Random) -> str:
    return f"The {_word(chance, _KINDS)} {_word(chance, _NOUNS)} and the {_word(chance, _NOUNS)}"


def _sentence(chance: random.Random) -> str:
    one, two, three = chance.sample(_NOUNS.split(), 3)
    kinds = chance.sample(_KINDS.split(), 2)
    end = f"{chance.choice(_LINKS)} the {kinds[1]} {three}"
    return f"The {kinds[0]} {one} {_word(chance, _VERBS)} the {two} {end}."


def _word(chance: random.Random, words: str) -> str:
    return chance.choice(words.split())


def _paragraph(chance: random.Random, words: int) -> str:
    sentences = [_sentence(chance) for _ in range(max(1, words // 11))]
    sentences[-1] = f"**So** {sentences[-1][0].lower()}{sentences[-1][1:]}"
    return " ".join(sentences)


def _table(chance: random.Random) -> str:
    rows = [f"| {_word(chance, _NOUNS)} {row} | {chance.randint(10, 99)} |" for row in range(1, 4)]
    return "\n".join(("| Place | Number |", "|---|---|", *rows))


def _draw(place: Path, number: int) -> None:
    picture = Image.new("RGB", (900, 600), (40 + number % 150, 90, 120))
    for band in range(0, 600, 40):
        picture.paste((200, 60 + number % 190, band // 4), (0, band, 900, band + 20))
    picture.save(place)
