"""What the editions of an article are called: after its file, in letters and signs that every system can hold."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from separatum.source.language_versions import named_language

LONGEST_NAME = 255
"""Bytes of a file name, as most file systems have it."""
_LONGEST_SUFFIX = ".report.json"
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789\u00b9\u00b2\u00b3"}
)
"""Names of devices, with any suffix (“Naming Files, Paths, and Namespaces” in the Windows documentation)."""
# Unicode Standard Annex 9, 2: embeddings, overrides and isolates
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0001\ufffe\uffff]"
)
"""Signs that nobody sees, and that make two names look alike; not the joiners, which Persian and others need."""
_BUNDLE = frozenset({"index", "_index", "readme"})
"""Names of files that are called after their folder: page bundles, and a README that is all there is of a project."""
_FORBIDDEN = frozenset('<>:"|?*\\/`$')
"""Signs that some file system cannot hold, or that a shell takes for a command within a quoted name."""
_SAFE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9_-])?", re.ASCII)
"""Names, nearly all, of which nothing need be looked at sign by sign."""
_HOMES = frozenset({"home", "Users"})
"""Folders that hold one for each user."""
_DATE = re.compile(r"^\d{4}-?\d{2}-?\d{2}[-_. ]*")


def own_name(file: Path) -> str:
    """The name of an article without the suffix and the language: of its file, or of its folder if it is a bundle."""
    base = file.stem.removesuffix(f".{named_language(file)}")
    if base.lower() not in _BUNDLE:
        return base
    folder = file.absolute().parent
    return folder.name if folder.name and not _is_home(folder) else base


def _is_home(folder: Path) -> bool:
    """Whether a folder is called after a user."""
    return folder.parent.name in _HOMES or folder == Path(os.path.expanduser("~"))  # noqa: PTH111 - where there is none


def edition_name(file: Path) -> str:
    """What an article's editions are called, before the suffix, in Unicode's composed form (NFC)."""
    language = named_language(file)
    return safe_name(own_name(file) + (f".{language}" if language else ""))


def slug_of(file: Path) -> str:
    """The name of an article without the date in front of it."""
    return _DATE.sub("", own_name(file)) or own_name(file)


def safe_name(name: str) -> str:
    """A name in which every sign that some system cannot hold is a hyphen, cut where it is too long for a file."""
    if _SAFE.fullmatch(name) and not _is_reserved(name):
        return name
    plain = "".join("-" if _is_unsafe(sign) else sign for sign in unicodedata.normalize("NFC", name))
    if plain != unicodedata.normalize("NFC", name):
        plain = re.sub(r"-[- ]*-", "-", plain).strip("-. ")
    plain = plain.strip(". \u00a0").lstrip("-~ ")  # it may not begin as an option of a command does, or as a home
    first, dot, rest = plain.partition(".")
    if _is_reserved(plain):
        plain = f"{first.rstrip()}-article{dot}{rest}"
    return _cut(plain, 0) or "article"


def _is_reserved(name: str) -> bool:
    return name.partition(".")[0].rstrip().lower() in _RESERVED


def _cut(name: str, room: int) -> str:
    """The name, with bytes to spare for what is put behind it."""
    while len(name.encode("utf-8")) > LONGEST_NAME - len(_LONGEST_SUFFIX) - room:
        name = name[:-1].rstrip(". -")
    return name


def why_unsafe(file: Path) -> str | None:
    """Why a file's own name cannot be that of its editions; None if it can."""
    name = unicodedata.normalize("NFC", own_name(file))
    return None if safe_name(name) == name else next(_reasons(name), "some system cannot hold it")


def distinct_names(wanted: Mapping[Path, str]) -> dict[Path, str]:
    """Names of which no two are the same, without regard to case.

    Articles that would have one name are called after their folders as well, “2019-intro”, “2020-intro”, but only after
    those below the folder that all are in, and below a user's: the others say whose machine it is. Then they are
    counted.

    Args:
        wanted: what each article would be called, in the order of the articles.
    """
    names = dict(wanted)
    folders: Mapping[Path, tuple[str, ...]] = {}
    for depth in range(1, 5):
        same = list(_not_alone(names))
        if not same:
            return names
        folders = folders or _folders_of(wanted)
        for file in same:
            names[file] = safe_name("-".join([*folders[file][-depth:], wanted[file]]))
    taken: set[str] = set()
    for file, name in names.items():
        free, number = name, 2
        while free.casefold() in taken:
            ending = f"-{number}"
            free, number = _cut(name, len(ending)) + ending, number + 1
        taken.add(free.casefold())
        names[file] = free
    return names


def _folders_of(files: Iterable[Path]) -> dict[Path, tuple[str, ...]]:
    """The folders of each file that its name may tell: none that all share, and none above a user's own."""
    found = {}
    for file in files:
        parents = file.absolute().parts[1:-1]
        if parents and own_name(file) == parents[-1]:
            parents = parents[:-1]  # it has this one's name already
        found[file] = parents
    levels = enumerate(zip(*found.values(), strict=False))
    shared = next((depth for depth, level in levels if len(set(level)) > 1), min(map(len, found.values()), default=0))
    return {
        file: parents[max(shared, 2 if parents[:1] and parents[0] in _HOMES else 0) :]
        for file, parents in found.items()
    }


def _not_alone(names: Mapping[Path, str]) -> Iterator[Path]:
    by_name: dict[str, list[Path]] = {}
    for file, name in names.items():
        by_name.setdefault(name.casefold(), []).append(file)
    for files in by_name.values():
        if len(files) > 1:
            yield from files


def patterned_name(pattern: str, fields: Mapping[str, str]) -> str:
    """A name after a pattern such as “{date}-{slug}”; a field that is empty takes the hyphen beside it away."""
    filled = re.sub(r"\{(\w+)\}", lambda found: fields.get(found[1], ""), pattern)
    return safe_name(re.sub(r"([-_. ])[-_. ]*(?=[-_. ])", "", filled).strip("-_. "))


def _is_unsafe(sign: str) -> bool:
    if sign in _FORBIDDEN or sign in _OVERRIDES or _INVISIBLE.match(sign):
        return True
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}


def _reasons(name: str) -> Iterator[str]:
    # The categories of signs are Unicode's, table 4-4.
    yield from (f"it holds {_described(sign)}" for sign in _unique(filter(_is_unsafe, name)))
    if name.startswith("."):
        yield "it begins with a dot, which hides the file"
    if name.startswith("-"):
        yield "it begins with a hyphen, as the options of commands do"
    if name.startswith("~"):
        yield "it begins with a tilde, which stands for a home folder"
    if name.startswith((" ", "\u00a0")):
        yield "it begins with a space"
    if name.endswith((".", " ")):
        yield "it ends with a dot or a space"
    if _is_reserved(name):
        yield "Windows keeps it for a device"
    if len((name + _LONGEST_SUFFIX).encode("utf-8", "surrogateescape")) > LONGEST_NAME:
        yield f"with “{_LONGEST_SUFFIX}” it is longer than {LONGEST_NAME} bytes"


def _unique(signs: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(signs)


def _described(sign: str) -> str:
    if unicodedata.category(sign) == "Cs":
        return "bytes that are not UTF-8"
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'a control character').lower()})"
