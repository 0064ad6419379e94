"""How a name may change in a sentence: borders, prefixes and endings, by script.

A line of the list does not say its language, and a name stands in texts of every language; so the rules are those of
all languages of its script together. Endings come from the declension of names in the grammars of these languages.
The letters are plain: without marks, as `forbidden_forms.folded` makes them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from separatum.checks.privacy.forbidden_forms import LETTER, MARKS, folded

LANGUAGES = frozenset(
    """
    af am an ar as ast az be bg bn bo bs ca ce cs cv cy da de dv el en eo es et eu fa fi fo fr fy ga gd gl gu he hi hr
    hsb hu hy ia id is it ja ka kk km kn ko ku ky la lb lo lt lv mk ml mn mr ms mt my nb ne nl nn no oc os pa pl ps pt
    rm ro ru sc sd si sk sl sq sr sv ta te tg th ti tk tr tt ug uk ur uz vi yi yue zh
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""The languages, by their BCP 47 tags, whose endings and prefixes are looked for."""

_ANY_IN_LONG = 9
"""Letters of a word from which on it may have any ending of up to three letters: no other word begins like it."""
_VOWELS = frozenset("aeiouyаеиоуыэюяєіїաեէըիոօუაეიო")


def _plain(endings: str) -> frozenset[str]:
    """Endings as words are, before letters that look alike become one."""
    return frozenset(folded(endings, alike=False).split())


_LATIN = _plain(
    # Germanic; Romance
    "s es n en ens ul ului lui "
    # Slavic
    "a u e y i o om em iem ie ou ov ova ove ovi evi owi owa owie ow ami ach am ech ich ych ego iego emu iemu ej oj "
    "oja oju ama ima og oga ome in ina ino inu iny inej inou ini iom iem iu "
    # Baltic
    "ui as ai ams us is iai iui io iu eje yje uje os oje ei im ims "
    # Albanian, Basque
    "it in es un an ne ren rekin rentzat ri k ek "
    # Hungarian
    "t at ot nak nek ban ben bol hoz hez tol rol val vel ert kent nal nel ra re ba be ig ek ok ak e ja je jat jet "
    "ekkal ekkel eknak eknek ekhoz ekhez ektol ekrol eknal eknel eket ekban ekben eke "
    # Estonian, Finnish
    "le lt st ga ni ks ta na ssa sta lla lta lle ksi tta han kin kaan ko "
    # Welsh and Maltese have no endings of names; Esperanto
    "on"
)
_AFTER_FRONT_VOWEL = frozenset({"et"})
"""Hungarian, after “e”, “i” and what is folded to them."""
_LATIN_A = _plain("y i e ei u o ou om ova ovo ovi ove ach ami am in ina ino inu iny ie ej oj ia je ji ii iu")
"""In place of a last “a” or “o”."""
_LATIN_FLEETING = _plain("a u em iem om ow owi ovi ova ove ie e y i ami ach ech ku kom")
_LATIN_E = _plain("i u y ja je")
_BALTIC_LONG = _plain("o ui am im ams io iui aus os oms")
_BALTIC = _BALTIC_LONG | _plain("a e u ai iui i iu iai ia ius us ei em")
"""In place of a vowel and a last “s”."""
_LATIN_Y = _plain("eho ego iego emu iemu ym im ymi imi ych ich ej a iej owie u")
_LATIN_CHAIN = (
    # Turkic; Estonian and Finnish with the vowel of their stems
    "(?:l[ae]r)?(?:n?[iu]n|n?[dt][ae]n?|[ny]?[aeiu]|y?l[ae]|y?l[ae]n|nc[ae]|c[ae]|[gkq][ae]|n[iu]ng|s[iu]|[mbp][ae]n)?"
    "(?:k[iu]|d[iu]r|t[iu]r)?|[aeiou](?:le|lt|lta|lla|lle|ssa|sta|st|ga|ni|ks|ksi|na|tta)"
)
_CYRILLIC = _plain(
    # Slavic; with possessive adjectives
    "а у е ы и о я ю ой ою ей ею ом ем ам ям ами ями ах ях ов ев ови еви єві ові єм ого его ому ему им ым ых их "
    "ин ина ино ины иной ину иным ина ину їй ій ію иє ия ию ии ием ів їв ама има ев ова ово овы "
    # Macedonian and Bulgarian
    "от та то те ва на ът ят "
    # Mongolian; Tajik; Ossetic; Chechen and its neighbours
    "ын ийн ыг ийг д т аас ээс оос өөс аар ээр оор өөр тай тэй той "
    "ро ҳо он ма аг ӕй ӕн ӕм ты тӕ мӕ ӕ ан на ца ера ехь го гӏо ас ал ил"
)
_CYRILLIC_A = _plain(
    "ы и е у ю о ой ою ей ею ам ям ами ями ах ях ин ина ино ины иной ину иным ів ії ій і ї ом ем ові еві"
)
"""In place of a last “а”, “я” or “о”."""
_CYRILLIC_SOFT = _plain("а я у ю е и і є ем єм ом ою ею ям ями ях ев їв ї еві єві ові ої")
"""In place of a last “й” or “ь”."""
_ADJECTIVE = _plain(
    "ая яя ой ей ую юю ою ею ий ый ого его ому ему им ым ом ем их ых ими ыми ие ые а у і ої ій ої ю "
    "и е ів ого ом ата ият ия ото ите"
)
_ADJECTIVE_END = re.compile("(?:ая|яя|ии|ыи|ои|ее|ое|іи|оі)$")  # without marks: “ий” is “ии”
_KYPCHAK = (
    "(?:[лдт][ае]р)?(?:с?[иыі])?"
    "(?:[дтн][ыіиуүю][ңн]|[дтн][ыіиуү]|[ғқг][аәе]|[дтн][аәе]н?|н[аәе]|[мбп]ен|м[аәе]н|л[аәе])?"
)
_VOICELESS = frozenset("пткқсшфхцчщ")
_GREEK = _plain("ς σ υ ου ο ον ε α ας αν η ης ην ι ις οι ων ους ες εσ ησ ασ οσ ουσ ισ ω ωσ εα εωσ")
_GREEK_END = re.compile("(?:ουσ|οσ|ησ|ασ|ισ|υσ|εσ|η|α|ο|ι|ου|ω)$")
_GEORGIAN = (
    "(?:ისა|ის|ით|ად|ან|თა|სა|ს|მა|მ|დ|ო|ვ|თვის|თან|გან|იდან|დან|კენ|მდე|ზე|ში|ვით|ც|ა|ი|იანი|იან|ეული|სეული|ური|ული|"
    "ებ|ნი|ადმი|ვე|ღა|აც){0,5}"
)
_ARMENIAN = (
    "(?:ներ|եր|ենք|ենց|անք|անց|ոնց|ոց|ական|յան|ի|ին|ինը|ից|ով|ում|ը|ն|ս|դ|ու|ուն|ուց|ուից|յի|յին|յից|յով|յում|վա|այի|ան|"
    "անի|անից|եւ|ա|է){0,3}"
)
_ARABIC_BEFORE = "(?:[وف]?(?:[بكلس]?ال|لل|[بكلس])?)"
_ARABIC_AFTER = (
    "(?:هما|هم|هن|ها|ه|كما|كم|ك|نا|ني|ي|ين|ون|ان|ات|يه|يين|يون|ا|ت|هاي|هايي|ام|اش|مان|تان|شان|را|گري|ست|و|وں|يں|"
    "دىن|نىڭ|غا|گە|دا|دە|لار|لەر|نى){0,2}"
)
_HEBREW_BEFORE = "[והבכלמש]{0,3}"
_HEBREW_AFTER = "(?:ס|ימ|ית|יות|ות|י|ו|ה|מ|נ|כ|נו|כמ|המ|ת)?"
_ETHIOPIC_BEFORE = "(?:[የለበከእስ]|ስለ|ወደ|እንደ|ያለ|ኣብ|ናይ|ን|ብ|ካብ){0,2}"
_KOREAN_AFTER = (
    "(?:이라고|라고|이라는|라는|에게서|에게|께서|께|한테서|한테|으로|로|처럼|보다|까지|부터|마저|조차|이나|나|이며|며|이고|고|"
    "이다|였다|이었다|입니다|은|는|이|가|을|를|의|와|과|랑|이랑|도|만|에|야|아|씨|님|군|양|네|들|측){1,3}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms of one word."""

    stems: tuple[str, ...]
    """One of these, folded, stands in every form."""
    pattern: str
    """Of all forms, with what may stand before and behind."""
    is_bordered: bool
    """Whether the script has spaces, so that no letter may stand next to the word."""


