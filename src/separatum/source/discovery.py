"""Which articles a command line means: files, and the Markdown files of folders; and what their editions are called."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from separatum.model.errors import ArticleError, file_errors, require_all_there
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.source.language_versions import language_editions, named_language

SUFFIXES = (".md", ".markdown")
"""How the name of an article in a folder ends, in any case."""

LONGEST_NAME = 255
"""Bytes of a file name, as most file systems have it."""

_LONGEST_SUFFIX = ".report.json"
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})
# Unicode Standard Annex 9, 2: embeddings, overrides and isolates
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

NO_ARTICLES = rule_from_docstring(
    "FOLDER-NO-ARTICLES",
    Severity.ERROR,
    """The folder has no articles

    Given a folder, `separatum export` takes every Markdown file directly in it (not in the folders below) that begins
    with front matter: a first line of `---` or `+++`. Files without it, such as a README, are left out. Add front
    matter to the article, or name the file itself.
    """,
)
SAME_NAME = rule_from_docstring(
    "NAME-TWICE",
    Severity.ERROR,
    """Two articles would be published under one name

    Editions are called after the article's file: `port.md` becomes `port.epub` and `port.pdf`. Two articles of one
    name, in two folders or differing only in upper and lower case, would overwrite each other here or on a reader's
    device. Rename one of them, or export them to different folders with `--out`.
    """,
)
UNSAFE_NAME = rule_from_docstring(
    "NAME-UNSAFE",
    Severity.ERROR,
    """The file's name cannot be the name of an edition

    Editions are called after the article's file, and travel: to telephones, e-readers, memory sticks and mail. A name
    that some system cannot hold, that hides the file, or that shows as another name than it is would be lost there:
    control characters, direction overrides, any of < > : " | ? * and the backslash, a dot at the start, a dot or a
    space at the end, words that Windows keeps for itself, more than 255 bytes. Rename the file, for example to
    letters, digits and hyphens.
    """,
)
LEADS_OUT = rule_from_docstring(
    "FOLDER-LINK-OUTSIDE",
    Severity.ERROR,
    """An article in the folder is a link that leads out of it

    Nothing outside of the folder that is exported is read: whoever sends you a folder could have put a link into it
    that leads to a text of yours, which would then be published. Copy the file into the folder, or name the link
    itself in the command if it is yours.
    """,
)
RULES = (NO_ARTICLES, SAME_NAME, UNSAFE_NAME, LEADS_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """What a command line means."""

    files: tuple[Path, ...]
    """As the user wrote them; those of a folder in the order of their names."""
    left_out: tuple[Path, ...]
    """Markdown files in the folders that have no front matter."""


def find_articles(paths: Sequence[Path]) -> Articles:
    """Find the articles that files and folders stand for, each once.

    Raises:
        FileError: a path is not there, or a folder cannot be read.
        ArticleError: a folder has no articles, one is a link that leads out of its folder, two have
            one name, or a name cannot be an edition's.
    """
    require_all_there(paths)
    files: dict[Path, Path] = {}
    left_out: list[Path] = []
    findings: list[Finding] = []
    for path in paths:
        found, without = _of_folder(path) if path.is_dir() else ([path, *translations_of(path)], [])
        left_out += without
        findings += _leading_out(path, found) if path.is_dir() else ()
        if not found:
            findings.append(_no_articles(path, without))
        for file in found:
            files.setdefault(file.resolve(), file)
    findings += [*_unsafe_names(files.values()), *_same_names(files.values())]
    if findings:
        raise ArticleError("nothing can be exported", tuple(findings))
    return Articles(files=tuple(files.values()), left_out=tuple(left_out))


def edition_name(file: Path) -> str:
    """What an article's editions are called, before the suffix: the file's stem in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", file.stem)


def translations_of(path: Path) -> list[Path]:
    """The other language editions of an article: `name.ru.md` and `name.ka.md` beside `name.md`.

    An article that is itself named for its language stands for itself alone.
    """
    siblings = language_editions(path)
    return [file for file in siblings if file.stem != path.stem] if named_language(path) is None else []


def _of_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """The Markdown files of a folder: those with front matter, and those without."""
    found: list[Path] = []
    without: list[Path] = []
    with file_errors(folder, "read"):
        entries = sorted(folder.iterdir(), key=lambda entry: unicodedata.normalize("NFC", entry.name))
    for entry in entries:
        if entry.suffix.lower() in SUFFIXES and not entry.name.startswith(".") and entry.is_file():
            (found if _has_front_matter(entry) else without).append(entry)
    return found, without


def _has_front_matter(file: Path) -> bool:
    """Whether a file's first line opens front matter."""
    with file_errors(file, "read"), file.open("rb") as opened:
        first = opened.readline(64)
    return first.removeprefix(b"\xef\xbb\xbf").rstrip() in {b"---", b"+++"}


def _no_articles(folder: Path, without: Sequence[Path]) -> Finding:
    names = ", ".join(f"“{file.name}”" for file in without)
    return NO_ARTICLES.found(
        f"no article in this folder: no front matter in {names}" if without else "no article in this folder",
        where=Location(file=str(folder)),
        hint="an article is a Markdown file (.md) that begins with a line “---” and its title, date and language",
    )


def _leading_out(folder: Path, files: Iterable[Path]) -> Iterator[Finding]:
    home = folder.resolve()
    for file in files:
        if not file.resolve().is_relative_to(home):
            yield LEADS_OUT.found(
                "it is a link that leads out of the folder",
                where=Location(file=str(file)),
                hint="copy the file into the folder, or name the link itself if it is yours",
            )


def _same_names(files: Iterable[Path]) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for file in files:
        other = first.setdefault(edition_name(file).casefold(), file)
        if other is not file:
            yield SAME_NAME.found(
                f"would be published under the same name as “{other}”",
                where=Location(file=str(file)),
                hint="rename one of them, or export them to different folders with --out",
            )


def _unsafe_names(files: Iterable[Path]) -> Iterator[Finding]:
    for file in files:
        if reason := _why_unsafe(edition_name(file)):
            yield UNSAFE_NAME.found(
                f"the file’s name cannot be the name of an edition: {reason}",
                where=Location(file=str(file)),
                hint="rename it, for example to letters, digits and hyphens",
            )


def _why_unsafe(name: str) -> str | None:
    """What forbids a name; None if nothing does."""
    return next(_reasons(name), None)


def _reasons(name: str) -> Iterator[str]:
    # “Naming Files, Paths, and Namespaces” in the Windows documentation; the categories are Unicode's, table 4-4.
    for sign in name:
        if sign in '<>:"|?*\\' or unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
            yield f"it holds {_sign_words(sign)}"
        elif sign in _OVERRIDES:
            yield f"it holds {_sign_words(sign)}, which makes it look like another"
    if name.startswith("."):
        yield "it begins with a dot, which hides the file"
    if name.endswith((".", " ")):
        yield "it ends with a dot or a space"
    if name.partition(".")[0].rstrip().lower() in _RESERVED:
        yield "Windows keeps it for a device"
    if len((name + _LONGEST_SUFFIX).encode("utf-8", "surrogateescape")) > LONGEST_NAME:
        yield f"with “{_LONGEST_SUFFIX}” it is longer than {LONGEST_NAME} bytes"


def _sign_words(sign: str) -> str:
    if unicodedata.category(sign) == "Cs":
        return "bytes that are not UTF-8"
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'a control character').lower()})"
