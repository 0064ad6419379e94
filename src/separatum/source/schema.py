"""The keys of the front matter, written once: parsing, messages, hints, JSON Schema and docs come from here."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What form a value has; the text completes “… is not ”."""

    TEXT = "a text"
    DATE = "a date"
    LANGUAGE = "a language tag"
    URL = "a web address"
    PATH = "the name of an image file"
    ROLE = "a role"
    NAMES = "a name or a list of names"
    TEXTS = "a list of words"
    PUBLISHER = "a publisher"
    LICENCE = "a licence"
    AMENDMENTS = "a list of dated texts"
    IMAGE = "an image"


ROLES = ("author", "editor", "illustrator", "photographer", "translator")

WANTED: dict[Kind, str] = {
    Kind.TEXT: "write one line of plain text",
    Kind.DATE: "write it as YYYY-MM-DD, for example 2017-04-05",
    Kind.LANGUAGE: "write it as a BCP 47 tag, for example en-GB",
    Kind.URL: "write it in full, for example https://example.org/article",
    Kind.PATH: "write its path from the article's folder, for example map.png",
    Kind.ROLE: f"write one of {', '.join(ROLES)}",
    Kind.NAMES: "write one name, a list of names, or tables with name, role and file_as",
    Kind.TEXTS: "write a list of words, for example [Caucasus, human rights]",
    Kind.PUBLISHER: "write its name, or a table with name, url and contact",
    Kind.LICENCE: "write its name, for example CC BY 4.0, or a table with name and url",
    Kind.AMENDMENTS: "write a list of tables with date and text",
    Kind.IMAGE: "write its file name, or a table with src, alt, caption, credit and licence",
}
"""What to do about a value that is not of its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the front matter."""

    name: str
    kind: Kind
    sentence: str
    """What the key says, for the docs and for editors."""
    example: str
    aliases: tuple[str, ...] = ()
    """Other names that blogs use for it."""
    required: bool = False


KEYS: tuple[Key, ...] = (
    Key(
        name="title",
        kind=Kind.TEXT,
        aliases=("headline",),
        example="Activists offer help",
        sentence="The headline. Without it, the text’s first heading is used, or else the name of the file.",
    ),
    Key(
        name="short_title",
        kind=Kind.TEXT,
        aliases=("link_title",),
        example="Help from Daghestan",
        sentence="A shorter headline for running heads.",
    ),
    Key(
        name="language",
        kind=Kind.LANGUAGE,
        aliases=("lang", "locale"),
        example="en-GB",
        sentence="The language of the text, as a BCP 47 tag. Without it, the project’s, the site’s or a guess.",
    ),
    Key(
        name="published",
        kind=Kind.DATE,
        aliases=(
            "date",
            "publish_date",
            "pub_date",
            "date_published",
            "published_at",
            "published_date",
            "publication_date",
            "created",
            "created_at",
        ),
        example="2017-04-05",
        sentence="The day of first publication, in digits or words. Without it, the day in the file’s name.",
    ),
    Key(
        name="modified",
        kind=Kind.DATE,
        aliases=(
            "lastmod",
            "updated",
            "updated_at",
            "updated_date",
            "last_updated",
            "last_modified",
            "last_modified_at",
            "date_modified",
            "date_updated",
        ),
        example="2017-04-07",
        sentence="The day of the last change. Without it, the latest of the other dates is used.",
    ),
    Key(
        name="standfirst",
        kind=Kind.TEXT,
        aliases=("description", "summary", "excerpt", "lead", "deck", "dek", "subtitle"),
        example="Ten people have got out, and some are now abroad.",
        sentence="The summary under the headline.",
    ),
    Key(
        name="kicker",
        kind=Kind.TEXT,
        aliases=("section", "category"),
        example="Human rights",
        sentence="The word or two above the headline.",
    ),
    Key(
        name="place",
        kind=Kind.TEXT,
        aliases=("dateline", "location"),
        example="Makhachkala",
        sentence="Where the report was written.",
    ),
    Key(
        name="byline",
        kind=Kind.NAMES,
        aliases=("author", "authors", "by", "writer"),
        example="Elena Milashina",
        sentence="Who wrote it: one printed name, a list of names, or tables with `name`, `role` and `file_as`.",
    ),
    Key(
        name="photographer",
        kind=Kind.NAMES,
        aliases=("photographers", "photos"),
        example="A. Name",
        sentence="Who took the photographs.",
    ),
    Key(
        name="illustrator",
        kind=Kind.NAMES,
        aliases=("illustrators",),
        example="A. Name",
        sentence="Who drew the pictures.",
    ),
    Key(
        name="translator",
        kind=Kind.NAMES,
        aliases=("translators",),
        example="A. Name",
        sentence="Who translated the text.",
    ),
    Key(name="editor", kind=Kind.NAMES, aliases=("editors",), example="A. Name", sentence="Who edited the text."),
    Key(
        name="publisher",
        kind=Kind.PUBLISHER,
        aliases=("outlet",),
        example="{name: OC Media, url: https://oc-media.org, contact: editor@example.org}",
        sentence="The outlet: its name, or a table with `name`, `url` and `contact`.",
    ),
    Key(
        name="source_url",
        kind=Kind.URL,
        aliases=("canonical_url", "canonical", "url", "link"),
        example="https://example.org/2017/article",
        sentence="The address of the article on the web. The edition's identifier is made from it.",
    ),
    Key(
        name="rights",
        kind=Kind.TEXT,
        aliases=("copyright",),
        example="© 2017 OC Media",
        sentence="A line of copyright, printed as it is.",
    ),
    Key(
        name="licence",
        kind=Kind.LICENCE,
        aliases=("license",),
        example="CC BY 4.0",
        sentence="How others may use it: a Creative Commons name, or a table with `name` and `url`.",
    ),
    Key(
        name="subjects",
        kind=Kind.TEXTS,
        aliases=("tags", "keywords", "topics", "categories"),
        example="[Caucasus, human rights]",
        sentence="What it is about, for catalogues: a list, or words with commas between.",
    ),
    Key(
        name="corrections",
        kind=Kind.AMENDMENTS,
        aliases=("correction",),
        example="[{date: 2017-04-06, text: The number of cities was four.}]",
        sentence="What was wrong and has been corrected: tables with `date` and `text`.",
    ),
    Key(
        name="updates",
        kind=Kind.AMENDMENTS,
        aliases=("update",),
        example="[{date: 2017-04-07, text: A reply was added.}]",
        sentence="What was added later: tables with `date` and `text`.",
    ),
    Key(
        name="image",
        kind=Kind.IMAGE,
        aliases=(
            "cover",
            "cover_image",
            "featured_image",
            "feature_image",
            "lead_image",
            "hero_image",
            "hero",
            "thumbnail",
        ),
        example="{src: map.png, alt: A map of the region, credit: Separatum}",
        sentence="The lead image and cover: a file name, or a table with `src`, `alt`, `caption`, `credit`, `licence`.",
    ),
    Key(
        name="image_alt",
        kind=Kind.TEXT,
        aliases=("cover_alt", "cover_image_alt", "featured_image_alt", "feature_image_alt", "hero_image_alt"),
        example="A map of the region",
        sentence="What the lead image shows, where `image` is a file name.",
    ),
    Key(
        name="image_caption",
        kind=Kind.TEXT,
        aliases=("cover_caption", "feature_image_caption", "image_figcaption"),
        example="The region in 2017",
        sentence="The lead image's caption, where `image` is a file name.",
    ),
    Key(
        name="image_credit",
        kind=Kind.TEXT,
        aliases=("cover_credit",),
        example="Russian LGBT Network",
        sentence="Whose image it is, where `image` is a file name.",
    ),
    Key(
        name="image_licence",
        kind=Kind.TEXT,
        aliases=("image_license",),
        example="CC BY 4.0",
        sentence="The lead image's licence, where `image` is a file name.",
    ),
)