def script_of(word: str) -> str:
    """The script that most letters of a word have, by the first word of their names in Unicode: “LATIN”."""
    names = [unicodedata.name(sign, "NONE").split()[0].partition("-")[0] for sign in word if sign.isalpha()]
    return max(dict.fromkeys(names), key=names.count) if names else "NONE"


def forms_of(word: str, *, is_exact: bool, is_alone: bool, capitals: bool) -> Forms:
    """What is looked for, for one word of a line.

    Args:
        word: letters and digits.
        is_exact: whether its own form alone is meant.
        is_alone: whether the line has no other word: what could be other words, too, is then no form of it.
        capitals: see `forbidden_forms.folded`.
    """

    def compared(text: str) -> str:
        return folded(text, capitals=capitals)

    plain = folded(word, alike=False)
    script = script_of(plain)
    if script in _SPACELESS:
        letters = [re.escape(sign) for sign in compared(word)]
        return Forms(stems=(compared(word)[:1],), pattern=r"[\s·・‧་]{0,3}".join(letters), is_bordered=False)
    if is_exact:
        stem = compared(word)
        return Forms(stems=(stem,), pattern=re.escape(stem), is_bordered=True)
    if script == "HANGUL":
        return _korean(compared(word))
    rule = _RULES.get(script)
    if rule is not None:
        return rule(plain, compared, is_alone)
    if script in _INDIC:
        return _indic(compared(word))
    chosen = _LETTERED.get(script, _no_endings)
    return _inflected(plain, chosen(plain), compared, is_alone=is_alone)


