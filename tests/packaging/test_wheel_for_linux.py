"""A wheel for Linux brings the libraries that set type, and they are used, not the system's."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SET_TYPE = {"libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"} | {
    "libfontconfig.so.1", "libfreetype.so.6", "libgobject-2.0.so.0", "libglib-2.0.so.0", "libfribidi.so.0"
}  # fmt: skip
SEEN = """
print(*{line.split()[5] for line in open("/proc/self/maps") if ".so" in line}, sep="\\n")
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dpkg-query") is None, reason="the libraries are Debian's"
)


@pytest.fixture(scope="module")
def for_linux(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel with the libraries."""
    folder = tmp_path_factory.mktemp("for-linux")
    command = [sys.executable, str(ROOT / "scripts" / "bundle-libraries"), str(wheel), str(folder)]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


@pytest.fixture(scope="module")
def installed(for_linux: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip installed the wheel into."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*command, str(for_linux)], check=True, capture_output=True)
    return folder


def loaded(installed: Path, code: str) -> set[Path]:
    """The libraries that a Python has loaded at the end of some code, in which the installed package is found first."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{code}\n{SEEN}"]
    return {Path(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()}


def test_each_library_stands_behind_those_that_it_needs(installed: Path) -> None:
    folder = installed / "separatum" / "libraries"
    order = (folder / "order.txt").read_text().split()
    assert set(order) >= SET_TYPE
    assert {file.name for file in folder.iterdir()} == {*order, "order.txt", "sources.txt", "thbrk.tri"}
    code = f"import ctypes\nfor name in {order}: ctypes.CDLL({str(folder)!r} + '/' + name)"
    elsewhere = {path.name for path in loaded(installed, code) if path.parent != folder}
    assert elsewhere.isdisjoint(set(order) - {path.name for path in loaded(installed, "import ctypes")})


def test_its_libraries_are_used_and_not_those_of_the_system(installed: Path) -> None:
    code = "from separatum.editions.pdf.writer import _weasyprint; _weasyprint()"
    places = {path.name: path.parent for path in loaded(installed, code)}
    assert {places[name] for name in SET_TYPE} == {installed / "separatum" / "libraries"}


def test_those_of_the_system_are_used_where_the_process_has_glib_already(installed: Path) -> None:
    code = (
        "import ctypes; ctypes.CDLL('libglib-2.0.so.0')\n"
        "from separatum.system.native_libs import are_ours, native_version, NATIVES\n"
        "assert all(map(native_version, NATIVES)) and not are_ours()"
    )
    assert installed / "separatum" / "libraries" not in {path.parent for path in loaded(installed, code)}


def test_every_package_that_it_takes_from_has_its_licence_and_its_source_named(for_linux: Path) -> None:
    with zipfile.ZipFile(for_linux) as archive:
        names = archive.namelist()
        packages = {line.split()[0] for line in archive.read("separatum/libraries/sources.txt").decode().splitlines()}
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert {"libpango-1.0-0", "libharfbuzz0b", "libfontconfig1", "libthai-data"} <= packages
    for package in packages:
        assert f"License-File: libraries/{package}.txt\n" in metadata
        assert [name for name in names if name.endswith(f".dist-info/licenses/libraries/{package}.txt")]
