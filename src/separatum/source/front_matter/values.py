"""A value of the front matter becomes a typed one: a web address, a licence, a person."""

import re
from urllib.parse import urlsplit

from separatum.model.article import Contributor, Licence, Role

_CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC|ND|SA))*)[ -](\d\.\d)(?: International)?", re.IGNORECASE)
_CREATIVE_COMMONS_URL = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)(?:/.*)?")
_CC0 = re.compile(r"CC ?0(?:[ -]1\.0)?", re.IGNORECASE)
_CC0_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
# Names that a catalogue does not invert: the family name is first, or there is none.
_FAMILY_FIRST = frozenset({"zh", "ja", "ko", "vi", "hu", "km"})

ROLE_WORDS: dict[str, Role] = {role.name.lower(): role for role in Role} | {role.value: role for role in Role}
"""The roles by their English words and by their MARC codes."""


def address(text: str) -> str | None:
    """A web address; None if the text is none."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or re.search(r"[\s<>\"\\^`{|}]", url):
        return None
    return url


def licence(text: str) -> Licence:
    """A licence by its name; a Creative Commons name gets its address, and its address its name."""
    name = " ".join(text.split())
    if found := _CREATIVE_COMMONS.fullmatch(name):
        url = f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
        return Licence(name=f"CC {found[1].upper()} {found[2]}", url=url)
    if _CC0.fullmatch(name) or name.removesuffix("/") == _CC0_URL.removesuffix("/"):
        return Licence(name="CC0 1.0", url=_CC0_URL)
    if found := _CREATIVE_COMMONS_URL.fullmatch(name):
        return Licence(name=f"CC {found[1].upper()} {found[2]}", url=name)
    return Licence(name=name, url=address(name))


def contributor(name: str, role: Role, language: str, file_as: str | None = None) -> Contributor:
    """A person with the name as catalogues sort it.

    Two words, both with one capital, are taken for a first and a family name; anything else is sorted as it is printed,
    since a wrong guess is worse than none. The front matter's `file_as` overrules.
    """
    words = name.split()
    turned = len(words) == 2 and all(word[0].isupper() and word[1:].islower() and len(word) > 2 for word in words)
    if turned and language.partition("-")[0] not in _FAMILY_FIRST:
        return Contributor(name=name, role=role, file_as=file_as or f"{words[1]}, {words[0]}")
    return Contributor(name=name, role=role, file_as=file_as or name)
