"""The gate: what `separatum inspect` says of anybody's file, it says of ours before they leave."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from separatum.exports.articles import settings_for
from separatum.model.article import Article
from separatum.model.findings import Finding, Severity
from separatum.model.options import Options
from separatum.style.style import Style

if TYPE_CHECKING:
    from separatum.checks.formats.epub_file import EpubFile
    from separatum.checks.formats.pdf_file import PdfFile


def findings_in(
    editions: "Iterable[EpubFile | PdfFile]", article: Article, style: Style, file: Path, options: Options
) -> tuple[Finding, ...]:
    """What `inspect` finds in finished files; errors stop publishing.

    Left out is what every edition has and is only to be known, such as its dates and links; and what is said of text
    that a PDF hides: our own checks have painted its pages for that (LAYOUT-COVERED, LAYOUT-INVISIBLE, LAYOUT-TINY),
    and stop it. A line such as “Licensed to …” that the author wrote is no shop's mark: a person sees whether it was
    pasted.

    Args:
        editions: the finished files, opened.
        article: what they were made from: what its author wrote to be read is no secret.
        style: how they look: the names of its fonts are no persons'.
        file: the article's file.
        options: of the run.
    """
    words = unescape(" ".join(_words(article)))
    known = (words, " ".join(_contacts(article.body)), _fonts(style))
    found = [one for edition in editions for one in _found_in(edition, known) if not _is_printed(one, words)]
    found = [replace(one, severity=Severity.REVIEW) if _is_mark_of_the_author(one, known) else one for one in found]
    return tuple(settings_for(file, options).weighed(found))


def _is_printed(finding: Finding, words: str) -> bool:
    """Whether it is about a machine or a path that the text names: “open http://localhost:8000”, “see /home/user”."""
    from separatum.checks.privacy.rules import MACHINE

    quoted = re.search(r"^a (?:machine’s address|path) in .*?: “(.+?)(?: … .*)?”$", finding.message)
    return finding.code == MACHINE.code and quoted is not None and quoted[1] in words


def _is_mark_of_the_author(finding: Finding, known: Sequence[str]) -> bool:
    from separatum.checks.privacy.rules import READER

    # Behind a link, paper prints its address.
    quoted = re.search(r"^in the text: “(.*?)[\s:(]*(?:https?://.*| … .*)?”$", finding.message)
    return finding.code == READER.code and quoted is not None and quoted[1] in " ".join(" ".join(known).split())


def _contacts(body: str) -> Iterator[str]:
    """Whom the links of a body lead to: the author published these addresses and numbers, printed or not.

    So are those in the path of a web address: the archives of mailing lists call their pages by them. What is behind
    a “?” may name the reader of a newsletter, and is not among them.
    """
    for address in re.findall(r'href="(?:https?|mailto|tel|sms|xmpp|sips?):([^"?]*)', body):
        yield from (unescape(address), unquote(unescape(address)))


@lru_cache(maxsize=2)
def _fonts(style: Style) -> str:
    """The names of a style's fonts, as they stand in files."""
    names = [face.family for face in style.faces]
    names += [Path(name.partition("#")[0]).stem for one in style.scripts for name in (*one.text, *one.label)]
    parted = ((name, re.sub(r"(?<=[a-z])(?=[A-Z])|-", " ", name)) for name in dict.fromkeys(names))  # “AmiriBold”
    return " ".join(f"{name} {words} Separatum {words}" for name, words in parted)


def _found_in(edition: "EpubFile | PdfFile", known: Sequence[str]) -> list[Finding]:
    from separatum.checks.formats.pdf_file import PdfFile
    from separatum.checks.privacy.inspect import inspect_document

    return [
        finding
        for finding in inspect_document(edition, known, drawn=False)
        if finding.severity is not Severity.INFO
        and not (isinstance(edition, PdfFile) and _is_about_hidden(finding))
        and not _is_about_fonts(finding)
    ]


def _is_about_fonts(finding: Finding) -> bool:
    """Whether it is about a name in a sheet: `style.allowed_sheets` lets no names into it but those of fonts."""
    from separatum.checks.privacy.rules import PERSON

    return finding.code == PERSON.code and finding.where is not None and finding.where.file.endswith(".css")


def _is_about_hidden(finding: Finding) -> bool:
    from separatum.checks.privacy.rules import HIDDEN

    return finding.code == HIDDEN.code or " in hidden text" in finding.message


def _words(thing: object) -> Iterator[str]:
    """The texts that an article has, its body without its tags, and what these say of themselves."""
    if isinstance(thing, str):
        yield re.sub(r"<[^<>]*>", " ", thing)
        yield from re.findall(r'<[^<>]* title="([^"]*)"', thing)  # what an abbreviation stands for is read aloud
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _words(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from _words(getattr(thing, one.name))
