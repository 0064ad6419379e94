"""What a project, its site and the command line say for all articles: see `separatum.config` for where it comes from.

An article's own front matter beats all of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from separatum.model.article import Licence, Publisher
from separatum.model.choices import WithoutImage
from separatum.model.findings import Finding, Severity

PROJECT_FILE = "separatum.toml"
COMMAND_LINE = "the command line"
DECIDED = frozenset({PROJECT_FILE, COMMAND_LINE})
"""Where a person has decided, and not the default of a site."""


class DateOrder(StrEnum):
    """How a date such as 03/04/2022 is read."""

    DAY_MONTH = "day-month"
    MONTH_DAY = "month-day"


_LOWERED = frozenset(
    f"SOURCE-{name}" for name in ("DRAFT", "KEY-TWICE", "DATE-AMBIGUOUS", "LINK-UNSAFE", "NOTE-TWICE", "NOTE-EMPTY")
)


def may_be_lowered(code: str) -> bool:
    """Whether a finding that is an error may be less by a project's settings.

    Not so where a reader or a source would be harmed, where a file would be invalid, or where words would be lost. An
    unsafe link is removed whatever it weighs; how pages look is for their editor to decide.
    """
    return code in _LOWERED or code.startswith("LAYOUT-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says for all articles; None where it says nothing."""

    language: str | None = None
    drafts: bool | None = None
    remote_images: str | None = None
    missing_images: str | None = None
    folders: tuple[Path, ...] = ()
    """Absolute: the folders that it names."""


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is said for an article outside of its own file; every field has a value that says nothing."""

    language: str | None = None
    """A BCP 47 tag."""
    publisher: Publisher | None = None
    byline: tuple[str, ...] = ()
    licence: Licence | None = None
    rights: str | None = None
    roots: tuple[Path, ...] = ()
    """Absolute: the folders under which “/images/…” is looked for; whatever is in them may be published."""
    vaults: tuple[Path, ...] = ()
    """Absolute: folders of notes, in which an image is found by its file’s name alone, as Obsidian does."""
    folders: tuple[Path, ...] = ()
    """Absolute: what the command line names; in them an image that `![[name]]` embeds is found by its name."""
    remote_images: WithoutImage | None = None
    """None: refuse, but link in a file without front matter."""
    missing_images: WithoutImage = WithoutImage.REFUSE
    drafts: bool = False
    """Whether drafts are exported."""
    plain_files: bool = False
    """Whether files without front matter are exported, too, when a folder is."""
    date_order: DateOrder | None = None
    """How ambiguous dates are read; None: they are refused."""
    keys: tuple[tuple[str, str], ...] = ()
    """Names of front matter keys of the site’s own, and ours: (“datum”, “published”)."""
    authors: tuple[tuple[str, str], ...] = ()
    """Keys of authors as the site’s data have them, and their names."""
    addresses: tuple[str, ...] = ()
    """The site’s own addresses, without a slash at the end: images there are looked for in the roots."""
    variables: tuple[tuple[str, str], ...] = ()
    """Plain values of the site’s configuration, by their names, as its templates use them."""
    severity: tuple[tuple[str, Severity | None], ...] = ()
    """Codes, and how much they matter; None: they are not reported."""
    name: str | None = None
    """The pattern of the editions’ names; None: the name of the source file."""
    sources: tuple[tuple[str, str], ...] = ()
    """Where each value was taken from, by the name of its field: (“language”, “hugo.toml”)."""

    @property
    def readable(self) -> tuple[Path, ...]:
        """Absolute: all folders that an article may read images from, besides its own."""
        return (*self.roots, *self.vaults, *self.folders)

    def source_of(self, field: str) -> str | None:
        """Where the value of a field was taken from; None if nobody says it."""
        return dict(self.sources).get(field)

    def weighed(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings with the severity that `severity` gives their codes, without those that it turns off."""
        weights = dict(self.severity)
        for finding in findings:
            severity = weights.get(finding.code, finding.severity)
            if (
                finding.severity is Severity.ERROR
                and severity is not Severity.ERROR
                and not may_be_lowered(finding.code)
            ):
                severity = Severity.ERROR
            if severity is not None:
                yield finding if severity is finding.severity else replace(finding, severity=severity)


NOTHING_SAID = Settings()
"""For an article without a project."""
