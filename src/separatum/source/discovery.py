"""Which articles a command line means: files, and the Markdown files in folders and the folders below them."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from separatum.model.errors import ArticleError, file_errors, require_all_there
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.model.settings import NOTHING_SAID, Settings
from separatum.source.file import FENCES, is_opened_by_headers, is_opened_by_object
from separatum.source.file_kinds import FileKind, how_to_convert, kind_of
from separatum.source.language_versions import language_editions, named_language
from separatum.source.names import distinct_names, edition_name, patterned_name, slug_of, why_unsafe

SUFFIXES = (".md", ".markdown")
"""How the name of an article in a folder ends, in any case."""
_HEAD = 4096
"""Bytes of a file that are read to see whether it has front matter, and whether that marks it as a draft."""
_PASSED_OVER = frozenset(
    {"node_modules", "bower_components", "vendor", "_site", "_book", "__pycache__", "venv", "dist"}
)
_MACHINERY = frozenset({"_includes", "_layouts", "_data", "_sass", "_templates", "archetypes", "layouts", "themes"})
"""Folders of a site that hold no articles, though Markdown files may be in them."""
_NO_ARTICLES_OF_THEIRS = frozenset(
    {"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "security", "authors", "support"}
)
"""Files of a repository that are no articles, where nothing has front matter."""
_DRAFT = re.compile(
    rb"""^(?:[ \t{]*")?(?:draft"?\s*[:=]\s*["']?true|published"?\s*[:=]\s*["']?false)\b""",
    re.MULTILINE | re.IGNORECASE,
)
_DOCUMENTS = frozenset({".docx", ".odt", ".rtf", ".epub", ".html", ".htm"})
"""How documents end of which Markdown can be made."""
_DRAFT_FOLDERS = frozenset({"_drafts", "drafts"})

NO_ARTICLES = rule_from_docstring(
    "FOLDER-NO-ARTICLES",
    Severity.ERROR,
    """The folder has no articles

    Given a folder, `separatum export` takes every Markdown file in it and in the folders below that begins with front
    matter: a first line of `---` or `+++`, “Title: …”, or an object of JSON. Drafts are left out, and so are folders
    that hold a site's machinery. Name the file itself, or write “plain_files = true” in separatum.toml to export files
    without front matter as well, or use “--drafts”.
    """,
)
SAME_NAME = rule_from_docstring(
    "NAME-TWICE",
    Severity.INFO,
    """Two articles would be published under one name

    Editions are called after the article's file: `port.md` becomes `port.epub` and `port.pdf`. Two articles of one
    name, in two folders or differing only in upper and lower case, would overwrite each other here or on a reader's
    device. So they are called after their folders as well. To choose the names, rename the files, or write a pattern
    such as “name = '{date}-{slug}'” in separatum.toml.
    """,
)
UNSAFE_NAME = rule_from_docstring(
    "NAME-UNSAFE",
    Severity.WARNING,
    """The file's name cannot be the name of an edition

    Editions are called after the article's file, and travel: to telephones, e-readers, memory sticks and mail. A name
    that some system cannot hold, that hides the file, or that shows as another name than it is would be lost there:
    control characters, direction overrides and other signs that nobody sees, any of < > : " | ? * and the backslash, a
    dot or a space at the start or the end, words that Windows keeps for itself, more than 255 bytes. Such signs become
    hyphens in the names of the editions. Rename the file to choose another name.
    """,
)
LEADS_OUT = rule_from_docstring(
    "FOLDER-LINK-OUTSIDE",
    Severity.ERROR,
    """An article in the folder is a link that leads out of it

    Nothing outside of the folder that is exported is read: anyone who sends you a folder could have put a link into it
    that leads to a text of yours, which would then be published. Copy the file into the folder, or name the link
    itself in the command if it is yours.
    """,
)
RULES = (NO_ARTICLES, SAME_NAME, UNSAFE_NAME, LEADS_OUT)

SettingsOf = Callable[[Path], Settings]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A Markdown file in a folder that is not exported."""

    file: Path
    reason: str
    """In a few words: “no front matter”, “a draft”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """What a command line means."""

    files: tuple[Path, ...]
    """As the user wrote them; those of a folder in the order of their names."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the editions of each are called, by its path."""
    passed_over: tuple[PassedOver, ...] = ()
    refused: tuple[Finding, ...] = ()
    """One for each file in a folder that may not be read; the others are exported."""


def find_articles(
    paths: Sequence[Path],
    settings_of: SettingsOf = lambda _: NOTHING_SAID,
    on_found: Callable[[], None] = lambda: None,
) -> Articles:
    """Find the articles that files and folders mean, each once.

    Args:
        paths: files and folders; a folder is searched with all below it.
        settings_of: what is said for an article outside of its own file.
        on_found: called for each article of a folder that begins with front matter, before the next is looked at.

    Raises:
        FileError: a path is not there, or a folder cannot be read.
        ArticleError: a folder has no articles.
    """
    require_all_there(paths)
    identified = _Identity()
    files: dict[str, Path] = {}
    passed_over: list[PassedOver] = []
    refused: list[Finding] = []
    empty: list[Finding] = []
    for path in paths:
        if not path.is_dir():
            found = [path, *translations_of(path)]
        else:
            search = _Search(path, settings_of, on_found)
            found = search.articles()
            passed_over += search.passed_over
            refused += search.refused
            if not found:
                empty += search.refused or [_no_articles(path, search.passed_over)]
        for file in found:
            files.setdefault(identified(file), file)
    if empty:
        raise ArticleError("nothing can be exported", tuple(empty))
    wanted = {file: _wanted_name(file, settings_of(file)) for file in files.values()}
    return Articles(
        files=tuple(files.values()),
        names={str(file): name for file, name in distinct_names(wanted).items()},
        passed_over=tuple(passed_over),
        refused=tuple(refused),
    )


def name_findings(file: Path, name: str, settings: Settings) -> Iterator[Finding]:
    """What is to be said of the name that an article's editions have."""
    where = Location(file=str(file), line=1)
    if settings.name is None and (reason := why_unsafe(file)):
        message = f"the editions are called “{name}”, as not every system can hold the file’s name: {reason}"
        hint = "rename the file to choose another name"
        yield UNSAFE_NAME.found(message, where=where, hint=hint)
    elif name != _wanted_name(file, settings):
        message = f"the editions are called “{name}”, as another article would have the same name"
        yield SAME_NAME.found(
            message, where=where, hint="nothing to do; rename one of the files to choose another name"
        )


def translations_of(path: Path) -> list[Path]:
    """The other language editions of an article: `name.ru.md` and `name.ka.md` beside `name.md`.

    An article that is itself named for its language means itself alone.
    """
    siblings = language_editions(path)
    return [file for file in siblings if file.stem != path.stem] if named_language(path) is None else []


class _Identity:
    """Tells which paths are of one file; the folders are resolved once, not for each of ten thousand files."""

    def __init__(self) -> None:
        self._folders: dict[Path, str] = {}

    def __call__(self, file: Path) -> str:
        return str(file.resolve()) if file.is_symlink() else f"{self._resolved(file.parent)}/{file.name}"

    def _resolved(self, folder: Path) -> str:
        if folder not in self._folders:
            above = folder.parent
            is_plain = above != folder and folder.name != ".." and not folder.is_symlink()
            joined = os.path.join(self._resolved(above), folder.name) if is_plain else ""  # noqa: PTH118 - of thousands
            self._folders[folder] = joined or str(folder.resolve())
        return self._folders[folder]


class _Search:
    """Looks through a folder, and notes what it passes over."""

    def __init__(self, folder: Path, settings_of: SettingsOf, on_found: Callable[[], None]) -> None:
        self._folder = folder
        self._on_found = on_found
        self._home = folder.resolve()
        self._settings_of = settings_of
        self.passed_over: list[PassedOver] = []
        self.refused: list[Finding] = []

    def articles(self) -> list[Path]:
        """The articles, in the order of their names."""
        found: list[Path] = []
        plain: list[Path] = []
        for file, is_link in self._markdown_files():
            if is_link and not file.resolve().is_relative_to(self._home):
                self.refused.append(_leads_out(file))
                continue
            head = _head(file)
            is_draft = _is_draft(head) or file.parent.name in _DRAFT_FOLDERS
            if not _has_front_matter(head):
                plain.append(file)
            elif is_draft and not self._settings_of(file).drafts:
                self.passed_over.append(PassedOver(file=file, reason="a draft"))
            else:
                found.append(file)
                self._on_found()
        # Where nothing has front matter, it is not what makes an article.
        wanted = [file for file in plain if self._is_wanted(file, nothing_else=not found and not self.passed_over)]
        for file in plain:
            if file not in wanted:
                self.passed_over.append(PassedOver(file=file, reason="no front matter"))
        return sorted([*found, *wanted], key=_order) if wanted else found

    def _is_wanted(self, file: Path, *, nothing_else: bool) -> bool:
        if self._settings_of(file).plain_files:
            return True
        return nothing_else and file.stem.lower() not in _NO_ARTICLES_OF_THEIRS

    def _markdown_files(self) -> Iterator[tuple[Path, bool]]:
        """The Markdown files in the order of `_order`, each with whether it is a link, folder by folder as they come.

        An archive has thousands of folders: whoever asks for the first file does not wait for the last.
        """
        with file_errors(self._folder, "read"):
            left = _candidates(os.fspath(self._folder))
        while left:
            entry = left.pop()
            if not _is_folder(entry):
                file = Path(entry.path)
                if file.is_file() if entry.is_symlink() else entry.is_file():
                    yield file, entry.is_symlink()
            elif not entry.is_symlink():
                with suppress(OSError):  # what may not be read is passed over
                    left += _candidates(entry.path)


def _candidates(folder: str) -> list["os.DirEntry[str]"]:
    """What in a folder may be an article or lead to one, the last one first.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if _is_candidate(entry)]
    return sorted(found, key=lambda entry: (unicodedata.normalize("NFC", entry.name), entry.name), reverse=True)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    with suppress(OSError):  # a link that leads to itself
        return entry.is_dir()
    return False


def _is_candidate(entry: "os.DirEntry[str]") -> bool:
    if _is_folder(entry):
        return not _is_passed_over(entry.name)
    return entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith(".")


def folders_below(folder: Path) -> Iterator[Path]:
    """The folders below a folder that are searched for articles; none for a file."""
    for at, folders, _ in os.walk(folder):
        folders[:] = [one for one in folders if not _is_passed_over(one)]
        yield from (Path(at, one) for one in folders)


def _is_passed_over(folder: str) -> bool:
    return folder.startswith(".") or folder in _PASSED_OVER or folder in _MACHINERY


def _order(file: Path) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part) for part in file.parts)


def _head(file: Path) -> bytes:
    with file_errors(file, "read"), file.open("rb", buffering=0) as opened:
        return opened.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()


def _has_front_matter(head: bytes) -> bool:
    """Whether a file begins with front matter: by its first line, or as an object of JSON."""
    text = head.decode("utf-8", "replace")
    first = text.partition("\n")[0].rstrip()
    return first in FENCES or is_opened_by_headers(first) or is_opened_by_object(text)


def _is_draft(head: bytes) -> bool:
    fence = head[:3]
    front = head[3:].partition(b"\n" + fence)[0] if fence in {b"---", b"+++"} else head.partition(b"\n\n")[0]
    return _DRAFT.search(front) is not None


def _no_articles(folder: Path, passed_over: Sequence[PassedOver]) -> Finding:
    shown = ", ".join(f"“{one.file.name}” ({one.reason})" for one in passed_over[:5])
    more = f" and {len(passed_over) - 5} more" if len(passed_over) > 5 else ""
    if not passed_over and (document := _a_document(folder)):
        file, kind = document
        return NO_ARTICLES.found(
            f"no article in this folder; “{file.name}” is {kind.name}, not Markdown",
            where=Location(file=str(folder)),
            hint=how_to_convert(file, kind),
        )
    return NO_ARTICLES.found(
        f"no article in this folder; skipped: {shown}{more}" if passed_over else "no article in this folder",
        where=Location(file=str(folder)),
        hint="name the file itself, or write “plain_files = true” in separatum.toml, or use --drafts for drafts",
    )


def _a_document(folder: Path) -> tuple[Path, FileKind] | None:
    """The first file at the top of a folder of which Markdown can be made, and what it is."""
    for file in sorted(folder.iterdir(), key=_order):
        if file.suffix.lower() in _DOCUMENTS and file.is_file():
            kind = kind_of(file.read_bytes())
            if kind is not None and kind.reader:
                return file, kind
    return None


def _leads_out(file: Path) -> Finding:
    return LEADS_OUT.found(
        "it is a link that leads out of the folder",
        where=Location(file=str(file)),
        hint="copy the file into the folder, or name the link itself if it is yours",
    )


def _wanted_name(file: Path, settings: Settings) -> str:
    """What an article's editions would be called if no other had that name."""
    if settings.name is None:
        return edition_name(file)
    from separatum.source.front_matter.brief import brief

    facts = brief(file, settings)
    fields = {
        "name": edition_name(file),
        "slug": facts.slug or slug_of(file),
        "date": facts.published.isoformat() if facts.published else "",
        "language": facts.language or named_language(file) or settings.language or "",
        "folder": file.absolute().parent.name,
    }
    return patterned_name(settings.name, fields)
