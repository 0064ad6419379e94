"""Read an article: gather all faults of its front matter, text and images, then speak once."""

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

from separatum.model.article import Amendment, AmendmentKind, Article, Contributor, Metadata
from separatum.model.errors import ArticleError
from separatum.model.findings import Finding, Severity
from separatum.model.languages import Language, known_languages, language
from separatum.source import file, rules
from separatum.source.body.build import Body, make_body
from separatum.source.body.punctuation import typeset, typeset_name
from separatum.source.file import Manuscript
from separatum.source.front_matter import parse, translations
from separatum.source.front_matter import read as front_matter_read
from separatum.source.front_matter.read import FrontMatter
from separatum.source.front_matter.values import contributor
from separatum.source.images.load import Album

# The name space of identifiers that are made from content, where an article has no address. Never to be changed.
_CONTENT = uuid.UUID("6f3f6a52-52a5-5b6e-9d7c-0d4f6f0f7a11")
_NEEDED = {
    "title": (rules.NO_TITLE, "the article has no title", "write “title: …”, or open the text with one “# Heading”"),
    "language": (
        rules.NO_LANGUAGE,
        "the article does not say its language",
        "write “language: en-GB”, with the text's own tag",
    ),
    "published": (rules.NO_DATE, "the article has no date of publication", "write “published: YYYY-MM-DD”"),
}


def read(path: Path) -> tuple[Article, tuple[Finding, ...]]:
    """Turn a Markdown file into an article.

    Args:
        path: the file; images are read from its folder only.

    Returns:
        The article, and the findings that do not stop it from being published, in the order of the file.

    Raises:
        ArticleError: the article is at fault; its findings name every fault at once.
        FileError: the file cannot be read.
    """
    source, findings = file.load(path)
    if source is None:
        raise _refused(path, findings)
    table, broken = parse.parse(source)
    front, wrong = front_matter_read.read(source, table)
    spoken, unspoken = _language(source, front)
    body, faults = make_body(source, front, spoken, Album(path.parent))
    findings = (*findings, *broken, *wrong, *unspoken, *faults)
    unreadable = source.front_matter is None or bool(broken and not table.entries)
    missing = () if unreadable else _missing(source, front, body)
    findings = _in_order((*findings, *missing, *_order_of_dates(source, front)))
    title = front.title or (body.headline if body else None)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    if errors or body is None or title is None or front.published is None:
        raise _refused(path, findings)
    metadata = replace(
        _metadata(front, spoken, title, front.published, body), translations=translations.translations(path)
    )
    article = Article(
        name=path.stem,
        metadata=metadata,
        body=body.xhtml,
        outline=body.outline,
        images=body.images,
        lead=body.lead,
    )
    return article, findings


def _refused(path: Path, findings: tuple[Finding, ...]) -> ArticleError:
    count = sum(1 for finding in findings if finding.severity is Severity.ERROR)
    return ArticleError(f"{path}: {count} {'fault' if count == 1 else 'faults'} in the article", findings)


def _in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (finding.where and finding.where.line) or 0))


def _language(source: Manuscript, front: FrontMatter) -> tuple[Language, tuple[Finding, ...]]:
    """The language of the text; English, so that the rest can be read, where it is missing or unknown."""
    import difflib

    english = language("en")
    if english is None:
        raise RuntimeError("the language “en” is missing from the languages")
    if front.language is None:
        return english, ()
    known = language(front.language)
    if known is not None:
        return known, ()
    close = difflib.get_close_matches(front.language, known_languages(), n=1)
    hint = f"did you mean “{close[0]}”?" if close else f"known are {', '.join(known_languages())}"
    message = f"the language “{front.language}” has no words and signs of its own yet"
    where = source.at(front.lines["language"])
    return english, (rules.LANGUAGE_UNKNOWN.found(message, where=where, hint=hint),)


def _missing(source: Manuscript, front: FrontMatter, body: Body | None) -> tuple[Finding, ...]:
    # Without a text, nobody can say whether it would have opened with a headline.
    given = set(front.given) | ({"title"} if body is None or body.headline else set())
    where = source.at(max(1, source.front_line - 1))
    return tuple(
        rule.found(message, where=where, hint=hint)
        for key, (rule, message, hint) in _NEEDED.items()
        if key not in given
    )


def _order_of_dates(source: Manuscript, front: FrontMatter) -> tuple[Finding, ...]:
    if front.published is None:
        return ()
    later = [(amended.date, amended.line, f"the {amended.kind}") for amended in front.amendments]
    if front.modified is not None:
        later.append((front.modified, front.lines["modified"], "“modified”"))
    return tuple(
        rules.DATE_ORDER.found(
            f"{what} is dated {day}, before the publication on {front.published}",
            where=source.at(line),
            hint="see which of the two dates is right",
        )
        for day, line, what in later
        if day < front.published
    )


def _metadata(front: FrontMatter, spoken: Language, title: str, published: date, body: Body) -> Metadata:
    def text(value: str | None) -> str | None:
        return typeset(value, spoken.tag) if value is not None else None

    amendments = tuple(
        Amendment(kind=AmendmentKind(one.kind), date=one.date, text=typeset(one.text, spoken.tag))
        for one in front.amendments
    )
    headline = typeset(title, spoken.tag)
    dates = [published, *([front.modified] if front.modified else ()), *(one.date for one in amendments)]
    return Metadata(
        title=headline,
        short_title=text(front.short_title) or headline,
        language=spoken.tag,
        identifier=_identifier(front.source_url, title, published, body.xhtml),
        published=published,
        modified=max(dates),
        standfirst=text(front.standfirst),
        kicker=text(front.kicker),
        place=text(front.place),
        contributors=_contributors(front, spoken),
        amendments=amendments,
        publisher=front.publisher,
        source_url=front.source_url,
        rights=text(front.rights),
        licence=front.licence,
        subjects=front.subjects,
    )


def _contributors(front: FrontMatter, spoken: Language) -> tuple[Contributor, ...]:
    return tuple(
        contributor(typeset_name(one.name, spoken.tag), one.role, spoken.tag, one.file_as) for one in front.names
    )


def _identifier(source_url: str | None, title: str, published: date, body: str) -> str:
    """A UUIDv5 (RFC 9562, 5.5) of the address; of the content where there is none."""
    if source_url is not None:
        return uuid.uuid5(uuid.NAMESPACE_URL, source_url).urn
    return uuid.uuid5(_CONTENT, "\n".join((title, published.isoformat(), body))).urn
