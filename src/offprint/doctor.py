"""What is installed, what is missing, and the command that gets it."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from offprint.console import Paint
from offprint.errors import OffprintError
from offprint.natives import NATIVES, native_version
from offprint.versions import offprint_version

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing that the work needs or that helps it: there, or missing."""

    name: str
    found: str | None
    """Its version, or other words that say what was found; None: it is missing."""
    remedy: str | None = None
    """What is wrong, and the command that mends it."""
    is_needed: bool = True
    """Whether nothing can be exported without it."""


def examine() -> Iterator[Diagnosis]:
    """Everything that is needed, one after the other; the judges come last, since Java takes seconds to start."""
    yield Diagnosis(name="Offprint", found=offprint_version())
    yield _python()
    yield _packages()
    for native in NATIVES:
        yield Diagnosis(
            name=native.name,
            found=native_version(native),
            remedy=f"{native.duty}: {_install(native.debian, native.homebrew)}",
        )
    yield _weasyprint()
    yield _fonts()
    yield from _judges()


def words(diagnosis: Diagnosis, paint: Paint) -> str:
    """One line, or two where something is missing."""
    if diagnosis.found is not None:
        return f"{paint('ok', 'good')}       {diagnosis.name:16} {diagnosis.found}"
    verdict = f"{paint('missing', 'bad')}  " if diagnosis.is_needed else f"{paint('not yet', 'doubtful')}  "
    return f"{verdict}{diagnosis.name}\n{'':9}{diagnosis.remedy or ''}"


def _install(debian: str, homebrew: str) -> str:
    """The command that installs a system library here; both commands where the machine is of neither kind."""
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    apt, brew = f"{sudo}apt-get install {debian}", f"brew install {homebrew}"
    if sys.platform == "darwin":
        return brew
    family = _linux_family()
    return apt if family & {"debian", "ubuntu"} else f"on Debian “{apt}”, on macOS “{brew}”"


def _linux_family() -> frozenset[str]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return frozenset()
    return frozenset((release.get("ID", ""), *release.get("ID_LIKE", "").split()))


def _python() -> Diagnosis:
    found = platform.python_version() if sys.version_info >= OLDEST_PYTHON else None
    return Diagnosis(name="Python", found=found, remedy=_install("python3", "python"))


def _packages() -> Diagnosis:
    """The Python packages that we ask for, without those of extras."""
    wanted = [one for one in requires("offprint") or () if "extra ==" not in one]
    names = [re.split(r"[^A-Za-z0-9._-]", one, maxsplit=1)[0] for one in wanted]
    missing = [name for name in names if not _is_installed(name)]
    return Diagnosis(
        name="Python packages",
        found=None if missing else f"all {len(names)}",
        remedy=f"{', '.join(missing)}: run “make setup”, or install Offprint again with pip",
    )


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _weasyprint() -> Diagnosis:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        return Diagnosis(name="WeasyPrint", found=None, remedy=f"it cannot be loaded: {error}")
    return Diagnosis(name="WeasyPrint", found=weasyprint.__version__)


def _fonts() -> Diagnosis:
    from offprint.styles import load_style

    try:
        style = load_style(None)
    except OffprintError as error:
        return Diagnosis(name="House style", found=None, remedy=f"{error.message}: {error.remedy}")
    families = dict.fromkeys(face.family for face in style.faces)
    return Diagnosis(name="House style", found=f"{len(style.faces)} fonts: {', '.join(families)}")


def _judges() -> Iterator[Diagnosis]:
    from offprint.validators import probe_judges

    for fact in probe_judges():
        found = " · ".join(str(part) for part in (fact.version, fact.path) if part)
        yield Diagnosis(
            name=fact.name,
            found=None if fact.problem else found,
            remedy=": ".join(part for part in (fact.problem, fact.remedy) if part),
            is_needed=fact.needed,
        )
