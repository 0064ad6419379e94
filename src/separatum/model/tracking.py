"""The one list of what traces readers in addresses of the web, and an address without it.

As of November 2026. Our own list, made from what the makers of these parameters document, and from public knowledge as
the rules of ClearURLs and of browsers' filters gather it. Each entry leads to the same page without it. What may name a
person, but may also be needed, is not taken off: it is a doubt, for a person to decide.
"""

import base64
import binascii
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

_ANYWHERE = re.compile(
    r"""
    # campaigns
      utm_\w+|utm|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+|stm_\w+|hsa_\w+|at_(?:medium|campaign|custom\w+|link\w*|
      format|bbc_team|ptr_name|
      recipient\w*|send_date|creation|emailtype)|ns_(?:campaign|mchannel|source|linkname|fee)|ga_(?:source|
      medium|term|content|campaign|place)
      |cm_(?:mmc\w*|re|sp|lm|ite|pla|ven|cat)|itm_\w+|etcc_\w+|wt_(?:mc|zmc)|wt\.mc_\w+|tt_(?:medium|content)|
      cmpid|cmp|xtor|ito|ncid|
      s_cid|s_kwcid|ef_id|elq\w*|trk_\w+|trk|trkcampaign|sara_\w+|lmd_\w+|dclid|spm|scm|spm_id_from|mi_(?:u|
      ecmp)|mkwid|pcrid|
      campaign_id|campaignid|bsft_\w+|vgo_ee|vero_\w+|oly_(?:anon|enc)_id|rb_clickid|action_object_map
    # clicks and readers
      |fbclid|gclid|gclsrc|gbraid|wbraid|gad_\w+|msclkid|yclid|ysclid|ymclid|_openstat|twclid|ttclid|
      li_fat_id|rdt_cid|qclid|epik|
      sc_cid|sccid|igshid|igsh|srsltid|wickedid|_ga|_gl|_hsenc|_hsmi|__hs\w+|hsctatracking|mc_cid|mc_eid|
      mc_tc|mkt_tok|_kx|__s|
      ml_subscriber|ml_subscriber_hash|omnisendcontactid|ck_subscriber_id|_bhlid|cio_id|dm_i|dm_t|esid|oft_id|
      oft_k|oft_lk|sfmc_\w+|
      sp(?:jobid|mailingid|reportid|userid)|emci|emdi|ceid|nr_email_referer|bxid|cndid|esrc|hash[abc]|
      irclickid|irgwc|
      cjevent|cjdata|awc|tduid|sscid|ransiteid|ranmid|raneaid|dicbo|oborigurl|tblci|uclick|gps_adid|idfa|aaid|
      adid|
      guce_referrer|guce_referrer_sig|guccounter|soc_src|soc_trk|smid|smtyp|wprov|__twitter_impression|
      ref_src|ref_url|
      fb_action_ids|fb_action_types|fb_source|fb_ref|__cft__(?:\[\d\])?|__tn__|__xts__(?:\[\d\])?|mibextid|
      share_id|sharer_id|share_from|
      share_source|share_medium|share_session_id|partner_id|os_ehash|redirect_(?:log_)?mongo_id|
      sb_referer_host|_branch_match_id|
      _branch_referrer|trackingid|tracking_id|lipi|xmt|ocid|nb_(?:klid|platform)|_trksid|_trkparms|phpsessid|
      jsessionid|
      authuser|referr?er|klaviyo_\w+|_ke|iterable_\w+|aff_?id|affiliate_id|sm(?:client|conv|lead)|cvid|
      (?:__)?cf_chl_\w+|g-recaptcha-response|enrichid|enrichsource|
      aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|sessionid|session_id|referrer_id|li_ed
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ON_SOME_SITES: dict[str, str] = {
    "youtube.com": "si feature pp ab_channel embeds_referring_euri source_ve_path",
    "youtu.be": "si feature pp",
    "twitter.com": "s t cxt",
    "x.com": "s t cxt",
    "instagram.com": "hl",
    "threads.net": "slof",
    "facebook.com": "ref refid fref hc_ref hc_location notif_id notif_t comment_tracking acontext rdid "
    "share_url eav paipv extid  "
    "sfnsn wtsid tracking idorvanity",
    "tiktok.com": "_r _t is_from_webapp is_copy_url sender_device sender_web_id share_app_id share_link_id "
    "share_item_id tt_from  "
    "u_code user_id timestamp checksum sec_user_id preview_pb ug_btm web_id",
    "notion.so": "pvs",
    "figma.com": "t",
    "spotify.com": "si context pi nd sp_cid dl_branch",
    "soundcloud.com": "si in_system_playlist",
    "apple.com": "itscg itsct at ct uo",
    "linkedin.com": "rcm midtoken midsig eid otptoken refid original_referer",
    "reddit.com": "rdt correlation_id ref ref_campaign ref_source post_fullname $deep_link",
    "google.com": "ved ei sxsrf gs_lcp gs_lcrp sclient client oq aqs sourceid biw bih uact sca_esv sca_upv "
    "rlz usg sa source  "
    "ouid usp rtpof sd entry g_ep pli gs_l gws_rd dpr iflsig esrc cd cad atyp vet",
    "bing.com": "cvid form qs pq sc sp sk ghc ghsh ghacc ptn hsh fclid psq",
    "yandex.ru": "clid from reqid msid suggest_reqid stid redircnt",
    "ya.ru": "clid from reqid msid suggest_reqid",
    "baidu.com": "eqid rsv_spt rsv_iqid rsv_bp rsv_enter rsv_sug1 rsv_sug2 rsv_sug3 rsv_sug4 rsv_pq rsv_t rsv_n inputt",
    "bilibili.com": "vd_source from_spmid plat_id unique_k share_tag up_id mid bbid timestamp buvid "
    "is_story_h5 share_plat",
    "weibo.com": "from wm share_token refer_flag luicode lfid",
    "zhihu.com": "share_code",
    "vk.com": "from ref reftype",
    "medium.com": "source gi",
    "substack.com": "r s publication_id post_id isfreemail triedredirect showwelcomeonshare",
    "nytimes.com": "referringsource partner instance_id segment_id user_id regi_id nl emc te mc mcid",
    "washingtonpost.com": "wpisrc itid carta-url",
    "bloomberg.com": "srnd sref leadsource",
    "ft.com": "sharetype segmentid",
    "wsj.com": "reflink mod",
    "economist.com": "cid fsrc",
    "bbc.com": "link_location",
    "bbc.co.uk": "link_location",
    "theguardian.com": "commissioned",
    "ebay.com": "mkcid mkrid campid toolid customid mkevt",
    "amazon.com": "ref ref_ tag linkcode linkid creative creativeasin camp ascsubtag content-id pd_rd_w "
    "pd_rd_wg pd_rd_r pd_rd_i  "
    "pd_rd_p pf_rd_p pf_rd_r pf_rd_s pf_rd_t pf_rd_i pf_rd_m qid sr sprefix crid dib dib_tag keywords "
    "_encoding smid dchild",
    "aliexpress.com": "algo_pvid algo_expid algo_exp_id pdp_npi aff_fcid aff_fsk aff_platform aff_trace_key "
    "sk terminal_id  "
    "gatewayadapt btsid ws_ab_test curpagelogid",
    "booking.com": "aid label sid srpvid srepoch",
    "etsy.com": "click_key click_sum organic_search_click ref ga_order",
    "twitch.tv": "tt_content tt_medium",
    "imdb.com": "ref_ pf_rd_p pf_rd_r",
    "telegraph.co.uk": "wt.mc_id",
    "microsoft.com": "activetab",
    "change.org": "recruiter recruited_by_id share_bandit_exp",
    "gofundme.com": "attribution_id",
    "meetup.com": "rv recid recsource searchid eventorigin",
    "eventbrite.com": "aff",
}
_SITES = {site: frozenset(names.split()) for site, names in _ON_SOME_SITES.items()}
_AMAZON = re.compile(r"(?:.*\.)?amazon\.(?:com?\.)?[a-z]{2,3}")
_WRAPPERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r".*\.safelinks\.protection\.outlook\.com", r"", ("url",)),
    (r"(?:.*\.)?google\.[a-z.]{2,6}", r"/url", ("q", "url")),
    (r"(?:lm?|m)\.facebook\.com", r"/l\.php", ("u",)),
    (r"l\.(?:instagram|threads)\.(?:com|net)|l\.messenger\.com|l\.wl\.co", r"", ("u",)),
    (r"(?:.*\.)?youtube\.com", r"/redirect", ("q",)),
    (r"out\.reddit\.com", r"", ("url",)),
    (r"t\.umblr\.com", r"/redirect", ("z",)),
    (r"(?:.*\.)?vk\.com", r"/away\.php", ("to",)),
    (r"steamcommunity\.com", r"/linkfilter", ("u", "url")),
    (r"(?:.*\.)?linkedin\.com", r"/redir/redirect|/safety/go", ("url",)),
    (r"protect\d*\.fireeye\.com", r"/.*url", ("u",)),
    (r"linkprotect\.cudasvc\.com", r"/url", ("a",)),
    (r"slack-redir\.net", r"/link", ("url",)),
    (r"(?:.*\.)?duckduckgo\.com", r"/l", ("uddg",)),
    (r"exit\.sc|href\.li|anonym\.es|deref-(?:gmx|mail|web)\.\w+", r"", ("url", "redirectUrl")),
    (r"disq\.us", r"/url", ("url",)),
    (r"getpocket\.com", r"/redirect", ("url",)),
    (r"urldefense\.proofpoint\.com", r"/v[12]/url", ("u",)),
    (r"(?:.*\.)?bing\.com", r"/ck/a", ("u",)),
    (r"link\.zhihu\.com", r"", ("target",)),
    (r"(?:www\.)?weibo\.cn|weibo\.cn", r"/sinaurl", ("u",)),
    (r"(?:www\.)?awin1\.com", r"/cread\.php", ("ued", "p")),
    (r"click\.linksynergy\.com", r"/deeplink", ("murl",)),
    (r"go\.skimresources\.com", r"", ("url",)),
    (r"(?:.*\.)?mailchimp\.com|(?:.*\.)?list-manage\.com", r"/track/click", ("url",)),
    (r"nam\d+\.teams\.cdn\.office\.net|statics\.teams\.cdn\.office\.net", r".*", ("url",)),
)
"""Hosts that send a reader on to an address within theirs: host, path, and the parameters that hold it."""
_ONE_READERS = re.compile(
    r"t\.co|lnkd\.in|bit\.ly|ow\.ly|tinyurl\.com|is\.gd|buff\.ly|goo\.gl|amzn\.to|cutt\.ly|rebrand\.ly|"
    r"clck\.ru|vk\.cc|shorturl\.at|"
    r"(?:.*\.)?(?:app\.link|onelink\.me|page\.link|smart\.link|list-manage\.com|mailchi\.mp|hubspotlinks\.com|"
    r"klclick\d?\.com|"
    r"sendgrid\.net|mandrillapp\.com|mailgun\.org|cmail\d+\.com|createsend\d*\.com|convertkit-mail\d*\.com|"
    r"mlsend\.com|"
    r"sendibt\d\.com|beehiiv\.com|exct\.net|pardot\.com|mjt\.lu|rs6\.net|emltrk\.com|doubleclick\.net|"
    r"awstrack\.me|urldefense\.com|app\.goo\.gl|mimecast\.com|mimecastprotect\.com|cudasvc\.com|fireeye\.com|"
    r"protection\.sophos\.com|mailanyone\.net)|"
    r"secure-web\.cisco\.com|clicktime\.symantec\.com|v[mt]\.tiktok\.com|1drv\.ms|rdcu\.be|we\.tl|discord\.gg|"
    r"join\.slack\.com|chat\.whatsapp\.com|signal\.group|(?:clicks?|trk|track|tracking)\d*\..+",
    re.IGNORECASE,
)
"""Hosts whose addresses a sender makes for one reader, or one share."""
_GIVES_ACCESS = re.compile(
    r"(?:.*\.)?(?:facebook\.com/share/|reddit\.com/r/[^/]+/s/|sharepoint\.com/(?::\w:/|personal/)|"
    r"dropbox\.com/(?:sh?|scl|t)/|onedrive\.live\.com/|photos\.google\.com/share/|mail\.google\.com/mail/|"
    r"calendar\.google\.com/calendar/event|teams\.microsoft\.com/l/|outlook\.(?:office|live|office365)\.com/mail/|"
    r"slack-files\.com/|notion\.so/invite/|trello\.com/invite/|t\.me/(?:joinchat/|\+)|wa\.me/\d|"
    r"disk\.yandex\.\w+/[di]/|e\.mail\.ru/|cloud\.mail\.ru/public/|authors\.elsevier\.com/a/|"
    r"discordapp\.(?:com|net)/attachments/|mega\.nz/|icloud\.com/\w+/)"
    r"|[^/]+/(?:.*/)?(?:(?:unsubscribe|opt-?out)(?:/.+|\?.+)|"
    r"(?:reset|verify|confirm|activate|invites?|magic-?link)[/?](?=[^/]*\d)[\w=&%.-]{6,})",
    re.IGNORECASE,
)
"""Addresses, host and path, that were made for one share or one reader, whatever follows."""
_NAMES_SOMEONE = re.compile(
    r".*(?:token|jwt|passw(?:or)?d|secret|signature|credential|api_?key|e?mail|user_?(?:id|name)|login|"
    r"account|invite|subscriber|"
    r"recipient|customer|member|contact|device_?id|client_?id|visitor|session)\w*|pwd|pass|auth|sid|uid|uuid|"
    r"sig|user|otp|ticket|phone|"
    r"gift|giftid|gift_code|sk|refcode|invited?_by|sharer?|share_?token|resourcekey|ouid|"
    r"unlocked_article_code|x-amz-\w+|rlkey|authkey|respondent|ctok|st\.sid",
    re.IGNORECASE,
)
_MAY_NAME_SOMEONE = frozenset(
    """
    ref code st hd r via share from c key cid hash eid qs e u k hm
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Parameters that do so only if their value is a code."""
_CODE = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])\w{6,}")
_PLAIN_NAMES = frozenset(
    """
    id v list q query s search p page doi file title oldid diff url u image src path lang
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,}(?![\w@])")
_SECRET_VALUE = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+.*|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|"
    r"(?!(?:[a-z]+[-_+]|\d+[-_+]){2})(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[\w=+/-]{24,}"
)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*|/\(S\(\w+\)\)(?=/)", re.IGNORECASE)
_TEXT_FRAGMENT = re.compile(r":~:.*", re.DOTALL)
_MOST_WRAPPERS = 5
_LONGEST = 20_000
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Untraced:
    """An address without what traces readers."""

    url: str
    """Otherwise as it was."""
    taken: tuple[str, ...] = ()
    """What was taken off: the names of parameters, “:~:text”, “bcc”, or the host that would have sent the reader on."""
    has_password: bool = False
    """Whether a user or a password was taken off (RFC 3986, 3.2.1)."""
    doubts: tuple[str, ...] = ()
    """What is left that may name a person or give access, each as a noun phrase."""