_SPACELESS = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "BOPOMOFO", "YI", "JAVANESE"}
)
_INDIC = frozenset(
    """
    DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAANA
    """.split()  # noqa: SIM905
)

_CHILLU = dict(zip("ൺൻർൽൾൿ", "ണനരലളക", strict=True))
"""Malayalam letters that have no vowel, and what they are before one."""
_VIRAMA = 9
"""The combining class of the sign that a consonant has no vowel (Unicode, 4.3)."""


def _indic(word: str) -> Forms:
    """A last consonant without a vowel may get one from an ending, and lose the sign that it has none: குமார், குமாரின்."""
    is_bare = len(word) > 3 and unicodedata.combining(word[-1]) == _VIRAMA
    bare = word[:-1] if is_bare else word[:-1] + _CHILLU[word[-1]] if word[-1] in _CHILLU else ""
    after = f"{LETTER}{{0,4}}" if len(word) >= 3 else ""
    pattern = re.escape(word) + after
    if bare:
        pattern = f"(?:{pattern}|{re.escape(bare)}[{MARKS}]{after})"
    return Forms(stems=(word, bare) if bare else (word,), pattern=pattern, is_bordered=True)


Stem = tuple[str, frozenset[str], str]
"""A stem; the endings that it must have one of (“” for none); and a pattern of further endings."""


def _inflected(plain: str, stems: Iterator[Stem], compared: Callable[[str], str], *, is_alone: bool) -> Forms:
    """The forms of a word of a script whose words have borders, and endings but no prefixes."""
    patterns, begins = [], []
    any_ending = len(plain) >= (_ANY_IN_LONG if is_alone else 3)
    for stem, endings, chain in stems:
        begin = compared(stem)
        begins.append(begin)
        ends = [re.escape(compared(end)) for end in sorted(endings, key=len, reverse=True)]
        ends += [_chain(chain, compared)] if chain else []
        patterns.append(f"{re.escape(begin)}(?:{'|'.join(ends)})")
    if any_ending:
        begin = compared(plain[:-1] if plain[-1] in _VOWELS else plain)
        begins.append(begin)
        patterns.append(f"{re.escape(begin)}{LETTER}{'{0,3}' if len(plain) > 3 else '{1,2}'}")
    return Forms(stems=tuple(dict.fromkeys(begins)), pattern=f"(?:{'|'.join(patterns)})", is_bordered=True)


def _chain(chain: str, compared: Callable[[str], str]) -> str:
    """A pattern of endings, its letters as they are compared."""
    return re.sub(r"[^\W\d_]+", lambda found: compared(found[0]), chain)


def _no_endings(plain: str) -> Iterator[Stem]:
    yield plain, frozenset({""}), ""


