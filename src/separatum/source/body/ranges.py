"""Tell the hyphen of a range, “pages 10-12” or “1990-1995”, from all others: only where nothing else can be meant."""

import re

from separatum.model.languages import language

_OWN_SIGNS = frozenset({"ja", "ko", "zh", "yue", "lzh", "fa"})
"""Languages that write ranges with another sign or with a word (CLDR, intervalFormats)."""
_FIRST = re.compile(r"(?<![\w.,:/#№@°_+=~–—-])(\d{1,4})$")
_SECOND = re.compile(r"(\d{1,4})(?![\w/:@_=~–—-]|[.,]\d)")
_YEARS = range(1500, 2100)
_NUMBERED = re.compile(r"(?:[^\W\d_a-z]{2,}|\b[Nn][or]?[.°]|[Nn]º|№|#|\bStd\.?)[/\s]*$")
"""“ISO”, “No.”: the number of a standard or of a law, and its year."""
_LISTED = re.compile(
    r"\b(?:pp?|pgs?|pages?|lines?|chapters?|verses?|lignes?|chapitres?|Seiten?|Zeilen?|Kapiteln?|S|s|págs?|páginas?|pàgines?"
    r"|l[ií]neas?|cap[ií]tulos?|pagin[ae]|righe|capitol[io]|blz|pagina[’']s|regels?|sider|sidor|linjer|str|strony|strany"
    r"|с|стр|страниц[ыа]х?|строк[иа]х?|глав[ыа]х?|сторінк[иа]х?|рядк[иа]х?|σελ|σελίδες)\.?\s$"
)
"""What is counted in pages, lines and chapters."""
_PERCENT = re.compile(r"[\s\u00a0\u202f]?%")


def is_range(text: str, at: int, tag: str) -> bool:
    """Whether the hyphen at a place of a text stands between the ends of a range.

    Args:
        text: a line of words.
        at: the place of the hyphen.
        tag: the BCP 47 tag of the language.
    """
    before, after = text[max(0, at - 40) : at], text[at + 1 : at + 41]
    first, second = _FIRST.search(before), _SECOND.match(after)
    if first is None or second is None or int(first[1]) >= int(second[1]) or tag.partition("-")[0] in _OWN_SIGNS:
        return False
    lead, rest = before[: first.start()], after[second.end() :]
    if int(first[1]) in _YEARS and int(second[1]) in _YEARS:
        return not _NUMBERED.search(lead)
    if first[1].startswith("0") or second[1].startswith("0"):
        return False
    if _LISTED.search(lead) or _PERCENT.match(rest):
        return True
    return int(second[1]) <= 31 and _is_by_month(lead, rest, tag)


def _is_by_month(lead: str, rest: str, tag: str) -> bool:
    """Whether the name of a month stands before or behind: “October 22-23”, “17-19 octobre”."""
    known = language(tag)
    for month in known.months if known else ():
        if month.isalpha() and (
            lead.rstrip().endswith(month) or re.match(rf"\s(?:de |d[’'])?{re.escape(month)}\b", rest)
        ):
            return lead.endswith(" ") or not lead
    return False
