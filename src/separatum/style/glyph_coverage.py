"""Prove, before anything is laid out, that every character of an article has a glyph in a font."""

import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from separatum.model.article import Article
from separatum.model.errors import ArticleError
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.style.compose import compose, language_of
from separatum.style.font_files import fingerprint
from separatum.style.fonts import Lack, Typefaces, faces_for
from separatum.style.missing_signs import replaceable, with_words, words_for
from separatum.style.style import FONTS, Style
from separatum.system.native_libs import install_command

_FEW = 4
"""Characters that are named; more of a script without fonts would say nothing new."""

NO_GLYPH = rule_from_docstring(
    "GLYPH-MISSING",
    Severity.ERROR,
    """No font has a character of the article

    Readers would see an empty box in its place, or nothing (PDF/UA-1, 7.21.8, and PDF/A-3, 6.2.11.8, forbid it). The
    fonts of Latin, Cyrillic, Greek and 20 other scripts come with Separatum. Those of Chinese, Japanese, Korean and of
    rarely written scripts are found on the machine: the finding names the package to install. For other fonts, write a
    `[[script]]` entry in the `style.toml` of your style.
    """,
)
NO_SYMBOL = rule_from_docstring(
    "GLYPH-NAMED",
    Severity.WARNING,
    """A symbol or an emoji has no glyph; its name stands in its place

    The package draws all emoji of Unicode 16 and the symbols that texts use. For one that is newer or rarer, its name
    is set in brackets, in both editions, so that readers lose nothing: “[orca]”. A sign for private use, as sites draw
    icons with fonts of their own, means nothing outside of that site and is left out.
    """,
)
RULES = (NO_GLYPH, NO_SYMBOL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An article that can be set, and what it is set in."""

    article: Article
    """With words for the symbols that have no glyph."""
    faces: Typefaces
    findings: tuple[Finding, ...] = ()


def proven(article: Article, style: Style, file: Path) -> Proof:
    """The article with the faces that it is set in, which have all of its characters.

    Args:
        article: the article.
        style: the style.
        file: the article's source, where the lines of missing characters are looked up.

    Raises:
        ArticleError: no face has a letter; its findings name all that are missing.
    """
    speech = language_of(article.metadata)
    faces = faces_for(article, compose(article, style), speech, style)
    if not faces.lacks:
        return Proof(article=article, faces=faces)
    text = file.read_text(encoding="utf-8", errors="replace")
    signs = replaceable(sign for lack in faces.lacks for sign in lack.characters)
    lacks = [letters for lack in faces.lacks if (letters := _without(lack, signs)) is not None]
    if lacks:
        findings = tuple(_finding(lack, text, file) for lack in lacks)
        raise ArticleError(f"{file}: no font for some characters", findings)
    article = with_words(article, signs)
    faces = faces_for(article, compose(article, style), speech, style)
    return Proof(
        article=article, faces=faces, findings=tuple(_named(sign, article, text, file) for sign in sorted(signs))
    )


def _without(lack: Lack, signs: frozenset[str]) -> Lack | None:
    """A lack without some characters; None if nothing is left of it."""
    kept = tuple(sign for sign in lack.characters if sign not in signs)
    return replace(lack, characters=kept) if kept else None


def _named(sign: str, article: Article, text: str, file: Path) -> Finding:
    words = words_for(sign, article.metadata.language)
    instead = f"“{words}” stands in its place" if words else "it was left out"
    return NO_SYMBOL.found(
        f"no font has “{sign}” (U+{ord(sign):04X}); {instead}",
        where=Location(file=str(file), line=_line(Lack(characters=(sign,), fonts=None), text)),
        hint="see whether the sentence is still clear",
    )


def font_versions(typefaces: Typefaces) -> tuple[tuple[str, str], ...]:
    """The fonts of the machine, which decide the bytes too: names, and versions with hashes."""
    files = dict.fromkeys(face.ttf for face in typefaces.faces if face.ttf.parent != FONTS)
    return tuple((file.name, fingerprint(file)) for file in files)


def _finding(lack: Lack, text: str, file: Path) -> Finding:
    listed = ", ".join(f"“{sign}” (U+{ord(sign):04X} {_name(sign)})" for sign in lack.characters[:_FEW])
    more = len(lack.characters) - _FEW
    line = _line(lack, text)
    return NO_GLYPH.found(
        f"no font has {listed}" + (f" and {more} more characters" if more > 0 else ""),
        where=Location(file=str(file), line=line),
        hint=_remedy(lack),
    )


def _name(sign: str) -> str:
    return unicodedata.name(sign, "without a name")


def _line(lack: Lack, text: str) -> int | None:
    """The first line with one of the characters; None where the source writes it otherwise, as “&#x2603;”."""
    places = [place for sign in lack.characters if (place := text.find(sign)) >= 0]
    return text.count("\n", 0, min(places)) + 1 if places else None


def _remedy(lack: Lack) -> str:
    from fontTools.unicodedata import script, script_name

    fonts, code = lack.fonts, script(lack.characters[0])
    if fonts is not None and fonts.debian:
        return f"install its fonts: {install_command(fonts.debian, fonts.homebrew, fonts.fedora, cask=True)}"
    if fonts is not None:
        return "run “make setup”, or install Separatum anew: its own fonts are not all there"
    if code in ("Zyyy", "Zinh", "Zzzz"):
        return "write it in another way, or leave it out"
    name = script_name(code)
    return (
        f"add fonts for {name} to the [[script]] entries of the style: Debian’s fonts-noto-core has “Noto Sans {name}”"
    )
