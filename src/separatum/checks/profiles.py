"""Choose what files are checked against: names of profiles become validators, and checks of ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from separatum.checks.validators.pdf_profiles import PROFILES, profile_named
from separatum.model.errors import UsageError

EPUB, ACCESSIBLE_EPUB = "epub", "epub-a11y"
_TAGGED = frozenset(
    {
        *("HEADING-PDF", "LANGUAGE-PDF", "NOTE-PDF", "STRUCTURE-PDF", "CONTENT-PDF"),
        *("TITLE-PDF", "TITLE-PDF-PLACE", "TABLE-PDF", "TABLE-PDF-SCOPE"),
        *("ALT-PDF", "PDF-UNTAGGED", "PDF-NO-TEXT", "PDF-ACCESS-DENIED", "FONT-PDF", "GLYPH-PDF"),
    }
)
"""What PDF/UA asks for: veraPDF lets a part of it pass, and the rest is reported more clearly by our checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What files are checked against."""

    formats: frozenset[str]
    """The formats for which there is a profile: “epub”, “pdf”."""
    pdf: tuple[str, ...]
    """The short names of veraPDF's profiles."""
    codes: frozenset[str] | None
    """The checks of ours that run; None for all."""
    strict: frozenset[str] = frozenset()
    """The checks whose findings count as in a file of ours, though it was made elsewhere."""
    ace: bool = False
    """Whether to ask Ace by DAISY, too."""
    epub_titles: tuple[str, ...] = ("EPUB 3.3", "EPUB Accessibility 1.1")
    """The standards for EPUBs, as people write them."""
    is_chosen: bool = False
    """Whether somebody chose profiles; else a PDF is checked for accessibility and for what it claims."""

    def require(self, format_: str, name: str) -> None:
        """Refuse a file for which there is no profile: it would pass unseen.

        Raises:
            UsageError: no profile is for files of its format.
        """
        if format_ not in self.formats:
            raise UsageError(
                f"“{name}” is {_SPOKEN[format_]}, and none of the profiles is for one",
                "name a profile for it too, or leave it out",
            )


_SPOKEN = {"epub": "an EPUB", "pdf": "a PDF"}

EVERYTHING = Demand(formats=frozenset({"epub", "pdf"}), pdf=("ua1", "3a"), codes=None)
"""What our own editions are checked against."""


def profile_names() -> tuple[str, ...]:
    """The names of all profiles, as a user writes them."""
    return (EPUB, ACCESSIBLE_EPUB, *(profile.title.lower() for profile in PROFILES.values()))


def demanded(names: Sequence[str], *, ace: bool = False) -> Demand:
    """What the profiles of these names ask for, all together; everything where there are none.

    Args:
        names: such as “epub”, “epub-a11y”, “pdf/ua-1”, “PDF/A-1b”, in any case.
        ace: whether Ace by DAISY is to be asked about EPUBs.

    Raises:
        UsageError: there is no profile of a name.
    """
    if not names:
        return replace(EVERYTHING, ace=ace)
    from separatum.checks.claims import ACCESS_CONFORMANCE, BACKING  # loads an XML parser

    books = {name.lower() for name in names} & {EPUB, ACCESSIBLE_EPUB}
    pdf = tuple(dict.fromkeys(_pdf_profile(name) for name in names if name.lower() not in books))
    formats = [*(["epub"] if books else []), *(["pdf"] if pdf else [])]
    codes = {f"{format_.upper()}-{fault}" for format_ in formats for fault in ("BROKEN", "LOCKED")}
    strict = {*BACKING, ACCESS_CONFORMANCE.code} if ACCESSIBLE_EPUB in books else set[str]()
    if any(name.startswith("ua") for name in pdf):
        codes |= _TAGGED
    return Demand(
        formats=frozenset(formats),
        pdf=pdf,
        codes=frozenset(codes | strict),
        strict=frozenset(strict),
        ace=ace,
        epub_titles=("EPUB 3.3", "EPUB Accessibility 1.1") if ACCESSIBLE_EPUB in books else ("EPUB 3.3",),
        is_chosen=True,
    )


def with_claims(demand: Demand, claims: Sequence[str]) -> Demand:
    """The same for a PDF that claims these profiles: they, and PDF/UA in any case, as accessibility is for everyone.

    Args:
        demand: without chosen profiles.
        claims: short names of profiles (“ua1”, “2b”), and claims that are no profile's.
    """
    known = [name for name in claims if name in PROFILES]
    accessible = [name for name in known if name.startswith("ua")] or ["ua1"]
    return replace(demand, pdf=(*accessible, *(name for name in known if name not in accessible)))


def _pdf_profile(name: str) -> str:
    try:
        return profile_named(name).name
    except UsageError:
        raise UsageError(f"there is no profile “{name}”", f"choose among {', '.join(profile_names())}") from None
