"""The settings of a project, written once: reading, messages, JSON Schema, docs and template come from here."""

from dataclasses import dataclass
from enum import StrEnum

from separatum.model.settings import PROJECT_FILE as FILE

__all__ = ["FILE", "SETTINGS", "SEVERITIES", "Kind", "Setting", "find", "nearest"]


class Kind(StrEnum):
    """What form a value has; the text completes “… is not ”."""

    TEXT = "a text"
    LANGUAGE = "a language tag"
    SWITCH = "true or false"
    CHOICE = "one of the choices"
    NAMES = "a name or a list of names"
    FOLDERS = "a list of folders inside this one"
    FOLDER = "a folder inside this one"
    FORMATS = "a list of formats"
    PUBLISHER = "a name, or a table with name, url and contact"
    LICENCE = "a name, or a table with name and url"
    TEXTS_BY_NAME = "a table of texts"
    SEVERITIES = "a table of severities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One key of separatum.toml."""

    name: str
    kind: Kind
    sentence: str
    """What the key does, for the docs and for editors."""
    example: str
    """As TOML."""
    choices: tuple[str, ...] = ()


SEVERITIES = ("error", "warning", "review", "info", "off")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="language",
        kind=Kind.LANGUAGE,
        example='"en-GB"',
        sentence="The language of the articles, as a BCP 47 tag.",
    ),
    Setting(
        name="publisher",
        kind=Kind.PUBLISHER,
        example='{ name = "River News", url = "https://example.org" }',
        sentence="The outlet: its name, or a table with `name`, `url` and `contact`.",
    ),
    Setting(
        name="byline",
        kind=Kind.NAMES,
        example='"The editors"',
        sentence="Who wrote the articles that name no author.",
    ),
    Setting(
        name="licence",
        kind=Kind.LICENCE,
        example='"CC BY 4.0"',
        sentence="How others may use the articles: a Creative Commons name, or a table with `name` and `url`.",
    ),
    Setting(name="rights", kind=Kind.TEXT, example='"© River News"', sentence="A line of copyright."),
    Setting(
        name="roots",
        kind=Kind.FOLDERS,
        example='["static"]',
        sentence="Folders under which images such as `/images/map.png` or `../map.png` are looked for. They must be"
        " inside the folder of separatum.toml, and anything in them may be published.",
    ),
    Setting(
        name="remote_images",
        kind=Kind.CHOICE,
        choices=("refuse", "link"),
        example='"link"',
        sentence="What becomes of an article with an image on the web, which is never fetched: it is refused, or the"
        " image’s alternative text and address are put in its place. Where nothing is said, an article with front"
        " matter is refused.",
    ),
    Setting(
        name="missing_images",
        kind=Kind.CHOICE,
        choices=("refuse", "link"),
        example='"refuse"',
        sentence="What becomes of an article with an image that does not exist or cannot be read: it is refused, or the"
        " alternative text is put in its place.",
    ),
    Setting(name="drafts", kind=Kind.SWITCH, example="true", sentence="Whether drafts are exported."),
    Setting(
        name="plain_files",
        kind=Kind.SWITCH,
        example="true",
        sentence="Whether Markdown files without front matter are exported, too, when a folder is.",
    ),
    Setting(
        name="date_order",
        kind=Kind.CHOICE,
        choices=("day-month", "month-day"),
        example='"day-month"',
        sentence="How dates such as 03/04/2022 are read; without it, they are refused.",
    ),
    Setting(
        name="name",
        kind=Kind.TEXT,
        example='"{date}-{slug}"',
        sentence="What the editions are called: `{name}` (of the file), `{slug}`, `{date}`, `{language}`, `{folder}`.",
    ),
    Setting(
        name="formats", kind=Kind.FORMATS, example='["epub", "pdf"]', sentence="The editions to make, as with `--to`."
    ),
    Setting(name="out", kind=Kind.FOLDER, example='"dist"', sentence="The output folder, as with `--out`."),
    Setting(
        name="style", kind=Kind.FOLDER, example='"our-style"', sentence="The folder of a style, as with `--style`."
    ),
    Setting(name="paper", kind=Kind.TEXT, example='"a5"', sentence="A paper of the style, as with `--paper`."),
    Setting(
        name="strict",
        kind=Kind.SWITCH,
        example="true",
        sentence="Whether an article is refused that a person must still look at, as with `--strict`.",
    ),
    Setting(
        name="keys",
        kind=Kind.TEXTS_BY_NAME,
        example='{ datum = "published" }',
        sentence="The site’s own keys of the front matter, and the keys that they mean.",
    ),
    Setting(
        name="authors",
        kind=Kind.TEXTS_BY_NAME,
        example='{ a-writer = "A. Writer" }',
        sentence="Authors whom articles name by a key, and their names as they are printed.",
    ),
    Setting(
        name="severity",
        kind=Kind.SEVERITIES,
        example='{ SOURCE-NO-DATE = "info" }',
        choices=SEVERITIES,
        sentence="How much a finding matters, by its code. What would harm a reader always stops an article.",
    ),
)


def find(name: str) -> Setting | None:
    """The setting of that name; hyphens and underlines make no difference."""
    return next((one for one in SETTINGS if one.name == name.replace("-", "_")), None)


def nearest(name: str, known: tuple[str, ...] | None = None) -> str | None:
    """The known name that a misspelt one comes nearest to."""
    import difflib

    names = known if known is not None else tuple(one.name for one in SETTINGS)
    close = difflib.get_close_matches(name.replace("-", "_") if known is None else name, names, n=1, cutoff=0.6)
    return close[0] if close else None
