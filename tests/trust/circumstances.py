"""Circumstances that an export may meet, each named, and none of which may decide a byte of what is published.

Each differs from the plain one in what its name says. `{folder}` stands for the folder of the run, `{scheduler}` for
the address of a cluster. The clock is moved inside of Python: one that is moved for the whole process stops Java.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import separatum
from separatum.style.style import house_style_folder

SITE = """
import datetime, importlib.util, os, random, sys, time
if "SEPARATUM_TEST_CLOCK" in os.environ:
    _shift = float(os.environ["SEPARATUM_TEST_CLOCK"])
    _time, _gmtime, _localtime, _now = time.time, time.gmtime, time.localtime, datetime.datetime
    time.time = lambda: _time() + _shift
    time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
    time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
    class _DateTime(_now):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)
        @classmethod
        def utcnow(cls):
            return cls.utcfromtimestamp(time.time())
    class _Date(datetime.date):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())
    datetime.datetime, datetime.date = _DateTime, _Date
if "SEPARATUM_TEST_ORDER" in os.environ:
    _listdir = os.listdir
    def _shuffled(*a):
        names = _listdir(*a)
        random.Random(os.environ["SEPARATUM_TEST_ORDER"]).shuffle(names)
        return names
    os.listdir = _shuffled
class _StandIn:
    def find_spec(self, name, path=None, target=None):
        if name != "separatum.checks.validators.client":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        whole = spec.loader.exec_module
        def exec_module(module):
            whole(module)
            validators = module.JavaValidators
            validators._shared_process = lambda self: None
            validators.validate_epub = validators.validate_pdf = lambda self, path, profiles=(): ()
            validators.versions = lambda self: module.Versions(epubcheck="0", verapdf="0", java="0")
        spec.loader.exec_module = exec_module
        return spec
sys.meta_path.insert(0, _StandIn())
"""
"""A `sitecustomize` that moves Python's clock, lists folders in another order, and lets nothing wait for EPUBCheck and
veraPDF: they read what is made, and change no byte of it.
"""

LIBRARY = """
import sys, separatum
*files, out = sys.argv[1:]
for file in files:
    report = separatum.export(file, out=out, use_cache=False)
    for finding in report.findings:
        print(finding.message, file=sys.stderr)
sys.exit(0)
"""
"""The Python function instead of the command."""

FONT_FOLDER = Path("/usr/share/fonts")
DECIDING = "NotoSerifCJK"
"""How the names of the machine's fonts begin that the Chinese article is set in."""
_HOSTILE_FONTCONFIG = """<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <match target="pattern"><edit name="family" mode="assign" binding="strong"><string>DejaVu Sans</string></edit></match>
  <match target="font"><edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
  <edit name="embolden" mode="assign"><bool>true</bool></edit></match>
</fontconfig>
"""


def _nothing(_: Path) -> None:
    """The plain circumstances need no preparation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How one run differs from the plain one."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    """Variables that are not there."""
    before: tuple[str, ...] = ()
    """A command that starts the export; it is first tried with `true`."""
    python: tuple[str, ...] = ()
    """Options of the interpreter."""
    program: tuple[str, ...] = ("-m", "separatum", "export", "--quiet", "--no-cache")
    words: tuple[str, ...] = ()
    """More words for the command."""
    prepare: Callable[[Path], None] = _nothing
    """Makes in the folder of the run what the circumstance needs."""
    place: str = "."
    """The folder that holds the articles, in that of the run."""
    inside: str = "."
    """The working folder."""
    company: bool = False
    """Whether other articles are exported in the same run, in another order."""
    umask: int = 0o022
    twice: bool = False
    """Whether the same was exported before, to another folder."""
    fonts: bool = False
    """Whether the machine's fonts are others: an article that needs them may be refused, or `verify` names them."""


def possible(case: Circumstances) -> bool:
    """Whether this machine lets a process have these circumstances."""
    if not case.before:
        return True
    if shutil.which(case.before[0]) is None:
        return False
    if case.fonts and not any(FONT_FOLDER.rglob(f"{DECIDING}*")):
        return False
    return subprocess.run([*case.before, "true"], capture_output=True, check=False).returncode == 0


def _under(script: str, *more: str) -> tuple[str, ...]:
    """A shell that does something and then becomes the export."""
    return (*more, "sh", "-c", f'{script}; exec "$@"', "sh")


_MOUNT = ("unshare", "--user", "--map-root-user", "--mount")


def _user(number: int) -> tuple[str, ...]:
    return ("unshare", "--user", f"--map-user={number}", f"--map-group={number}")


def _read_only(folder: Path) -> None:
    for place in (*folder.glob("content/**/*"), folder / "content"):
        place.chmod(0o555 if place.is_dir() else 0o444)


