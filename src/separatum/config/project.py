"""separatum.toml: found above an article, read, and checked against the schema."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from separatum.config.schema import FILE, SETTINGS, SEVERITIES, Kind, Setting, find, nearest
from separatum.config.sites.find import folders_above
from separatum.config.sites.listing import holds
from separatum.model.article import Licence, Publisher
from separatum.model.errors import UsageError, file_errors
from separatum.model.findings import Severity
from separatum.source.front_matter.language_tags import tag
from separatum.source.front_matter.values import licence


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a separatum.toml says."""

    folder: Path
    """Absolute: that of the file."""
    values: dict[str, Any] = field(hash=False)
    """By the name of the setting, in the types that the settings have."""
    file: str = FILE
    """Its path, as it is shown."""


def project_of(folder: Path) -> Project | None:
    """The nearest separatum.toml above a folder; None if there is none.

    Args:
        folder: absolute.

    Raises:
        UsageError: it is at fault; the message names the line.
        FileError: it cannot be read.
    """
    for place in folders_above(folder):
        if holds(place, FILE) and (file := place / FILE).is_file():
            stat = file.stat()
            return _read(file, (stat.st_mtime_ns, stat.st_size))
    return None


@lru_cache(maxsize=64)
def _read(file: Path, _stamp: tuple[int, int]) -> Project:
    import tomllib

    with file_errors(file, "read"):
        content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{_shown(file)}: the file is not UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = found[1] if found else 1
        raise UsageError(f"{_shown(file)}:{line}: {error}", "write “key = 'value'” lines") from error
    reader = _Reader(file, text)
    values = {setting.name: reader.value(setting, name, value) for name, value, setting in reader.known(table)}
    return Project(folder=file.parent.resolve(), values=values, file=str(_shown(file)))


def _shown(file: Path) -> Path:
    """A path as its user would write it: from where the command was called, if it is below that."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


class _Reader:
    """Checks values, and names the line of each that is wrong."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._lines = text.split("\n")

    def known(self, table: dict[str, Any]) -> list[tuple[str, Any, Setting]]:
        found = []
        for name, value in table.items():
            setting = find(name)
            if setting is None:
                close = nearest(name)
                hint = (
                    f"did you mean “{close}”?" if close else f"the keys are {', '.join(one.name for one in SETTINGS)}"
                )
                raise UsageError(f"{self._at(name)}: “{name}” is not a setting", hint)
            found.append((name, value, setting))
        return found

    def value(self, setting: Setting, name: str, value: Any) -> Any:
        """The value in the type that the settings have.

        Raises:
            UsageError: it is wrong.
        """
        read = {
            Kind.TEXT: self._text,
            Kind.LANGUAGE: self._language,
            Kind.SWITCH: self._switch,
            Kind.CHOICE: self._choice,
            Kind.NAMES: self._names,
            Kind.FOLDERS: self._folders,
            Kind.FOLDER: self._folder,
            Kind.FORMATS: self._names,
            Kind.PUBLISHER: self._publisher,
            Kind.LICENCE: self._licence,
            Kind.TEXTS_BY_NAME: self._texts,
            Kind.SEVERITIES: self._severities,
        }
        return read[setting.kind](setting, name, value)

    def _at(self, name: str) -> str:
        bare = re.compile(rf"""^\s*\[?\s*["']?{re.escape(name)}["']?\s*(?:=|\.|\])""")
        line = next((number for number, text in enumerate(self._lines, start=1) if bare.match(text)), 1)
        return f"{_shown(self._file)}:{line}"

    def _wrong(self, setting: Setting, name: str, value: Any, near: str | None = None) -> UsageError:
        choices = f": {', '.join(setting.choices)}" if setting.choices else ""
        shown = f" “{value}”" if isinstance(value, str) else ""
        hint = f"did you mean “{near}”?" if near else f"for example: {setting.name} = {setting.example}"
        return UsageError(f"{self._at(name)}: “{name}”{shown} is not {setting.kind}{choices}", hint)

    def _text(self, setting: Setting, name: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(setting, name, value)
        return " ".join(value.split())

    def _language(self, setting: Setting, name: str, value: Any) -> str:
        found = tag(self._text(setting, name, value))
        if found is None:
            raise self._wrong(setting, name, value)
        return found

    def _switch(self, setting: Setting, name: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(setting, name, value)
        return value

    def _choice(self, setting: Setting, name: str, value: Any) -> str:
        text = self._text(setting, name, value)
        if text not in setting.choices:
            raise self._wrong(setting, name, value, nearest(text, setting.choices))
        return text

    def _names(self, setting: Setting, name: str, value: Any) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        return tuple(self._text(setting, name, one) for one in values)

    def _folders(self, setting: Setting, name: str, value: Any) -> tuple[Path, ...]:
        values = value if isinstance(value, list) else [value]
        folders = tuple(self._folder(setting, name, one) for one in values)
        for folder, written in zip(folders, values, strict=True):
            if not folder.is_dir():
                raise UsageError(f"{self._at(name)}: there is no folder “{written}”", "name a folder that is there")
        return folders

    def _folder(self, setting: Setting, name: str, value: Any) -> Path:
        """A folder in that of the file: a project that somebody sends must not reach beyond itself."""
        text = self._text(setting, name, value)
        home = self._file.parent.resolve()
        try:
            place = (home / text).resolve()
        except (OSError, ValueError, RuntimeError):
            raise self._wrong(setting, name, value) from None
        if not place.is_relative_to(home):
            message = f"{self._at(name)}: “{text}” is outside the folder of {FILE}"
            raise UsageError(message, f"move {FILE} to a folder that holds both, or use the command-line option")
        return place

    def _publisher(self, setting: Setting, name: str, value: Any) -> Publisher:
        if isinstance(value, str):
            return Publisher(name=self._text(setting, name, value))
        parts = self._parts(setting, name, value, ("name", "url", "contact"))
        return Publisher(name=parts["name"], url=parts.get("url"), contact=parts.get("contact"))

    def _licence(self, setting: Setting, name: str, value: Any) -> Licence:
        if isinstance(value, str):
            return licence(self._text(setting, name, value))
        parts = self._parts(setting, name, value, ("name", "url"))
        return Licence(name=parts["name"], url=parts.get("url"))

    def _parts(self, setting: Setting, name: str, value: Any, known: tuple[str, ...]) -> dict[str, str]:
        if not isinstance(value, dict) or "name" not in value or not value.keys() <= set(known):
            raise self._wrong(setting, name, value)
        return {key: self._text(setting, name, one) for key, one in value.items()}

    def _texts(self, setting: Setting, name: str, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            raise self._wrong(setting, name, value)
        return tuple((str(key), self._text(setting, name, one)) for key, one in value.items())

    def _severities(self, setting: Setting, name: str, value: Any) -> tuple[tuple[str, Severity | None], ...]:
        if not isinstance(value, dict):
            raise self._wrong(setting, name, value)
        found = []
        for code, severity in value.items():
            if severity not in SEVERITIES:
                close = nearest(str(severity), SEVERITIES)
                hint = f"did you mean “{close}”?" if close else f"the severities are {', '.join(SEVERITIES)}"
                raise UsageError(f"{self._at(code)}: “{severity}” is not a severity", hint)
            found.append((code.upper(), None if severity == "off" else Severity(severity)))
        return tuple(found)
