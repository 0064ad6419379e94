"""Players and posts of other sites: what they are, and where a reader finds them."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Something of another site."""

    service: str
    """Its name, as the site writes it."""
    url: str
    """Where it can be seen."""
    title: str | None


def embedded(name: str, attributes: str) -> Embed | None:
    """What an element shows of another site; None where it is nothing that is known.

    Args:
        name: of the element, in lower case.
        attributes: as they are written in its tag.
    """
    given = _given(attributes)
    title = " ".join(given.get("title", "").split()) or None
    if name == "script" and (post := given.get("data-telegram-post", "")):
        return _known("Telegram", f"https://t.me/{post}", title) if re.fullmatch(r"\w+/\d+", post) else None
    source = given.get("src") or given.get("data-src") or given.get("data-lazy-src") or ""
    try:
        parts = urlsplit(source if not source.startswith("//") else f"https:{source}")
        query = parse_qs(parts.query)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    for pattern, service, address in _PLAYERS:
        if found := re.fullmatch(pattern, host + parts.path.rstrip("/")):
            url = address(found, query)
            return _known(service, url, title) if url else None
    return None


_POSTS = {
    "instagram-media": ("Instagram", ("data-instgrm-permalink", "cite")),
    "tiktok-embed": ("TikTok", ("cite",)),
    "fb-post": ("Facebook", ("data-href",)),
    "fb-video": ("Facebook", ("data-href",)),
    "text-post-media": ("Threads", ("data-text-post-permalink",)),
}
"""Boxes that a script of their site would fill, by their class."""
_SHARE = re.compile(
    r"(?:^|\s)(?:sharedaddy|sd-sharing\S*|jp-relatedposts|addtoany\S*|a2a_kit|addthis\S*|social-?share\S*|share-?(?:buttons?|links?|bar|box)\S*"
    r"|post-share\S*|ssba\S*|heateor\S*|essb_\S*|shareaholic\S*|yarpp\S*|wp-block-jetpack-(?:sharing|subscriptions)\S*|kg-signup-card|kg-cta-card"
    r"|subscribe-widget|subscription-widget\S*|newsletter-(?:signup|form|box)\S*)(?=\s|$)",
    re.IGNORECASE,
)
_CLASS = re.compile(r"(?:^|\s)class\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


def posted(name: str, attributes: str) -> Embed | None:
    """The post that an element stands for until a script fills it; None if it is none.

    Args:
        name: of the element, in small letters.
        attributes: as they are written in its tag.
    """
    if name not in {"blockquote", "div", "section"}:
        return None
    given = _given(attributes)
    for word in given.get("class", "").split():
        if word in _POSTS:
            service, keys = _POSTS[word]
            url = next((given[key] for key in keys if given.get(key)), "").partition("?")[0]
            return _known(service, url, None)
    return None


def is_share_box(attributes: str) -> bool:
    """Whether an element with these attributes holds links to share a page, or asks to subscribe."""
    found = _CLASS.search(attributes)
    return found is not None and bool(_SHARE.search(next(filter(None, found.groups()), "")))


def _given(attributes: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(attributes)
    }


def _known(service: str, url: str, title: str | None) -> Embed | None:
    # Players are often titled “YouTube video player”, which says nothing.
    plain = None if title is None or re.search(r"player|embed|iframe", title, re.IGNORECASE) else title
    return Embed(service=service, url=url, title=plain) if url.startswith("https://") else None


def _first(query: dict[str, list[str]], key: str) -> str:
    return unquote(query.get(key, [""])[0])


_PLAYERS = (
    (
        r"youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})",
        "YouTube",
        lambda found, _: f"https://www.youtube.com/watch?v={found[1]}",
    ),
    (r"player\.vimeo\.com/video/(\d+)", "Vimeo", lambda found, _: f"https://vimeo.com/{found[1]}"),
    (r"(?:platform\.)?(?:twitter|x)\.com/embed/Tweet\.html", "X", lambda _, query: _post(_first(query, "id"))),
    (r"t\.me/(\w+/\d+)", "Telegram", lambda found, _: f"https://t.me/{found[1]}"),
    (r"facebook\.com/plugins/(?:post|video)\.php", "Facebook", lambda _, query: _first(query, "href")),
    (
        r"instagram\.com/(p|reel)/([\w-]+)/embed.*",
        "Instagram",
        lambda f, _: f"https://www.instagram.com/{f[1]}/{f[2]}/",
    ),
    (r"tiktok\.com/embed/(?:v2/)?(\d+)", "TikTok", lambda found, _: f"https://www.tiktok.com/embed/{found[1]}"),
    (r"w\.soundcloud\.com/player", "SoundCloud", lambda _, query: _first(query, "url")),
    (r"open\.spotify\.com/embed/(.+)", "Spotify", lambda found, _: f"https://open.spotify.com/{found[1]}"),
    (
        r"dailymotion\.com/embed/video/(\w+)",
        "Dailymotion",
        lambda found, _: f"https://www.dailymotion.com/video/{found[1]}",
    ),
    (r"rutube\.ru/play/embed/(\w+)", "Rutube", lambda found, _: f"https://rutube.ru/video/{found[1]}/"),
    (
        r"datawrapper\.dwcdn\.net/(\w+)(?:/\d+)?",
        "Datawrapper",
        lambda found, _: f"https://datawrapper.dwcdn.net/{found[1]}/",
    ),
    (
        r"flo\.uri\.sh/(visualisation|story)/(\d+)/embed",
        "Flourish",
        lambda f, _: f"https://public.flourish.studio/{f[1]}/{f[2]}/",
    ),
    (r"archive\.org/embed/([\w.-]+)", "Internet Archive", lambda found, _: f"https://archive.org/details/{found[1]}"),
)


def _post(number: str) -> str:
    return f"https://x.com/i/status/{number}" if number.isdigit() else ""
