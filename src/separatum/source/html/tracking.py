"""Addresses that lead to the same page, but do not tell who came and from where."""

import re
from urllib.parse import urlsplit, urlunsplit

# As the makers of these parameters document them; none changes what a page shows.
_TRACING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ymclid|_openstat|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|hsCtaTracking|vero_id|vero_conv|oly_anon_id|oly_enc_id|rb_clickid|s_cid|wickedid"
    r"|sc_cid|epik|srsltid|_ga|_gl|__twitter_impression|fb_action_ids|fb_action_types|fb_source|fb_ref|ref_src|ref_url"
    r"|guce_referrer|guce_referrer_sig|guccounter|cmpid|at_medium|at_campaign|at_custom\w+|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+"
    r"|ns_campaign|ns_mchannel|ns_source|ns_linkname|ns_fee|spm|scm|share_id|xtor|wt_mc|wt_zmc|smid|smtyp|partner_id",
    re.IGNORECASE,
)
_ON_SOME_SITES = {
    "youtube.com": frozenset({"si", "feature", "pp"}),
    "youtu.be": frozenset({"si", "feature", "pp"}),
    "twitter.com": frozenset({"s", "t"}),
    "x.com": frozenset({"s", "t"}),
    "instagram.com": frozenset({"hl"}),
    "facebook.com": frozenset({"__cft__[0]", "__tn__", "mibextid"}),
    "spotify.com": frozenset({"si"}),
    "tiktok.com": frozenset({"_r", "_t", "is_from_webapp", "sender_device"}),
}


def untraced(url: str) -> tuple[str, tuple[str, ...], bool]:
    """An address without what traces readers.

    Args:
        url: an absolute address that can be read.

    Returns:
        The address, otherwise as it was; the names of the parameters taken off; and whether a user or password was.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in {"http", "https"}:
        return url, (), False
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    some = next(
        (names for site, names in _ON_SOME_SITES.items() if host == site or host.endswith(f".{site}")), frozenset()
    )
    query, taken = _without(parts.query, some)
    # Some sites put them behind the anchor.
    fragment, more = _without(parts.fragment, frozenset()) if "=" in parts.fragment else (parts.fragment, ())
    place = parts.netloc.rpartition("@")[2]
    secret = place != parts.netloc
    if not (taken or more or secret):
        return url, (), False
    return urlunsplit((parts.scheme, place, parts.path, query, fragment)), (*taken, *more), secret


def _without(query: str, some: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    kept, taken = [], []
    for pair in query.split("&"):
        name = pair.partition("=")[0].removeprefix("amp;")
        if _TRACING.fullmatch(name) or name in some:
            taken.append(name)
        else:
            kept.append(pair)
    return "&".join(kept), tuple(taken)