PARTS: dict[Kind, tuple[Key, ...]] = {
    Kind.NAMES: (
        Key(name="name", kind=Kind.TEXT, required=True, example="Elena Milashina", sentence="The name as printed."),
        Key(name="role", kind=Kind.ROLE, example="translator", sentence="What the person did."),
        Key(name="file_as", kind=Kind.TEXT, example="Milashina, Elena", sentence="The name as catalogues sort it."),
    ),
    Kind.PUBLISHER: (
        Key(name="name", kind=Kind.TEXT, required=True, example="OC Media", sentence="The outlet's name."),
        Key(name="url", kind=Kind.URL, example="https://oc-media.org", sentence="The outlet's web address."),
        Key(
            name="contact",
            kind=Kind.TEXT,
            aliases=("email",),
            example="editor@example.org",
            sentence="How a reader reaches the outlet.",
        ),
    ),
    Kind.LICENCE: (
        Key(name="name", kind=Kind.TEXT, required=True, example="CC BY 4.0", sentence="The licence's name."),
        Key(
            name="url",
            kind=Kind.URL,
            example="https://creativecommons.org/licenses/by/4.0/",
            sentence="The licence's address.",
        ),
    ),
    Kind.AMENDMENTS: (
        Key(name="date", kind=Kind.DATE, required=True, example="2017-04-06", sentence="The day of the change."),
        Key(name="text", kind=Kind.TEXT, required=True, example="A reply was added.", sentence="What was changed."),
    ),
    Kind.IMAGE: (
        Key(
            name="src",
            kind=Kind.PATH,
            required=True,
            aliases=("path", "file", "url", "image"),
            example="map.png",
            sentence="The file, from the article's folder.",
        ),
        Key(name="alt", kind=Kind.TEXT, example="A map of the region", sentence="What the image shows."),
        Key(name="caption", kind=Kind.TEXT, example="The region in 2017", sentence="The caption."),
        Key(name="credit", kind=Kind.TEXT, example="Russian LGBT Network", sentence="Whose image it is."),
        Key(name="licence", kind=Kind.TEXT, aliases=("license",), example="CC BY 4.0", sentence="Its licence."),
    ),
}
"""The keys inside a value that is a table."""

UNUSED = frozenset(
    word
    for words in (
        "layout draft slug permalink weight type comments toc menu menus aliases math template theme hidden featured",
        "pinned sticky id guid identifier series sitemap robots redirect_from redirect_to expiry_date order nav_order",
        "parent class icon css related path index year month search hide status excerpt_separator",
        "sidebar_label sidebar_position pagination_label hide_title hide_table_of_contents custom_edit_url",
        "translation_key is_cjk_language build cascade outputs resources",
    )
    for word in words.replace("_", "").split()
)
"""Keys of blog programs that have no meaning here."""


def find(name: str, keys: tuple[Key, ...]) -> Key | None:
    """The key of that name, or of that other name; hyphens, underlines and capitals make no difference."""
    wanted = plain(name)
    return next((key for key in keys if wanted in map(plain, (key.name, *key.aliases))), None)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A key's name as it is compared: “coverImage”, “cover-image” and “cover_image” are the same."""
    return name.lower().replace("-", "").replace("_", "")


def nearest(name: str, keys: tuple[Key, ...]) -> str | None:
    """The name of the key that a misspelt one comes nearest to."""
    import difflib

    known = {plain(spelling): key.name for key in keys for spelling in (key.name, *key.aliases)}
    close = difflib.get_close_matches(plain(name), known, n=1, cutoff=0.7)
    return known[close[0]] if close else None
