"""What is built holds all that it needs and nothing else, and runs far from the checkout."""

import json
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
MANUAL_PAGE = PurePosixPath("data/share/man/man1/separatum.1")
"""Its place in the folder of a wheel for what is installed beside the package (Binary distribution format, “.data”)."""


@pytest.fixture(scope="session")
def in_wheel(wheel: Path) -> set[PurePosixPath]:
    with zipfile.ZipFile(wheel) as archive:
        return {PurePosixPath(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def in_sdist(sdist: Path) -> set[PurePosixPath]:
    with tarfile.open(sdist) as archive:
        return {PurePosixPath(*PurePosixPath(member.name).parts[1:]) for member in archive if member.isfile()}


def tracked(folder: str) -> set[PurePosixPath]:
    """The files of a folder of the checkout, without Python's caches."""
    return {
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package(in_wheel: set[PurePosixPath]) -> None:
    assert {path.relative_to("src") for path in tracked("src")} <= in_wheel


def test_the_wheel_holds_every_file_of_the_styles(in_wheel: set[PurePosixPath]) -> None:
    assert {"separatum" / path for path in tracked("styles")} <= in_wheel


@pytest.mark.parametrize("style", [".", "newspaper", "magazine", "report"])
def test_the_wheel_holds_the_style(style: str, in_wheel: set[PurePosixPath]) -> None:
    assert PurePosixPath("separatum/styles", style, "style.toml") in in_wheel


def test_the_wheel_holds_the_manual_page(in_wheel: set[PurePosixPath]) -> None:
    assert [path.parts[1:] for path in in_wheel if path.name == "separatum.1"] == [MANUAL_PAGE.parts]


def test_the_wheel_holds_the_licence(in_wheel: set[PurePosixPath]) -> None:
    assert [path.name for path in in_wheel if path.parent.name == "licenses"] == ["LICENSE"]


def test_the_wheel_holds_nothing_else(in_wheel: set[PurePosixPath]) -> None:
    wanted = {path.relative_to("src") for path in tracked("src")} | {"separatum" / path for path in tracked("styles")}
    about = {path for path in in_wheel if path.parts[0].endswith(".dist-info")}
    installed_beside = {path for path in in_wheel if path.parts[0].endswith(".data")}
    assert in_wheel - about - installed_beside == wanted
    assert {path.parts[1:] for path in installed_beside} == {MANUAL_PAGE.parts}


def test_the_wheel_holds_every_face_of_the_listing_with_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        faces = json.loads(archive.read("separatum/fonts/fonts.json"))["faces"]
    assert faces
    assert {f"separatum/fonts/{face[kind]}" for face in faces for kind in ("ttf", "licence")} <= names


@pytest.mark.parametrize("folder", ["src", "styles", "glyphs", "content", "tests", "docs", "scripts"])
def test_the_sdist_holds_the_folder(folder: str, in_sdist: set[PurePosixPath]) -> None:
    assert tracked(folder) <= in_sdist


@pytest.mark.parametrize(
    "file", ["hatch_build.py", "pyproject.toml", "Makefile", ".ci/run", "README.md", "CONTRIBUTING.md", "LICENSE"]
)
def test_the_sdist_holds_the_file(file: str, in_sdist: set[PurePosixPath]) -> None:
    assert PurePosixPath(file) in in_sdist


def test_the_sdist_holds_no_published_edition(in_sdist: set[PurePosixPath]) -> None:
    assert not [path for path in in_sdist if path.parts[0] == "dist"]


def test_the_installed_command_tells_its_version(command: Path, tmp_path: Path) -> None:
    finished = run(command, "--version", folder=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith("separatum ")


def test_the_installed_command_exports_the_article_far_from_the_checkout(command: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    finished = run(command, "export", "content", folder=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert sorted(finished.stdout.split()) == ["dist/article.epub", "dist/article.pdf"]
    assert all((tmp_path / line).is_file() for line in finished.stdout.split())


def run(command: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
