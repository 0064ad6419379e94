"""Choose what files are to conform to: names of profiles become validators, and checks of ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from separatum.checks.validators.pdf_profiles import PROFILES, profile_named
from separatum.model.errors import UsageError

EPUB, ACCESSIBLE_EPUB = "epub", "epub-a11y"
_TAGGED = frozenset({"HEADING-PDF", "LANGUAGE-PDF", "NOTE-PDF", "STRUCTURE-PDF"})
"""What PDF/UA asks for and veraPDF lets pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What files are held against."""

    formats: frozenset[str]
    """The formats that anything is asked of: “epub”, “pdf”."""
    pdf: tuple[str, ...]
    """The short names of veraPDF's profiles."""
    codes: frozenset[str] | None
    """The checks of ours that run; None for all."""
    strict: frozenset[str] = frozenset()
    """The checks whose findings count as in a file of ours, though it was made elsewhere."""
    ace: bool = False
    """Whether Ace by DAISY is to be asked, too."""

    def require(self, format_: str, name: str) -> None:
        """Say so where nothing is asked of a file: it would pass unseen.

        Raises:
            UsageError: no profile is for files of its format.
        """
        if format_ not in self.formats:
            raise UsageError(
                f"“{name}” is {_SPOKEN[format_]}, and no profile that was named is for one",
                "name a profile for it too, or leave it out",
            )


_SPOKEN = {"epub": "an EPUB", "pdf": "a PDF"}

EVERYTHING = Demand(formats=frozenset({"epub", "pdf"}), pdf=("ua1", "3a"), codes=None)
"""What our own editions are held against, and others' where nothing else is asked for."""


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
    codes = {f"{format_.upper()}-BROKEN" for format_ in formats}
    strict = {*BACKING, ACCESS_CONFORMANCE.code} if ACCESSIBLE_EPUB in books else set[str]()
    if any(name.startswith("ua") for name in pdf):
        codes |= _TAGGED
    return Demand(
        formats=frozenset(formats), pdf=pdf, codes=frozenset(codes | strict), strict=frozenset(strict), ace=ace
    )


def _pdf_profile(name: str) -> str:
    try:
        return profile_named(name).name
    except UsageError:
        raise UsageError(f"there is no profile “{name}”", f"choose among {', '.join(profile_names())}") from None