def _latin(plain: str) -> Iterator[Stem]:
    if len(plain) < 3:
        yield plain, frozenset({""}), ""
        return
    vowels = [sign for sign in plain if sign in "aeiouy"]
    endings = _LATIN | (_AFTER_FRONT_VOWEL if vowels and vowels[-1] in "ei" else frozenset())
    yield plain, endings | {""}, _LATIN_CHAIN
    if len(plain) < 4:
        return
    if plain[-1] in "ao":
        yield plain[:-1], _LATIN_A, ""
    elif plain[-1] == "e":
        yield plain[:-1], _LATIN_E, ""
    elif plain[-1] in "yi":
        yield plain[:-1], _LATIN_Y, ""
    yield from _latin_changes(plain)


def _latin_changes(plain: str) -> Iterator[Stem]:
    """Stems that change before an ending."""
    if plain.endswith("nen"):  # Finnish: Virtanen, Virtasen
        yield (
            plain[:-3] + "s",
            frozenset({"en", "ta", "ia", "ina", "iin"}),
            "e(?:n|ssa|sta|lla|lta|lle|ksi|na|en|kin|nkin|llekin)",
        )
    if doubled := re.fullmatch(r"(.*)([kpt])\2([aeiou])", plain):  # Finnish: Pekka, Pekan
        yield doubled[1] + doubled[2] + doubled[3], frozenset({"n"}), "(?:ssa|sta|lla|lta|lle|ksi|t|nkin)"
    if fleeting := re.fullmatch(r"(.*[^aeiouy])i?e([kcl])", plain):  # Marek, Marka
        yield fleeting[1] + fleeting[2], _LATIN_FLEETING, ""
    if digraph := re.fullmatch(r"(.*)(c|s|z|g|l|n|t)(s|z|y)", plain):  # Hungarian: Kovács, Kováccsal
        yield digraph[1] + digraph[2] * 2 + digraph[3], frozenset({"al", "el"}), ""
    yield plain + plain[-1], frozenset({"al", "el", "a", "e"}), ""  # Hungarian: Péterrel
    if soft := re.fullmatch(r"(.*)([pctk])", plain):  # Turkish: Zeynep, Zeynebi
        yield soft[1] + {"p": "b", "c": "c", "t": "d", "k": "g"}[soft[2]], frozenset(), "[iuae](?:n|m)?"
        if soft[2] == "t" and len(plain) >= 5:  # before an apostrophe: Mehmed’in
            yield f"{soft[1]}d", frozenset({""}), ""
    if baltic := re.fullmatch(r"(.{3,}?)(?:as|is|us|ys|es|os)", plain):  # Petraitis, Petraičio
        begin = baltic[1]
        yield begin, _BALTIC if len(begin) > 3 else _BALTIC_LONG, ""
        if begin.endswith(("t", "d")) and len(begin) > 3:
            yield begin[:-1] + {"t": "c", "d": "dz"}[begin[-1]], _plain("io iui iu iai iams iaus"), ""
    if len(plain) >= 6 and plain.endswith("s"):  # Latvian: Kalniņš, Kalniņa
        yield plain[:-1], _plain("a am u i iem us os"), ""


def _cyrillic(plain: str) -> Iterator[Stem]:
    if len(plain) < 3:
        yield plain, frozenset({""}), ""
        return
    yield plain, _CYRILLIC | ({"ка", "ке", "ко"} if plain[-1] in _VOICELESS else set()) | {""}, _KYPCHAK
    if (found := _ADJECTIVE_END.search(plain)) and found.start() >= 3:
        yield plain[: found.start()], _ADJECTIVE, ""
    if len(plain) >= 4:
        if plain[-1] in "аоея":
            yield plain[:-1], _CYRILLIC_A | (_CYRILLIC_SOFT if plain[-1] == "я" else frozenset()), ""
        elif plain[-1] in "иіь":  # “й” without its mark among them
            yield plain[:-1], _CYRILLIC_SOFT, ""
    elif plain[-1] in "ая":
        yield plain[:-1], _plain("ы и е у ю ои еи"), ""
    yield from _cyrillic_changes(plain)


