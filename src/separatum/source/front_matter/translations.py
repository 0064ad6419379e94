"""The same article in other languages, as far as their front matter says."""

from collections.abc import Iterator
from pathlib import Path

from separatum.model.article import Translation
from separatum.model.errors import FileError
from separatum.model.languages import language
from separatum.source import file as source_file
from separatum.source.front_matter import parse, read
from separatum.source.language_versions import language_editions
from separatum.source.names import edition_name


def translations(path: Path) -> tuple[Translation, ...]:
    """The other editions of the article of a path, sorted by language.

    One whose front matter cannot be read is left out; its own export reports why.
    """
    found = (other for file in language_editions(path) if file.stem != path.stem for other in _translation(file))
    return tuple(sorted(found, key=lambda other: other.language))


def _translation(file: Path) -> Iterator[Translation]:
    try:
        source, _ = source_file.load(file)
    except FileError:
        return
    if source is None:
        return
    front, _ = read.read(source, parse.parse(source)[0])
    known = language(front.language) if front.language else None
    if known is None:
        return
    import uuid

    url = front.source_url
    yield Translation(
        language=known.tag,
        language_name=known.name,
        name=edition_name(file),
        source_url=url,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, url).urn if url else None,
    )
