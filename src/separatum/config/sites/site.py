"""What is known of a site: data, whatever program the site is made with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site that an article belongs to."""

    folder: Path
    """Absolute: the folder that holds the configuration."""
    file: str
    """The configuration’s name: “hugo.toml”."""
    language: str | None = None
    """The default language, as the configuration has it."""
    languages: tuple[str, ...] = ()
    """All its languages, as the configuration has them."""
    language_folders: tuple[tuple[str, str], ...] = ()
    """Folders from the site’s, and the languages of all that is in them."""
    roots: tuple[Path, ...] = ()
    """Absolute: the folders of which everything is published, so that images may be taken from there."""
    address: str | None = None
    """The site’s address on the web: “https://example.org”."""
    variables: tuple[tuple[str, str], ...] = ()
    """Plain values of the configuration that templates of the articles may name."""
    vaults: tuple[Path, ...] = ()
    """Absolute: folders of notes, in which an image is found by its file’s name alone."""
    bylines: tuple[tuple[str, str], ...] = ()
    """Folders from the site’s (“” for all), and the author of what is in them if nobody else is named."""
