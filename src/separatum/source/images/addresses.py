"""What a site's machinery writes into the address of an image is taken out: templates, and the site's own host."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from separatum.model.settings import Settings
from separatum.source.names import slug_of

_PELICAN = re.compile(r"\{(?:static|attach|filename|photo)\}/?(.*)", re.DOTALL)
_QUOTED = re.compile(r"""\{\{[-\s]*["']([^"'{}]+)["'][^{}]*\}\}(.*)""", re.DOTALL)
_VARIABLE = re.compile(r"\{\{[-\s]*([\w.]+)[^{}]*\}\}")
_ALIAS = re.compile(r"(?:@site|~|@|pathname:/)/(?:static/|public/)?(.*)", re.DOTALL)
_BASES = frozenset({"site.baseurl", "site.url", "site.siteurl", "base_path", "page.url", "siteurl", "baseurl"})
_FOLDERS = ("images", "assets/images", "img", "assets/img", "assets", "uploads", "static/images", "static/img")
"""Where themes look for a lead image that is named by its file alone."""


def addresses(src: str, settings: Settings, *, page: Path | None = None, is_lead: bool = False) -> Iterator[str]:
    """The addresses that an image may have in the site's folders; the one that is written comes first.

    Args:
        src: as it is written.
        settings: the site's own addresses and values.
        page: the article's file: what is written from the page’s own address may be in a public folder of that name.
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
    beside = plain.removeprefix("./")
    if page is not None and beside and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/.\\~]", beside):
        yield f"/{page.absolute().parent.name}/{slug_of(page)}/{beside}"
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


_BADGES = frozenset(
    """
    img.shields.io shields.io badge.fury.io badgen.net flat.badgen.net travis-ci.org travis-ci.com api.travis-ci.org
    api.travis-ci.com secure.travis-ci.org codecov.io coveralls.io ci.appveyor.com circleci.com dl.circleci.com
    api.codacy.com app.codacy.com goreportcard.com godoc.org pkg.go.dev readthedocs.org david-dm.org snyk.io
    isitmaintained.com api.codeclimate.com codeclimate.com gitter.im badges.gitter.im badge.waffle.io hits.dwyl.com
    hits.seeyoufarm.com floobits.com visitor-badge.glitch.me visitor-badge.laobi.icu komarev.com api.netlify.com
    app.netlify.com zenodo.org mybinder.org colab.research.google.com awesome.re packagist.org poser.pugx.org nodei.co
    opencollective.com contrib.rocks github-readme-stats.vercel.app api.star-history.com repobeats.axiom.co
    bestpractices.coreinfrastructure.org www.bestpractices.dev api.securityscorecards.dev results.pre-commit.ci
    sonarcloud.io app.deepsource.com api.bintray.com jitpack.io maven-badges.herokuapp.com img.badgesize.io
    gitpod.io i.creativecommons.org licensebuttons.net mirrors.creativecommons.org deploy.workers.cloudflare.com
    """.split()  # noqa: SIM905  (a word list reads better so)
)


_BADGE_PATH = re.compile(r"/badge(?:\.svg|$)|/workflows/.*\.svg|/badges?/|/buttons?/|[/-]button(?:\.svg|\.png)?$")


_PORTRAIT = re.compile(
    r"avatars\d*\.githubusercontent\.com/|(?:\w+\.)?gravatar\.com/avatar|unavatar\.io/|github\.com/[\w-]+\.png$"
    r"|pbs\.twimg\.com/profile_images/|gitlab\.com/uploads/-/system/user/avatar/"
)
"""Hosts and paths of the portraits that services keep for accounts."""
_EMOJI = re.compile(
    r"/(?:\w*emoji[\w@.-]*)/(?:[\w@.-]+/)*(?P<points>[0-9a-f]{4,5}(?:-[0-9a-f]{2,5})*)\.(?:png|svg|gif)$", re.IGNORECASE
)
"""The path of a picture of an emoji, which is called after its code points: GitHub, WordPress, Twemoji."""


def embedded_name(address: str) -> str | None:
    """The name of the file that is embedded as `![[name]]`, whose address is “[[name]]”; None if it is another one."""
    return address[2:-2] if address.startswith("[[") and address.endswith("]]") else None


def is_badge(address: str) -> bool:
    """Whether an address is that of a badge: a state of a project, a licence or a button, which a service draws."""
    parts = _on_the_web(address)
    return parts is not None and (parts.hostname in _BADGES or _BADGE_PATH.search(parts.path) is not None)


def is_portrait(address: str) -> bool:
    """Whether an address is that of the portrait of somebody's account at a service."""
    parts = _on_the_web(address)
    return parts is not None and _PORTRAIT.match(f"{parts.hostname}{parts.path}") is not None


def emoji_in(address: str) -> str | None:
    """The emoji whose picture a service has at an address; None if it is no such picture."""
    parts = _on_the_web(address)
    found = _EMOJI.search(parts.path) if parts is not None else None
    if found is None:
        return None
    points = [int(point, 16) for point in found["points"].split("-")]
    return "".join(map(chr, points)) if max(points) <= sys.maxunicode else None


def _on_the_web(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https", ""} and parts.hostname else None