def _old_and_open(folder: Path) -> None:
    for number, place in enumerate(sorted(folder.glob("content/**/*"))):
        os.utime(place, (86_400.0 * number, 86_400.0 * number))
        place.chmod(0o777)


def _linked_folder(folder: Path) -> None:
    (folder / "content").rename(folder / "elsewhere")
    (folder / "content").symlink_to("elsewhere", target_is_directory=True)


def _installed_elsewhere(folder: Path) -> None:
    place = folder / "python" / "separatum"
    shutil.copytree(Path(separatum.__file__).parent, place)
    shutil.copytree(house_style_folder(), place / "styles", dirs_exist_ok=True)


def _hostile_fontconfig(folder: Path) -> None:
    place = folder / ".config" / "fontconfig"
    place.mkdir(parents=True)
    (place / "fonts.conf").write_text(_HOSTILE_FONTCONFIG, encoding="utf-8")


def _home_fonts(folder: Path) -> None:
    """Other fonts in the home folder, under the names of the house's faces."""
    place = folder / ".local" / "share" / "fonts"
    place.mkdir(parents=True)
    house = Path(separatum.__file__).parent / "fonts"
    for font in house.glob("*.ttf"):
        shutil.copy(house / "NotoSansArmenian-Bold.ttf", place / font.name)


def _home_script_fonts(folder: Path) -> None:
    """Another font in the home folder, under the name of one of the machine's."""
    place = folder / ".local" / "share" / "fonts"
    place.mkdir(parents=True)
    for font in FONT_FOLDER.rglob(f"{DECIDING}-*.ttc"):
        other = "Bold" if "Regular" in font.name else "Regular"
        shutil.copy(font.with_name(f"{DECIDING}-{other}.ttc"), place / font.name)


def _other_versions(folder: Path) -> None:
    """All fonts of the machine, with another version in their tables, and nothing else."""
    place = folder / "fonts"
    shutil.copytree(FONT_FOLDER, place)
    for font in place.rglob("*"):
        if font.suffix in {".ttf", ".otf", ".ttc"}:
            here, other = (f"Version {number}".encode("utf-16-be") for number in (2, 9))
            font.write_bytes(font.read_bytes().replace(here, other))


def _scramble_home(folder: Path) -> None:
    (folder / ".config" / "separatum").mkdir(parents=True)
    (folder / ".config" / "separatum" / "separatum.toml").write_text('[export]\npaper = "phone"\n', encoding="utf-8")
    (folder / ".gitconfig").write_text("[user]\n\tname = Jane Doe\n\temail = jane@example.org\n", encoding="utf-8")


PLAIN = Circumstances(name="plain")

