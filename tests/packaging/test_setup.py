"""The scripts behind `make setup`: what is missing is installed, and nothing else; what cannot be is said."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = ("sh", "cat", "mktemp", "rm", "uname", "env", "printf", "touch", "echo")
FONTS = {
    "opentype/noto/NotoSerifCJK-Regular.ttc": "fonts-noto-cjk",
}


class Machine:
    """A machine that has only the commands that it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in COMMANDS:
            self.bin.joinpath(name).symlink_to(shutil.which(name) or "")
        self.has("id", "echo 0")
        for name in FONTS:
            self.folder.joinpath("fonts", name).parent.mkdir(parents=True, exist_ok=True)
            self.folder.joinpath("fonts", name).touch()
        self.has("apt-get", f'echo "$@" >>"{folder}/asked"; touch "{folder}/installed"')

    def has(self, name: str, script: str) -> Path:
        """Give it a command."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def lacks(self, *libraries: str, venv: bool = True) -> None:
        """Give it a Python that does not find some libraries, or its venv, until apt-get has run."""
        lines = [f'if [ -e "{self.folder}/installed" ]; then exit 0; fi', 'case "$*" in']
        lines += [f"*ensurepip*) exit {int(not venv)} ;;", "*version_info*) echo python3.11-venv ;;"]
        lines += [f"-) printf '%s\\n' {' '.join(libraries)} ;;" if libraries else "-) ;;", "esac"]
        self.has("python3", "\n".join(lines))

    def has_system_python(self, *, venv: bool = True, new_enough: bool = True) -> Path:
        """Give it a Python of its system, which is none of the commands that are found by name."""
        path = self.folder / "system" / "python3"
        path.parent.mkdir()
        path.write_text(
            f'#!/bin/sh\ncase "$2" in\n*ensurepip*) exit {int(not venv)} ;;\n*) exit {int(not new_enough)} ;;\nesac\n',
            encoding="utf-8",
        )
        path.chmod(0o755)
        return path

    def runs(self, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one of the project's scripts there."""
        return subprocess.run(
            ["/bin/sh", str(ROOT / "scripts" / script), *arguments],
            env={
                "PATH": str(self.bin),
                "TMPDIR": str(self.folder),
                "SYSTEM_FONTS": str(self.folder / "fonts"),
                "SYSTEM_PYTHON": str(self.folder / "system" / "python3"),
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def asked(self) -> str:
        """What apt-get was asked for."""
        path = self.folder / "asked"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_where_nothing_is_missing_nothing_is_installed_or_said(machine: Machine) -> None:
    machine.lacks()
    finished = machine.runs("setup-system", "python3")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert not machine.asked()


def test_only_what_is_missing_is_installed_and_it_is_said(machine: Machine) -> None:
    machine.lacks("pango-1.0", "harfbuzz-subset")
    finished = machine.runs("setup-system", "python3")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.rstrip().endswith("libpango-1.0-0 libharfbuzz-subset0")
    assert machine.asked().rstrip().endswith("--yes libpango-1.0-0 libharfbuzz-subset0")


def test_a_missing_venv_is_installed_for_the_python_that_is_used(machine: Machine) -> None:
    machine.lacks(venv=False)
    assert machine.runs("setup-system", "python3").returncode == 0
    assert machine.asked().rstrip().endswith("--yes python3.11-venv")


def test_an_ordinary_user_installs_through_sudo(machine: Machine) -> None:
    machine.lacks("fontconfig")
    machine.has("id", "echo 1000")
    machine.has("sudo", 'exec "$@"')
    assert machine.runs("setup-system", "python3").returncode == 0
    assert "libfontconfig1" in machine.asked()


def test_without_root_and_sudo_the_command_for_root_is_told(machine: Machine) -> None:
    machine.lacks("fontconfig")
    machine.has("id", "echo 1000")
    finished = machine.runs("setup-system", "python3")
    assert finished.returncode == 1
    assert "run as root: apt-get update && apt-get install libfontconfig1" in finished.stderr
    assert not machine.asked()


def test_what_apt_says_is_shown_when_it_fails(machine: Machine) -> None:
    machine.lacks("fontconfig")
    machine.has("apt-get", "echo no such package; exit 100")
    finished = machine.runs("setup-system", "python3")
    assert finished.returncode == 1
    assert "no such package" in finished.stderr


def test_another_system_is_told_what_to_install(machine: Machine) -> None:
    machine.lacks("pango-1.0", "harfbuzz-subset")
    (machine.bin / "apt-get").unlink()
    finished = machine.runs("setup-system", "python3")
    assert finished.returncode == 1
    assert "pango-1.0 harfbuzz-subset" in finished.stderr
    assert "dnf install" in finished.stderr


def test_a_python_that_is_too_old_is_named(machine: Machine) -> None:
    old = machine.has("python3", '[ "$1" = --version ] && echo "Python 3.9.2"')
    finished = machine.runs("find-python", PYTHON=str(old))
    assert finished.returncode == 1
    assert f"Separatum needs Python 3.11 or newer; found Python 3.9.2 at {old}" in finished.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    newer = machine.has("python3.12", "exit 0")
    assert machine.runs("find-python").stdout.strip() == str(newer)


def test_the_system_s_own_python_comes_first_as_it_is_compiled_for_speed(machine: Machine) -> None:
    machine.has("python3", "exit 0")
    system = machine.has_system_python()
    assert machine.runs("find-python").stdout.strip() == str(system)


@pytest.mark.parametrize("lacks", [{"venv": False}, {"new_enough": False}])
def test_the_system_s_own_python_is_passed_over_without_venv_or_when_too_old(
    machine: Machine, lacks: dict[str, bool]
) -> None:
    machine.has_system_python(**lacks)
    other = machine.has("python3", "exit 0")
    assert machine.runs("find-python").stdout.strip() == str(other)


def test_a_python_that_is_named_comes_before_the_system_s(machine: Machine) -> None:
    machine.has_system_python()
    named = machine.has("python3.13", "exit 0")
    assert machine.runs("find-python", PYTHON=str(named)).stdout.strip() == str(named)


def test_every_make_command_that_is_told_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    told = set(re.findall(r"(?:^ *|[`“])make ([a-z-]+)(?=[ `”\n])", text, re.MULTILINE))
    assert {"export", "test"} <= told
    assert told <= targets


def test_continuous_integration_calls_what_a_person_calls() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == "make LOCKED=1 lint types test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("missing", FONTS)
def test_fonts_of_scripts_are_installed_where_they_are_missing(missing: str, machine: Machine) -> None:
    machine.lacks()
    machine.folder.joinpath("fonts", missing).unlink()
    machine.runs("setup-system", "python3")
    assert FONTS[missing] in machine.asked()
    assert [package for package in FONTS.values() if package in machine.asked()] == [FONTS[missing]]
