"""Read an article: gather all faults of its front matter, text and images, then report them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from separatum.model.article import Amendment, AmendmentKind, Article, Contributor, Metadata, Role
from separatum.model.choices import WithoutImage
from separatum.model.errors import ArticleError
from separatum.model.findings import Finding, Severity
from separatum.model.languages import Language, language
from separatum.model.settings import NOTHING_SAID, Settings
from separatum.source import file, rules
from separatum.source.body.build import Body, make_body
from separatum.source.body.punctuation import typeset, typeset_name
from separatum.source.file import Manuscript
from separatum.source.front_matter import missing, parse, translations
from separatum.source.front_matter import read as front_matter_read
from separatum.source.front_matter.read import FrontMatter, Name
from separatum.source.front_matter.values import contributor
from separatum.source.images.album import Album
from separatum.source.names import edition_name

_CONTENT = "6f3f6a52-52a5-5b6e-9d7c-0d4f6f0f7a11"
"""The name space of identifiers that are made from content, where an article has no address. Never to be changed."""


def read(path: Path, settings: Settings = NOTHING_SAID) -> tuple[Article, tuple[Finding, ...]]:
    """Turn a Markdown file into an article.

    Args:
        path: the file; images are read from its folder, and from the roots that the settings name, only.
        settings: what is said for all articles. The article's own front matter beats it.

    Returns:
        The article, and the findings that do not stop it from being published, in the order of the file.

    Raises:
        ArticleError: the article is at fault; its findings name every fault at once.
        FileError: the file cannot be read.
    """
    reading = _read(path, settings)
    article = Article(
        name=edition_name(path),
        metadata=replace(_metadata(reading), translations=translations.translations(path)),
        body=reading.body.xhtml,
        outline=reading.body.outline,
        images=reading.body.images,
        lead=reading.body.lead,
        lines=reading.body.lines,
    )
    return article, reading.findings


def find(path: Path, settings: Settings = NOTHING_SAID) -> tuple[str, tuple[Finding, ...]]:
    """Find what `read` finds in a Markdown file, without making what only an edition needs, such as its pictures.

    Args:
        path: the file.
        settings: what is said for all articles.

    Returns:
        The language of the article as a tag of BCP 47, and the findings as `read` returns them.

    Raises:
        ArticleError: the article is at fault.
        FileError: the file cannot be read.
    """
    reading = _read(path, settings, is_measured=True)
    return reading.spoken.tag, reading.findings


def _read(path: Path, settings: Settings, *, is_measured: bool = False) -> "_Reading":
    source, findings = file.load(path)
    if source is None:
        raise _refused(path, settings.weighed(findings))
    if source.front_matter is None and settings.remote_images is None:
        # Notes, READMEs and exports of programs: nobody wrote them as articles, or can be asked to decide.
        settings = replace(settings, remote_images=WithoutImage.LINK)
    album = Album(path.parent, settings, path, is_measured=is_measured)
    table, broken = parse.parse(source)
    front, wrong = front_matter_read.read(source, table, settings)
    found = missing.Found(source=source, front=front, settings=settings, path=path)
    tag, of_language = found.language()
    is_unreadable = any(finding.code == rules.FRONT_MATTER_BROKEN.code for finding in broken)
    body, faults = make_body(source, front, _spoken(tag), album)
    title, of_title = found.title(body.headline if body else None)
    published, of_date = found.published()
    if body is not None and found.is_repeated(front.standfirst, body.xhtml, title):
        hint = "it may stay, and is not printed as a standfirst"
        where = source.at(front.lines.get("standfirst"))
        of_title = (
            *of_title,
            rules.STANDFIRST_REPEATED.found("the description repeats the opening of the text", where=where, hint=hint),
        )
        front = replace(front, standfirst=None)
    drafts = () if settings.drafts else found.drafts()
    missed = () if is_unreadable else (*of_language, *of_title, *of_date)  # it may well be said there
    gathered = (*findings, *broken, *wrong, *drafts, *faults, *missed)
    front = replace(front, published=published)
    weighed = _in_order(settings.weighed((*gathered, *_order_of_dates(source, front), *found.taken(tag))))
    if body is None or any(finding.severity is Severity.ERROR for finding in weighed):
        raise _refused(path, weighed)
    return _Reading(front=front, settings=settings, spoken=_spoken(tag), title=title, body=body, findings=weighed)


def _refused(path: Path, findings: Iterable[Finding]) -> ArticleError:
    findings = tuple(findings)
    if not any(finding.severity is Severity.ERROR for finding in findings):  # it cannot be made whatever it weighs
        findings = tuple(replace(finding, severity=Severity.ERROR) for finding in findings)
    count = sum(1 for finding in findings if finding.severity is Severity.ERROR)
    return ArticleError(f"{path}: {count} {'error' if count == 1 else 'errors'} in the article", findings)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (finding.where and finding.where.line) or 0))


def _spoken(tag: str | None) -> Language:
    """The language of the text; English where nobody knows it, so that the rest can be read and reported."""
    spoken = language(tag or "en") or language("en")
    if spoken is None:
        raise RuntimeError("the language “en” is missing from the languages")
    return spoken


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
            hint="check which of the two dates is right",
        )
        for day, line, what in later
        if day < front.published
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What an article's front matter and its settings say together, its text, and what was found in them."""

    front: FrontMatter
    settings: Settings
    spoken: Language
    title: str
    body: Body
    findings: tuple[Finding, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        """The contributors; the settings' byline where the front matter has no author."""
        names = self.front.names
        if any(one.role is Role.AUTHOR for one in names):
            return names
        return (*(Name(name=name, role=Role.AUTHOR) for name in self.settings.byline), *names)


def _metadata(reading: _Reading) -> Metadata:
    front, settings, tag = reading.front, reading.settings, reading.spoken.tag

    def text(value: str | None) -> str | None:
        return typeset(value, tag) if value is not None else None

    amendments = tuple(
        Amendment(kind=AmendmentKind(one.kind), date=one.date, text=typeset(one.text, tag)) for one in front.amendments
    )
    headline = typeset(reading.title, tag)
    dates = [day for day in (front.published, front.modified, *(one.date for one in amendments)) if day]
    return Metadata(
        title=headline,
        short_title=text(front.short_title) or headline,
        language=tag,
        identifier=_identifier(front.source_url, reading.title, front.published, reading.body.xhtml),
        published=front.published,
        modified=max(dates, default=None),
        standfirst=text(front.standfirst),
        kicker=text(front.kicker),
        place=text(front.place),
        contributors=_contributors(reading),
        amendments=amendments,
        publisher=front.publisher or settings.publisher,
        source_url=front.source_url,
        rights=text(front.rights or settings.rights),
        licence=front.licence or settings.licence,
        subjects=front.subjects,
    )


def _contributors(reading: _Reading) -> tuple[Contributor, ...]:
    tag = reading.spoken.tag
    return tuple(contributor(typeset_name(one.name, tag), one.role, tag, one.file_as) for one in reading.names)


def _identifier(source_url: str | None, title: str, published: date | None, body: str) -> str:
    """A UUIDv5 (RFC 9562, 5.5) of the address; of the content if there is none."""
    import uuid

    if source_url is not None:
        return uuid.uuid5(uuid.NAMESPACE_URL, source_url).urn
    return uuid.uuid5(uuid.UUID(_CONTENT), "\n".join((title, published.isoformat() if published else "", body))).urn
