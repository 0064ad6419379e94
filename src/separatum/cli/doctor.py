"""Show what is installed, what is missing, and the command that installs it."""

import platform
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from separatum.cli.terminal import Paint
from separatum.model.errors import MissingError, SeparatumError
from separatum.system.native_libs import NATIVES, are_ours, install_arguments, install_command, native_version
from separatum.system.versions import separatum_version

OLDEST_PYTHON = (3, 11)

CANNOT_EXPORT = 1
"""The exit code if something is missing without which nothing can be exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing that an export needs or can use: found or missing."""

    name: str
    found: str | None
    """Its version or a short description; None if it is missing."""
    remedy: str | None = None
    """What is wrong, and the command that fixes it."""
    is_needed: bool = True
    """Whether an export is impossible without it."""
    packages: tuple[str, str, str] | None = None
    """The system packages that bring it: of Debian, Homebrew and Fedora."""


def examine() -> Iterator[Diagnosis]:
    """Check one thing after the other; the validators come last, because Java takes seconds to start."""
    yield Diagnosis(name="Separatum", found=separatum_version())
    yield _python()
    yield _packages()
    for native in NATIVES:
        found = native_version(native)
        yield Diagnosis(
            name=native.name,
            found=f"{found} · comes with Separatum" if found and are_ours() else found,
            remedy=f"{native.duty}: {install_command(native.debian, native.homebrew, native.fedora)}",
            packages=(native.debian, native.homebrew, native.fedora),
        )
    yield _weasyprint()
    yield _fonts()
    yield from _fonts_by_script()
    yield _cluster()
    yield from _validators()


def diagnosis_text(diagnosis: Diagnosis, paint: Paint) -> str:
    """One line; two if the thing is missing."""
    if diagnosis.found is not None:
        words = textwrap.wrap(diagnosis.found, 90, break_long_words=False, break_on_hyphens=False)
        return f"{paint('ok', 'good')}       {diagnosis.name:20} " + f"\n{'':30}".join(words)
    state = f"{paint('missing', 'bad')}  " if diagnosis.is_needed else f"{paint('no', 'caution')}       "
    return f"{state}{diagnosis.name}\n{'':9}{diagnosis.remedy or ''}"


def fix(missing: Sequence[Diagnosis], run: Callable[[Sequence[str]], bool]) -> None:
    """Install what is missing, as far as this machine's package manager can, and prepare the validators.

    Args:
        missing: what was found to be missing.
        run: runs a command; returns whether it ended well.

    Raises:
        MissingError: a command fails, or nobody knows which it would be; the message names what is missing.
    """
    wanted = [diagnosis for diagnosis in missing if diagnosis.packages and diagnosis.is_needed]
    if wanted:
        debian, homebrew, fedora = (
            " ".join(dict.fromkeys(diagnosis.packages[kind] for diagnosis in wanted if diagnosis.packages))
            for kind in range(3)
        )
        command = install_arguments(debian, homebrew, fedora)
        if command is None or not run(command):
            names = ", ".join(diagnosis.name for diagnosis in wanted)
            remedy = f"as an administrator, {install_command(debian, homebrew, fedora)}"
            raise MissingError(f"cannot install {names}", remedy)
        native_version.cache_clear()
    # The validators' cache only makes them faster: when it cannot be made, nothing is lost.
    run((sys.executable, "-m", "separatum.checks.validators.build_cache"))


def _python() -> Diagnosis:
    found = platform.python_version() if sys.version_info >= OLDEST_PYTHON else None
    return Diagnosis(name="Python", found=found, remedy=install_command("python3", "python"))


def _packages() -> Diagnosis:
    """The Python packages that Separatum depends on, without extras."""
    wanted = [one for one in requires("separatum") or () if "extra ==" not in one]
    names = [re.split(r"[^A-Za-z0-9._-]", one, maxsplit=1)[0] for one in wanted]
    missing = [name for name in names if not _is_installed(name)]
    return Diagnosis(
        name="Python packages",
        found=None if missing else f"all {len(names)}",
        remedy=f"{', '.join(missing)}: install Separatum again, with the command that installed it",
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
        return Diagnosis(name="WeasyPrint", found=None, remedy=f"cannot be loaded: {error}")
    return Diagnosis(name="WeasyPrint", found=weasyprint.__version__)


def _fonts() -> Diagnosis:
    from separatum.style.style import load_style

    try:
        style = load_style(None)
    except SeparatumError as error:
        return Diagnosis(name="House style", found=None, remedy=f"{error.message}: {error.remedy}")
    families = dict.fromkeys(face.family for face in style.faces)
    return Diagnosis(name="House style", found=f"{len(style.faces)} fonts: {', '.join(families)}")


def _fonts_by_script() -> Iterator[Diagnosis]:
    """For each script with its own fonts, whether they are installed; other scripts do not need any."""
    from separatum.style.font_files import font_file
    from separatum.style.style import load_style

    try:
        scripts = load_style(None).scripts
    except SeparatumError:
        return  # reported by _fonts
    found: list[str] = []
    for fonts in scripts:
        if fonts.is_general:
            continue
        names = [name.partition("#")[0] for name in (*fonts.text, *fonts.label)]
        if all(font_file(name) is not None for name in names):
            found.append(fonts.name)
            continue
        remedy = "install Separatum again"
        if fonts.debian:
            remedy = install_command(fonts.debian, fonts.homebrew, fonts.fedora, cask=True)
        yield Diagnosis(
            name=f"Fonts for {fonts.name}",
            found=None,
            remedy=f"articles with these letters cannot be exported without it: {remedy}",
            is_needed=False,
        )
    yield Diagnosis(name="Fonts for scripts", found=", ".join(found) or "none", is_needed=False)


def _cluster() -> Diagnosis:
    try:
        found = f"distributed {version('distributed')}"
    except PackageNotFoundError:
        found = None
    remedy = "only needed for --scheduler: pip install 'separatum[cluster]'"
    return Diagnosis(name="Dask cluster", found=found, remedy=remedy, is_needed=False)


def _validators() -> Iterator[Diagnosis]:
    from separatum.checks.validators import probe_validators

    for fact in probe_validators():
        found = " · ".join(str(part) for part in (fact.version, fact.path) if part)
        yield Diagnosis(
            name=fact.name,
            found=None if fact.problem else found,
            remedy=": ".join(part for part in (fact.problem, fact.remedy) if part),
            is_needed=fact.needed,
        )
