"""What an article's front matter does not say is found elsewhere: in the settings, the file's name, the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from separatum.model.findings import Finding, Location
from separatum.model.languages import has_words_of_its_own, language, untranslated
from separatum.model.settings import DECIDED, Settings
from separatum.source import rules
from separatum.source.file import Manuscript
from separatum.source.front_matter.dates import date_in_name
from separatum.source.front_matter.language_tags import known_tag
from separatum.source.front_matter.read import FrontMatter
from separatum.source.language_versions import named_language
from separatum.source.names import slug_of

_DRAFT_FOLDERS = frozenset({"_drafts", "drafts"})
_FOLDERS_OF_LANGUAGE = 6
"""How many folders above a file may be named for its language."""
_PLAINLY = 0.97
"""How sure a guess must be to be believed against the site's configuration."""
_LEAST_REPEATED = 20
"""Letters and digits that a description must have to be compared with the text."""
_BLOCK = re.compile(r"<(?:figure|pre|table)\b.*?</(?:figure|pre|table)>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HOW_TO_SAY = (
    "write “language: en-GB” in the front matter, with the text’s own tag; for all articles, “language = 'en-GB'” in"
    " separatum.toml, or --language en-GB"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What can be found about one article."""

    source: Manuscript
    front: FrontMatter
    settings: Settings
    path: Path

    def _at_top(self, line: int | None = None) -> Location:
        return self.source.at(line or max(1, self.source.front_line - 1))

    def language(self) -> tuple[str | None, tuple[Finding, ...]]:
        """The language’s tag, None if nobody knows it; and what is to be said about it.

        The front matter beats the file's name, this the settings, and these a guess.
        """
        named = self.front.language or named_language(self.path)
        taken = named or self.settings.language
        unknown: list[Finding] = []
        if taken is not None:
            if language(taken) is not None:
                doubtful = () if named else self._doubt(taken)
                taken = doubtful[0] if doubtful else taken
                return taken, (*doubtful[1:], *self._fallback(taken))
            where = self._at_top(self.front.lines.get("language"))
            message = f"“{taken}” is not the tag of a language that is known"
            unknown = [rules.VALUE.found(message, where=where, hint="write its BCP 47 tag, for example en-GB")]
        from separatum.source.front_matter.guess_language import guess_language

        expected = tuple(self._folders_of_language())
        guessed = guess_language(self.source.body, expected)
        if guessed is None:
            message = "nobody says the language of the article, and it cannot be guessed"
            return None, (*unknown, rules.NO_LANGUAGE.found(message, where=self._at_top(), hint=_HOW_TO_SAY))
        if guessed in expected:
            message = f"the language “{guessed}” was taken from the folder and the text"
            found = rules.SETTING.found(message, where=self._at_top(), hint="nothing to do")
        else:
            message = f"the language was guessed: “{guessed}”"
            found = rules.LANGUAGE_GUESSED.found(message, where=self._at_top(), hint=_HOW_TO_SAY)
        return guessed, (*unknown, found, *self._fallback(guessed))

    def _doubt(self, default: str) -> "tuple[()] | tuple[str, Finding]":
        """Another language than the default of the site, if the text is plainly in that one, and what to say of it."""
        if self.settings.source_of("language") in DECIDED:
            return ()
        from separatum.source.front_matter.guess_language import guess_language, is_kin

        expected = tuple(tag for tag in self._folders_of_language() if not is_kin(tag, default))
        guessed = guess_language(self.source.body, expected, least_sure=_PLAINLY)
        if guessed is None or is_kin(guessed, default):
            return ()
        where = self._at_top()
        if guessed in expected:
            message = f"the language “{guessed}” was taken from the folder and the text"
            return guessed, rules.SETTING.found(message, where=where, hint="nothing to do")
        message = f"the site says “{default}”, but the text looks like “{guessed}”, which is used"
        return guessed, rules.LANGUAGE_DOUBTFUL.found(message, where=where, hint=_HOW_TO_SAY)

    def _folders_of_language(self) -> Iterator[str]:
        for folder in list(self.path.absolute().parents)[:_FOLDERS_OF_LANGUAGE]:
            if tag := known_tag(folder.name):
                yield tag

    def _fallback(self, tag: str) -> Iterator[Finding]:
        lacking = len(untranslated(tag))
        if not lacking:
            return
        which = f"{lacking} of the fixed words" if has_words_of_its_own(tag) else "the fixed words"
        message = f"{which} of “{tag}” are in English"
        hint = "a translator can add them; see docs/how-to/translate-separatum.md"
        yield rules.LANGUAGE_UNKNOWN.found(message, where=self._at_top(self.front.lines.get("language")), hint=hint)

    def title(self, headline: str | None) -> tuple[str, tuple[Finding, ...]]:
        """The title: the front matter’s, the text’s first heading, or the file’s name."""
        if self.front.title:
            return self.front.title, ()
        if headline:
            return headline, ()
        name = slug_of(self.path)
        title = re.sub(r"[-_]+", " ", name).strip() if " " not in name else name.strip()
        title = title[:1].upper() + title[1:] if title else self.path.stem
        message = f"the article has no title; the name of the file is used: “{title}”"
        hint = "write “title: …”, or open the text with one “# Heading”"
        return title, (rules.NO_TITLE.found(message, where=self._at_top(), hint=hint),)

    def published(self) -> tuple[date | None, tuple[Finding, ...]]:
        """The day of publication: the front matter’s, or the one in the file’s path."""
        if self.front.published is not None:
            return self.front.published, ()
        parts = self.path.with_suffix("").absolute().parts
        day = date_in_name("/".join(parts[-5:]))
        if day is not None:
            message = f"the date of publication was taken from the file’s name: {day.isoformat()}"
            return day, (rules.SETTING.found(message, where=self._at_top(), hint="nothing to do"),)
        if "published" in self.front.given:
            message = "the article has no date of publication, as the one that is given cannot be read"
            where = self._at_top(self.front.lines["published"])
            return None, (rules.NO_DATE.found(message, where=where, hint="correct it, or the editions have no date"),)
        message = "the article has no date of publication, and is published without one"
        hint = "write “published: YYYY-MM-DD”"
        return None, (rules.NO_DATE.found(message, where=self._at_top(), hint=hint),)

    def drafts(self) -> Iterator[Finding]:
        """The finding for an article in a folder of drafts."""
        if self.path.absolute().parent.name in _DRAFT_FOLDERS:
            message = f"it is in the folder “{self.path.absolute().parent.name}”: the article is a draft"
            yield rules.DRAFT.found(message, where=self._at_top(), hint="to export it as well, use “--drafts”")

    def taken(self, language: str | None) -> Iterator[Finding]:
        """What was taken from the settings, and from where.

        Args:
            language: the language that the article has in the end.
        """
        is_named = self.front.language is not None or named_language(self.path) is not None
        used = {
            "language": not is_named and language == self.settings.language,
            "publisher": self.front.publisher is None,
            "byline": not self.front.names,
            "licence": self.front.licence is None,
            "rights": self.front.rights is None,
        }
        for field, is_used in used.items():
            where_from = self.settings.source_of(field)
            if is_used and where_from and getattr(self.settings, field):
                message = f"{field}: {_shown(getattr(self.settings, field))}, from {where_from}"
                yield rules.SETTING.found(message, where=self._at_top(), hint="nothing to do")

    @staticmethod
    def is_repeated(standfirst: str | None, xhtml: str, title: str) -> bool:
        """Whether a standfirst only repeats the title, or the opening of the text."""
        wanted = _letters(standfirst or "")
        if not wanted:
            return False
        if wanted == _letters(title):
            return True
        text = _letters(_TAG.sub(" ", _BLOCK.sub(" ", xhtml))[: 4 * len(standfirst or "") + 2000])
        return len(wanted) >= _LEAST_REPEATED and text.startswith(wanted)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(getattr(value, "name", value))


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
