"""What a site's machinery writes into the address of an image is taken out: templates, and the site's own host."""

import re
from collections.abc import Iterator

from separatum.model.settings import Settings

_PELICAN = re.compile(r"\{(?:static|attach|filename|photo)\}/?(.*)", re.DOTALL)
_QUOTED = re.compile(r"""\{\{[-\s]*["']([^"'{}]+)["'][^{}]*\}\}(.*)""", re.DOTALL)
_VARIABLE = re.compile(r"\{\{[-\s]*([\w.]+)[^{}]*\}\}")
_ALIAS = re.compile(r"(?:@site|~|@|pathname:/)/(?:static/|public/)?(.*)", re.DOTALL)
_BASES = frozenset({"site.baseurl", "site.url", "site.siteurl", "base_path", "page.url", "siteurl", "baseurl"})
_FOLDERS = ("images", "assets/images", "img", "assets/img", "assets", "uploads", "static/images", "static/img")
"""Where themes look for a lead image that is named by its file alone."""


def addresses(src: str, settings: Settings, *, is_lead: bool = False) -> Iterator[str]:
    """The addresses that an image may have in the site's folders; the one that is written comes first.

    Args:
        src: as it is written.
        settings: the site's own addresses and values.
        is_lead: whether front matter names it, as themes want it.
    """
    written = src.strip()
    yield written
    plain = _without_templates(written, dict(settings.variables))
    if plain != written:
        yield plain
    for host in settings.addresses:
        rest = plain.removeprefix(host)
        if rest != plain and rest.startswith("/"):
            yield rest
    if is_lead and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", plain):
        yield from (f"/{folder}/{plain}" for folder in _FOLDERS)


def _without_templates(address: str, values: dict[str, str]) -> str:
    if found := _PELICAN.fullmatch(address):
        return f"/{found[1]}"
    if found := _QUOTED.fullmatch(address):
        return f"/{found[1].lstrip('/')}{found[2]}"
    if "{{" in address:
        address = _VARIABLE.sub(lambda one: _value(one[1], values), address)
        return address if re.match(r"[A-Za-z]+:|/", address) else f"/{address}"
    if found := _ALIAS.fullmatch(address):
        return f"/{found[1]}"
    return address


def _value(name: str, values: dict[str, str]) -> str:
    return "" if name.lower() in _BASES else values.get(name.removeprefix("site."), "")
