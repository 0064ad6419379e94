"""What decides the bytes of editions and validates them, by name: two machines that have the same make the same."""

import hashlib
import platform
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from separatum.model.errors import SeparatumError
from separatum.style.font_files import fingerprint, font_file, machine_fonts
from separatum.style.style import Style
from separatum.system.versions import made_with

_PACKAGE = Path(__file__).parents[2]


@lru_cache(maxsize=4)
def local_environment(style: Style) -> Mapping[str, str]:
    """Names and versions of this machine.

    Args:
        style: the style, which names fonts of the machine.
    """
    from separatum.checks.validators.java import find_java

    try:
        java = find_java().version
    except SeparatumError:
        java = "missing"
    found = {**made_with(), "Java": java, "Python": ".".join(platform.python_version_tuple()[:2])}
    found |= {"Unicode": unicodedata.unidata_version, "the files of Separatum": _own_files()}
    for name in machine_fonts(style):
        file = font_file(name)
        found[name] = fingerprint(file) if file else "missing"
    return found


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """What two machines have not in common, in words."""
    lack = "missing"
    return tuple(
        f"{name} ({there.get(name, lack)} there, {here.get(name, lack)} here)"
        for name in sorted({*here, *there})
        if here.get(name, lack) != there.get(name, lack)
    )


def _own_files() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(_PACKAGE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(_PACKAGE)} {hashlib.blake2b(file.read_bytes()).hexdigest()}".encode())
    return digest.hexdigest()
