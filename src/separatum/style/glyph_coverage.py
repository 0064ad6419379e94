"""Prove, before anything is laid out, that every character of an article has a glyph in a font."""

import unicodedata
from pathlib import Path

from separatum.model.article import Article
from separatum.model.errors import ArticleError
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.style.compose import compose, language_of
from separatum.style.font_files import fingerprint
from separatum.style.fonts import Lack, Typefaces, faces_for
from separatum.style.style import FONTS, Style
from separatum.system.native_libs import install_command

_FEW = 4
"""Characters that are told one by one; more of a script that lacks its fonts would say nothing new."""

NO_GLYPH = rule_from_docstring(
    "GLYPH-MISSING",
    Severity.ERROR,
    """No font has a character of the article

    Readers would see an empty box in its place, or nothing (PDF/UA-1, 7.21.8, and PDF/A-3, 6.2.11.8, forbid it). The
    style has fonts for Latin, Cyrillic and Greek, and names fonts for other scripts, which come with Separatum or with
    the system: then the finding names the package to install, and `separatum doctor` does. For a script that the style
    does not know, add its fonts to the `[[script]]` entries of `style.toml`. A single odd character is mostly a
    slip, or an emoji: write it in another way.
    """,
)
RULES = (NO_GLYPH,)


def proven(article: Article, style: Style, file: Path) -> Typefaces:
    """The faces that an article is set in, which have all of its characters.

    Args:
        article: the article.
        style: the style.
        file: the article's source, where the lines of missing characters are looked up.

    Raises:
        ArticleError: no face has a character; its findings name them all.
    """
    speech = language_of(article.metadata)
    asked = faces_for(article, compose(article, style), speech, style)
    if asked.lacks:
        text = file.read_text(encoding="utf-8", errors="replace")
        findings = tuple(_finding(lack, text, file) for lack in asked.lacks)
        raise ArticleError(f"{file}: no font for some characters", findings)
    return asked


def font_versions(asked: Typefaces) -> tuple[tuple[str, str], ...]:
    """The fonts of the machine, which decide the bytes too: names, and versions with hashes."""
    files = dict.fromkeys(face.ttf for face in asked.faces if face.ttf.parent != FONTS)
    return tuple((file.name, fingerprint(file)) for file in files)


def _finding(lack: Lack, text: str, file: Path) -> Finding:
    told = ", ".join(f"“{sign}” (U+{ord(sign):04X} {_name(sign)})" for sign in lack.characters[:_FEW])
    more = len(lack.characters) - _FEW
    line = _line(lack, text)
    return NO_GLYPH.found(
        f"no font has {told}" + (f" and {more} more characters" if more > 0 else ""),
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
