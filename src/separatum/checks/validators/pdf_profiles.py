"""The PDF standards that veraPDF can validate a file against, under the short names that our codes use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from separatum.model.errors import UsageError

MOST_PLACES = 200
"""How many places veraPDF names of one rule that a file breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One flavour of PDF/A or PDF/UA, and where veraPDF's jar keeps its rules."""

    name: str
    """The short name, as in the code “VERAPDF-UA1-7.1-3”: lower case, no hyphen."""
    title: str
    """The name as it is printed: “PDF/UA-1”."""
    standard: str
    """The standard that numbers the clauses."""
    flavour: str
    """The name of veraPDF's own constant."""
    resource: str
    """The name of its file of rules."""

    @property
    def path(self) -> str:
        """Where the file of rules is inside veraPDF's jar."""
        return f"org/verapdf/pdfa/validation/{self.resource}"

    def rule_name(self, specification: str, clause: str) -> str:
        """The clause as our codes have it; with the number of its standard in front if that is not the profile's own.

        Args:
            specification: as veraPDF names it: “ISO_14289_1”.
            clause: “7.1”.
        """
        number = re.sub(r"[^0-9A-Za-z.]+", "_", clause)
        own = re.sub(r"[ -]", "_", self.standard)
        return number if specification == own else f"{specification.removeprefix('ISO_')}-{number}"


def _pdfa(name: str) -> Profile:
    part, level = name[0], name[1:]
    flavour = "_".join(filter(None, ("PDFA", part, level.upper())))
    title = f"PDF/A-{name}"
    return Profile(
        name=name, title=title, standard=f"ISO 19005-{part}", flavour=flavour, resource=f"PDFA-{name.upper()}.xml"
    )


_ALL = (
    Profile(name="ua1", title="PDF/UA-1", standard="ISO 14289-1", flavour="PDFUA_1", resource="PDFUA-1.xml"),
    Profile(name="ua2", title="PDF/UA-2", standard="ISO 14289-2", flavour="PDFUA_2", resource="PDFUA-2-ISO32005.xml"),
    *map(_pdfa, ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f")),
)

PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in _ALL})
"""Every profile by its short name."""


def profile_named(name: str) -> Profile:
    """The profile of that name, however it is written: “ua1”, “pdf/ua-1”, “PDF/A-3a”, “3A”.

    Raises:
        UsageError: there is no such profile.
    """
    short = name.lower().removeprefix("pdf").strip("/ ").replace("-", "")
    if short.startswith("a") and short[1:2].isdigit():
        short = short[1:]
    if short not in PROFILES:
        known = ", ".join(profile.title for profile in _ALL)
        raise UsageError(f"there is no PDF profile “{name}”", f"choose among {known}")
    return PROFILES[short]


def profiles_named(names: Iterable[str]) -> tuple[Profile, ...]:
    """The profiles of those names, each once.

    Raises:
        UsageError: a name is unknown, or there is none.
    """
    found = {profile.name: profile for profile in map(profile_named, names)}
    if not found:
        raise UsageError("no PDF profile was named", "name at least one, for example PDF/UA-1")
    return tuple(found.values())