def untraced(url: str) -> Untraced:
    """An address without what traces readers.

    Args:
        url: an absolute address.

    Raises:
        ValueError: it cannot be parsed (RFC 3986).
    """
    taken: list[str] = []
    for _ in range(_MOST_WRAPPERS):
        inner = _within(url)
        if inner is None:
            break
        taken.append(urlsplit(url).hostname or "")
        url = inner
    parts = urlsplit(url)
    if parts.scheme.lower() == "mailto":
        return _mail(url, taken)
    if parts.scheme.lower() not in {"http", "https"} or len(url) > _LONGEST:
        return Untraced(url=url, taken=tuple(taken))
    place = parts.netloc.rpartition("@")[2]
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    some = _of_site(host)
    query, of_query = _without(parts.query, some)
    path, of_path = _plain_path(parts.path, host)
    fragment, of_fragment = _plain_fragment(parts.fragment, some)
    found = [*of_query, *of_path, *of_fragment]
    has_password = place != parts.netloc
    if found or has_password:
        url = urlunsplit((parts.scheme, place, path, query, fragment))
    doubts = tuple(dict.fromkeys(_doubts(host, path, query, fragment)))
    return Untraced(url=url, taken=(*taken, *found), has_password=has_password, doubts=doubts)


def is_tracking(name: str, host: str = "") -> bool:
    """Whether a parameter of this name traces readers, anywhere or on this host."""
    return _ANYWHERE.fullmatch(name) is not None or name.lower() in _of_site(host)


