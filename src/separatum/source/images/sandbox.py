"""Nothing outside the article's folder and the project's roots is read: an address becomes a file there."""

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from separatum.model.findings import Rule
from separatum.source import rules
from separatum.system.file_reads import note_found, note_read


class PictureError(Exception):
    """An image cannot be used; `rule` says which fault it has."""

    def __init__(self, rule: Rule, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


def found_inside(folder: Path, src: str, roots: Sequence[Path] = ()) -> tuple[Path, Path]:
    """The file that an address means, and the folder that it was allowed to be in.

    Args:
        folder: the article's.
        src: the address; one that begins with “/” is looked for in the roots.
        roots: absolute paths of folders from which images may be taken as well, also by “../”.

    Raises:
        PictureError: there is no such file in any of them.
    """
    address = src.strip()
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
    if address.startswith("//") or (scheme and scheme[1].lower() in {"http", "https", "ftp"}):
        hint = "save it beside the article and write its file name; or use --remote-images link"
        raise PictureError(rules.IMAGE_REMOTE, f"remote images are not fetched: “{address[:200]}”", hint)
    outside = _outside(address)
    if scheme:
        raise outside
    # The name as written comes first: a file may well be called “50%25.png”.
    plain = address.partition("#")[0].partition("?")[0]
    for name in dict.fromkeys((address, unquote(address), plain, unquote(plain))):
        is_from_top = name.startswith("/")
        if not is_from_top and (path := _inside(folder, name, None if roots else outside)):
            return path, folder
        for root, rest in (*((root, name) for root in roots), *_from_other_roots(folder, roots, name)):
            if path := _in_root(folder, root, rest):
                return path, root
        # An article at the top of its site: what is written from the site's root lies in the article's own folder.
        if is_from_top and (path := _inside(folder, name.lstrip("/"), None)):
            return path, folder
    if _leads_out(plain) and not _is_below_any(folder, plain, roots):
        raise outside
    if not address:
        raise PictureError(rules.IMAGE_MISSING, "an image has no file name", "write its path from the article's folder")
    message = f"the image “{address[:200]}” does not exist"
    raise PictureError(rules.IMAGE_MISSING, message, _nearest(folder, plain))


def found_by_name(vault: Path, src: str) -> Path | None:
    """The one file of an address's name in a folder of notes, or in the folders below it; None if there is not one."""
    address = unquote(src.strip())
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
        return None
    name = re.split(r"[/\\]", address)[-1].partition("|")[0].lower()
    found = _names_in(vault).get(name, ())
    path = found[0].resolve() if len(found) == 1 else None
    if path is None or not path.is_relative_to(vault.resolve()) or not path.is_file():
        return None
    note_found(str(path), path)
    return path


@lru_cache(maxsize=8)
def _names_in(vault: Path) -> Mapping[str, tuple[Path, ...]]:
    """The files of a vault by their names in small letters; hidden folders are passed over."""
    found: dict[str, tuple[Path, ...]] = {}
    for at, folders, names in os.walk(vault):
        folders[:] = [one for one in folders if not one.startswith(".") and one != "node_modules"]
        for name in names:
            found[name.lower()] = (*found.get(name.lower(), ()), Path(at, name))
    return found


def read_inside(folder: Path, path: Path, limit: int) -> bytes:
    """The bytes of a file that `found_inside` found.

    Between finding and opening, someone may put a link in the place of the file or of a folder on the way to it. So
    each step is opened from the one before and follows no link, and what was opened is asked what it is, not its name.

    Raises:
        PictureError: it is no plain file any more, is larger than the limit, or cannot be read.
    """
    home = folder.resolve()
    try:
        with open(_descriptor(home, path.relative_to(home).parts), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _outside(path.name)
            content = file.read(found.st_size + 1) if found.st_size <= limit else b""
            if len(content) > found.st_size:  # it has grown since it was opened
                content += file.read(max(0, limit + 1 - len(content)))
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR, errno.ENXIO}:
            raise _outside(path.name) from error
        message = f"the image “{path.name}” cannot be read: {error.strerror}"
        raise PictureError(rules.IMAGE_MISSING, message, "see whether you may read it") from error
    if max(found.st_size, len(content)) > limit:
        hint = "scale it down, to 5.6 megapixels for example"
        raise PictureError(rules.IMAGE_TOO_LARGE, f"the image “{path.name}” has {found.st_size / 2**20:.0f} MB", hint)
    note_read(path, content)
    return content


def _descriptor(home: Path, parts: tuple[str, ...]) -> int:
    # A pipe would wait for a writer, if it were not opened without waiting.
    plain = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    at = os.open(home, plain | os.O_DIRECTORY)
    for name in parts[:-1]:
        try:
            below = os.open(name, plain | os.O_DIRECTORY, dir_fd=at)
        finally:
            os.close(at)
        at = below
    try:
        return os.open(parts[-1], plain, dir_fd=at)
    finally:
        os.close(at)


def _outside(name: str) -> PictureError:
    hint = "copy it beside the article, or name the folder it is in under “roots” in separatum.toml"
    return PictureError(rules.IMAGE_OUTSIDE, f"the image “{name[:200]}” is outside the article's folder", hint)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", name)


def _is_below_any(folder: Path, name: str, roots: Sequence[Path]) -> bool:
    """Whether a file of that name would be in one of the roots."""
    if name.startswith("/"):
        return bool(roots)
    try:
        path = (folder.resolve() / name).resolve()
    except (OSError, ValueError, RuntimeError):
        return False
    return any(path.is_relative_to(root.resolve()) for root in roots)


def _from_other_roots(folder: Path, roots: Sequence[Path], name: str) -> Iterator[tuple[Path, str]]:
    """Where a name may mean a file of another root: a site lays all its public folders over each other."""
    if name.startswith(("/", "~", "\\")):
        return
    own = folder.resolve()
    for home in (root.resolve() for root in roots):
        if own.is_relative_to(home):
            rest = os.path.normpath(own.relative_to(home) / name)
            if not _leads_out(rest):
                yield from ((root, f"/{rest}") for root in roots if root.resolve() != home)


def _in_root(folder: Path, root: Path, name: str) -> Path | None:
    """The file of that name in a root: from the root, or from the article's folder as long as that leads there."""
    if not name or "\0" in name or name.startswith(("~", "\\")):
        return None
    home, own = root.resolve(), folder.resolve()
    places = [home / name.lstrip("/")] if not _leads_out(name) or name.startswith("/") else [own / name]
    # A site resolves “../images/a.png” from the page's address, which may be deeper or higher than its file.
    rest = re.sub(r"^(?:\.\.?/)+", "", name)
    if "/" in rest and not name.startswith("/") and own.is_relative_to(home):
        places += [place / rest for place in own.parents if place.is_relative_to(home)]
    for place in places:
        try:
            path = place.resolve()
            found = path if path.is_relative_to(home) and path.is_file() else None
        except (OSError, ValueError, RuntimeError):
            found = None
        note_found(str(place), found)
        if found is not None:
            return found
    return None


def _inside(folder: Path, name: str, outside: PictureError | None) -> Path | None:
    if not name or "\0" in name:
        return None
    if _leads_out(name):
        if outside is None:
            return None
        raise outside
    try:
        home = folder.resolve()
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            if outside is None:
                return None
            raise outside
        found = path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name too long; a circle of links
        found = None
    note_found(name, found)
    return found


_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff", ".bmp"})


def _nearest(folder: Path, name: str) -> str:
    import difflib

    usual = "put it into the article's folder; capitals count"
    wanted = Path(unquote(name))
    try:
        beside = (folder / wanted.parent).resolve()
        if not beside.is_relative_to(folder.resolve()):
            return usual
        known = sorted(one.name for one in beside.iterdir() if one.is_file() and one.suffix.lower() in _PICTURES)
    except (OSError, ValueError, RuntimeError):
        known = []
    lowered = {entry.lower(): entry for entry in known}
    close = difflib.get_close_matches(wanted.name.lower(), lowered, n=1)
    return f"did you mean “{(wanted.parent / lowered[close[0]]).as_posix()}”?" if close else usual