CIRCUMSTANCES = (
    PLAIN,
    Circumstances(name="nothing differs"),
    # Where
    Circumstances(name="a folder with spaces and Georgian letters", place="mit Leerzeichen/ქართული"),
    Circumstances(name="a long and deep folder", place="/".join(["x" * 60] * 6)),
    Circumstances(name="the folder is reached by a link", prepare=_linked_folder),
    Circumstances(name="called from within the folder", inside="content"),
    Circumstances(name="a folder that nobody may write to", prepare=_read_only),
    Circumstances(name="files as old as the computer, open to all", prepare=_old_and_open),
    Circumstances(name="the program is installed elsewhere", prepare=_installed_elsewhere),
    # Who
    Circumstances(name="another user, without a name", before=_user(1234)),
    Circumstances(
        name="names of a user, a machine and a login",
        environment={
            "USER": "jane",
            "LOGNAME": "jane",
            "USERNAME": "jane",
            "HOSTNAME": "janes-laptop",
            "EMAIL": "j@e.org",
        },
        before=_under("hostname janes-laptop", "unshare", "--user", "--map-root-user", "--uts"),
        prepare=_scramble_home,
    ),
    Circumstances(name="no home", without=("HOME",)),
    Circumstances(name="a home that is not there", environment={"HOME": "/nonexistent"}),
    Circumstances(name="umask 077", umask=0o077),
    Circumstances(name="umask 000", umask=0o000),
    # When
    Circumstances(name="a time zone with half hours", environment={"TZ": "America/St_Johns"}),
    Circumstances(name="the time zone where the day begins", environment={"TZ": "Pacific/Kiritimati"}),
    Circumstances(name="the clock is 30 years ahead", environment={"SEPARATUM_TEST_CLOCK": "946684800"}),
    Circumstances(name="the clock is 30 years behind", environment={"SEPARATUM_TEST_CLOCK": "-946684800"}),
    Circumstances(name="SOURCE_DATE_EPOCH", environment={"SOURCE_DATE_EPOCH": "1"}),
    # Language
    Circumstances(name="LC_ALL tr_TR", environment={"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    Circumstances(name="LC_ALL POSIX, and Python without UTF-8", environment={"LC_ALL": "POSIX", "PYTHONUTF8": "0"}),
    Circumstances(name="LANG ar_EG", environment={"LANG": "ar_EG.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}),
    Circumstances(name="PYTHONIOENCODING latin-1", environment={"PYTHONIOENCODING": "latin-1"}),
    # Python
    Circumstances(name="python -O", python=("-O",)),
    Circumstances(name="PYTHONOPTIMIZE=2", environment={"PYTHONOPTIMIZE": "2"}),
    Circumstances(name="PYTHONHASHSEED 0", environment={"PYTHONHASHSEED": "0"}),
    Circumstances(name="PYTHONHASHSEED 4294967295", environment={"PYTHONHASHSEED": "4294967295"}),
    Circumstances(name="folders are listed in another order", environment={"SEPARATUM_TEST_ORDER": "7"}),
    Circumstances(name="the library, not the command", program=("-c", LIBRARY)),
    Circumstances(
        name="the library, with variables of its libraries",
        program=("-c", LIBRARY),
        environment={"HB_SHAPER_LIST": "fallback", "SOURCE_DATE_EPOCH": "1", "PANGO_LANGUAGE": "tr"},
    ),
    # The run
    Circumstances(name="--jobs 2", words=("--jobs", "2")),
    Circumstances(name="--jobs 3, other articles, another order", words=("--jobs", "3"), company=True),
    Circumstances(name="a worker of a cluster", words=("--scheduler", "{scheduler}")),
    Circumstances(name="an empty cache", program=("-m", "separatum", "export", "--quiet")),
    Circumstances(name="a cache that has them", program=("-m", "separatum", "export", "--quiet"), twice=True),
    Circumstances(name="--resume", words=("--resume",)),
    # The machine
    Circumstances(name="one processor", before=("taskset", "--cpu-list", str(min(os.sched_getaffinity(0))))),
    Circumstances(name="seven threads", environment={"OMP_NUM_THREADS": "7", "RAYON_NUM_THREADS": "7"}),
    Circumstances(name="nice 19", before=("nice", "-n", "19")),
    Circumstances(name="standard input is closed", before=_under("exec <&-")),
    Circumstances(name="a terminal of 20 columns", environment={"COLUMNS": "20", "TERM": "dumb", "FORCE_COLOR": "1"}),
    Circumstances(name="few files may be open", before=_under("ulimit -n 128")),
    Circumstances(name="memory that is filled before it is used", environment={"MALLOC_PERTURB_": "165"}),
    Circumstances(name="memory at fixed addresses", before=("setarch", "-R")),
    Circumstances(
        name="an older processor", environment={"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX,-SSE4_2,-AVX512F"}
    ),
    Circumstances(
        name="another temporary folder",
        environment={"TMPDIR": "{folder}/tmp t"},
        prepare=lambda f: (f / "tmp t").mkdir(),
    ),
    Circumstances(
        name="proxies",
        environment=dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
        | {"REQUESTS_CA_BUNDLE": "/nonexistent"},
    ),
    Circumstances(name="no network", before=("unshare", "--user", "--map-root-user", "--net")),
    # Fonts
    Circumstances(
        name="HB_*, PANGO_*, FREETYPE_*, CAIRO_*",
        environment={
            "HB_SHAPER_LIST": "fallback",
            "HB_FACE_LOADER": "coretext",
            "PANGO_LANGUAGE": "tr:zh",
            "PANGOCAIRO_BACKEND": "fc",
            "FREETYPE_PROPERTIES": "truetype:interpreter-version=35 cff:no-stem-darkening=0",
            "CAIRO_DEBUG": "1",
            "FC_LANG": "zh",
        },
    ),
    Circumstances(
        name="FONTCONFIG_FILE of a stranger",
        environment={"FONTCONFIG_FILE": "{folder}/.config/fontconfig/fonts.conf", "FONTCONFIG_PATH": "{folder}"},
        prepare=_hostile_fontconfig,
    ),
    Circumstances(
        name="fonts.conf in the home folder",
        environment={"XDG_CONFIG_HOME": "{folder}/.config"},
        prepare=_hostile_fontconfig,
    ),
    Circumstances(name="fonts in the home folder, named as the house's", prepare=_home_fonts),
    Circumstances(name="fonts in the home folder, named as the machine's", prepare=_home_script_fonts, fonts=True),
    Circumstances(name="no fonts at all", before=_under(f"mount -t tmpfs none {FONT_FOLDER}", *_MOUNT), fonts=True),
    Circumstances(
        name="another version of each font",
        before=_under(f"[ ! -d fonts ] || mount --bind fonts {FONT_FOLDER}", *_MOUNT),
        prepare=_other_versions,
        fonts=True,
    ),
)
"""All of them; the first is what the others are compared with."""