def _of_site(host: str) -> frozenset[str]:
    if _AMAZON.fullmatch(host):
        return _SITES["amazon.com"]
    labels = host.split(".")
    sites = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((_SITES[site] for site in sites if site in _SITES), frozenset())


def _within(url: str) -> str | None:
    """The address to which another one only sends a reader on."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host.endswith("urldefense.com") and (found := re.match(r"/v3/__(https?:/.+?)__;", parts.path)):
        return None if "*" in found[1] else re.sub(r"^(https?:)/+", r"\1//", found[1])
    if host.endswith("awstrack.me") and (found := re.match(r"/L0/(https?:.+?)/\d/", unquote(parts.path))):
        return found[1]
    if host == "secure-web.cisco.com" and (found := re.match(r"/[^/]+/(https?:.+)", unquote(parts.path))):
        return _plain_target(found[1], host)
    if host == "r.search.yahoo.com" and (found := re.search(r"/RU=(https?%3a[^/]+)/", parts.path, re.IGNORECASE)):
        return _plain_target(unquote(found[1]), host)
    for hosts, path, names in _WRAPPERS if parts.query else ():
        if re.fullmatch(hosts, host) and (not path or re.fullmatch(path, parts.path.rstrip("/"))):
            values = dict(parse_qsl(parts.query))
            inner = next((values[name] for name in names if values.get(name)), None)
            if inner is None and parts.query.startswith(("http://", "https://")):
                inner = parts.query
            return _plain_target(inner, host) if inner else None
    return None


def _plain_target(inner: str, host: str) -> str | None:
    if host == "urldefense.proofpoint.com":
        inner = unquote(inner.replace("-", "%").replace("_", "/"))
    elif host.endswith("bing.com") and inner.startswith("a1"):
        try:
            inner = base64.urlsafe_b64decode(inner[2:] + "=" * (-len(inner[2:]) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    try:
        parts = urlsplit(inner)
    except ValueError:
        return None
    return inner if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"[\s<>\"]", inner) else None


def _mail(url: str, taken: list[str]) -> Untraced:
    """A mail address without recipients that its text does not show (RFC 6068, 2)."""
    address, mark, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0].lower() not in {"bcc", "cc"}]
    found = [pair.partition("=")[0].lower() for pair in query.split("&") if pair not in kept]
    if found:
        url = address + (f"{mark}{'&'.join(kept)}" if kept else "")
    return Untraced(url=url, taken=(*taken, *found))


def _without(query: str, some: frozenset[str]) -> tuple[str, list[str]]:
    kept, taken = [], []
    for pair in query.split("&"):
        name = unquote(pair).partition("=")[0].removeprefix("amp;")
        if name and (_ANYWHERE.fullmatch(name) or name.lower() in some):
            taken.append(name)
        else:
            kept.append(pair)
    return "&".join(kept), taken


def _plain_path(path: str, host: str) -> tuple[str, list[str]]:
    plain = _SESSION_IN_PATH.sub("", path)
    taken = ["a session"] if plain != path else []
    if _AMAZON.fullmatch(host) and (found := re.search(r"/ref=[^/]*$", plain)):
        return plain[: found.start()] or "/", [*taken, "ref"]
    return plain, taken


def _plain_fragment(fragment: str, some: frozenset[str]) -> tuple[str, list[str]]:
    """Some sites put parameters behind the anchor, and browsers the passage that a reader had marked."""
    plain = _TEXT_FRAGMENT.sub("", fragment)
    taken = [":~:text"] if plain != fragment else []
    if "=" in plain:
        plain, more = _without(plain, some)
        taken += more
    return plain, taken


def _doubts(host: str, path: str, query: str, fragment: str) -> Iterator[str]:
    if _ONE_READERS.fullmatch(host):
        yield "a host that can make an address for each reader"
    elif _GIVES_ACCESS.fullmatch(f"{host}{path}{'?' if query else ''}{query}") or _GIVES_ACCESS.match(f"{host}{path}"):
        yield "an address that was made for one share, or for one reader"
    # “/@name@server” is a page of the social web (ActivityPub).
    hidden = " ".join(_from_base64(f"{path}/{query}/{fragment}"))
    if _MAIL.search(re.sub(r"/@[\w.-]+@", "/", unquote(f"{path} {query} {fragment} {hidden}"))):
        yield "a mail address"
    for name, value in (*parse_qsl(query), *(parse_qsl(fragment) if "=" in fragment else ())):
        is_code = name.lower() in _MAY_NAME_SOMEONE and _CODE.fullmatch(value)
        if is_code or (len(name) <= _SHOWN and _NAMES_SOMEONE.fullmatch(name)):
            yield f"“{name}”"
        elif name.lower() not in _PLAIN_NAMES and _SECRET_VALUE.fullmatch(value):
            yield f"the long value of “{name[:_SHOWN]}”"


def _from_base64(text: str) -> Iterator[str]:
    """What stands in a part of an address in Base64."""
    for found in re.finditer(r"[A-Za-z0-9_-]{8,}", text):
        word = found[0].replace("-", "+").replace("_", "/")
        with contextlib.suppress(ValueError):  # binascii.Error and UnicodeDecodeError are ones
            yield base64.b64decode(word + "=" * (-len(word) % 4)).decode()