def _cyrillic_changes(plain: str) -> Iterator[Stem]:
    """Stems that change before an ending."""
    if fleeting := re.fullmatch(r"(.*[^аеиоуыэюяєі])[еоі]([кцлнвг])ь?", plain):
        if len(plain) >= 4:  # Павел, Павла
            yield fleeting[1] + fleeting[2], _CYRILLIC_SOFT | _CYRILLIC, ""
        yield fleeting[1] + "ь" + fleeting[2], _CYRILLIC_SOFT | {"ом"}, ""  # Лев, Льва
    if len(plain) < 4:
        return
    if plain.endswith(("к", "п")):  # Kazakh: Әлібек, Әлібегі
        yield plain[:-1] + {"к": "г", "п": "б"}[plain[-1]], _plain("ы и у і ын ин ін"), ""
    if changed := re.fullmatch(r"(.*)([гкх])а", plain):  # Ukrainian: Ольга, Ользі
        yield changed[1] + {"г": "з", "к": "ц", "х": "с"}[changed[2]], frozenset({"і", "е"}), ""


def _greek(plain: str) -> Iterator[Stem]:
    yield plain, _GREEK | {""}, ""
    found = _GREEK_END.search(plain)
    if found and found.start() >= 3:
        yield plain[: found.start()], _GREEK, ""


def _georgian(plain: str) -> Iterator[Stem]:
    yield plain, frozenset(), _GEORGIAN
    if len(plain) >= 3 and plain[-1] in "იაე":
        yield plain[:-1], frozenset(), rf"(?!{LETTER}?(?!{LETTER})){_GEORGIAN}" if len(plain) < 4 else _GEORGIAN
    if syncope := re.fullmatch(r"(.{2,})[აე]([ლრნ])ი", plain):
        yield syncope[1] + syncope[2], frozenset({"ის", "ით", "ისა", "ისთვის", "ისგან"}), ""


def _armenian(plain: str) -> Iterator[Stem]:
    yield plain, frozenset(), _ARMENIAN
    if len(plain) >= 4 and plain[-1] in "իա":
        yield plain[:-1], frozenset(), f"(?:ու|վա|ո){_ARMENIAN}"


_LETTERED: dict[str, Callable[[str], Iterator[Stem]]] = {
    "LATIN": _latin,
    "CYRILLIC": _cyrillic,
    "GREEK": _greek,
    "GEORGIAN": _georgian,
    "ARMENIAN": _armenian,
}


def _korean(word: str) -> Forms:
    letters = r"\s?".join(map(re.escape, word))
    if len(word) >= 3:  # a whole name: nothing else begins or ends like it
        return Forms(stems=(word[:1],), pattern=letters, is_bordered=False)
    return Forms(stems=(word[:1],), pattern=f"{letters}{_KOREAN_AFTER}?", is_bordered=True)


def _arabic(plain: str, compared: Callable[[str], str], is_alone: bool) -> Forms:
    core, before = plain, _ARABIC_BEFORE
    has_article = plain.startswith("ال") and len(plain) >= 5
    if has_article:
        core = plain[2:]
        before = "[وف]?(?:[بكلس]?ال|لل)" if is_alone else _ARABIC_BEFORE
    stem = compared(core)
    endings = _chain(_ARABIC_AFTER, compared)
    any_ending = endings if is_alone else f"{LETTER}{{0,3}}"
    after = any_ending if len(core) >= 3 else ""
    pattern = f"{before}{re.escape(stem)}{after}"
    if core.endswith("ه") and len(core) >= 3:  # teh marbuta becomes teh before an ending
        pattern = f"(?:{pattern}|{before}{re.escape(stem[:-1])}ت{endings})"
        stem = stem[:-1]
    return Forms(stems=(stem,), pattern=pattern, is_bordered=True)


def _hebrew(plain: str, compared: Callable[[str], str], is_alone: bool) -> Forms:  # noqa: ARG001 - as all rules
    stem = compared(plain)
    before = _HEBREW_BEFORE if len(plain) >= 3 else "[והבכלמש]?"
    return Forms(
        stems=(stem,),
        pattern=f"{before}{re.escape(stem)}{_HEBREW_AFTER if len(plain) >= 3 else ''}",
        is_bordered=True,
    )


def _ethiopic(plain: str, compared: Callable[[str], str], is_alone: bool) -> Forms:  # noqa: ARG001 - as all rules
    stem = compared(plain)
    after = f"{LETTER}{{0,3}}" if len(plain) >= 3 else ""
    return Forms(stems=(stem,), pattern=f"{_ETHIOPIC_BEFORE}{re.escape(stem)}{after}", is_bordered=True)


_RULES: dict[str, Callable[[str, Callable[[str], str], bool], Forms]] = {
    "ARABIC": _arabic,
    "HEBREW": _hebrew,
    "ETHIOPIC": _ethiopic,
}
