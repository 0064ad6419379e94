"""What an article's front matter says that its editions' names are made of; nothing is reported."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from separatum.model.errors import FileError
from separatum.model.settings import Settings
from separatum.source import file as source_file
from separatum.source.front_matter import parse, read
from separatum.source.front_matter.dates import date_in_name
from separatum.source.front_matter.parse import Text
from separatum.source.schema import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is needed of it; None if it says nothing."""

    slug: str | None = None
    published: date | None = None
    language: str | None = None


def brief(file: Path, settings: Settings) -> Brief:
    """The front matter of a file, in brief; empty if it cannot be read, which its own export reports."""
    try:
        source, _ = source_file.load(file)
    except FileError:
        return Brief()
    if source is None:
        return Brief()
    table, _ = parse.parse(source)
    front, _ = read.read(source, table, settings)
    slugs = [entry.text for name, entry in table.entries if plain(name) == "slug" and isinstance(entry, Text)]
    slug = slugs[0].strip("/ ").rpartition("/")[2] if slugs and slugs[0] else None
    named = date_in_name("/".join(file.with_suffix("").absolute().parts[-5:]))
    return Brief(slug=slug or None, published=front.published or named, language=front.language)
