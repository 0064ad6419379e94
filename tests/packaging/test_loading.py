"""Nothing heavy is loaded before it is needed."""

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "weasyprint",
    "ebooklib",
    "PIL",
    "jinja2",
    "pikepdf",
    "pypdfium2",
    "fontTools",
    "markdown",
    "markdown_it",
    "nh3",
    "jpype",
    "watchfiles",
    "math_core",
    "ziamath",
)


def heavy_modules_after(program: str) -> list[str]:
    """The heavy libraries that are loaded when a program, run in a process of its own, ends."""
    probe = (
        "import sys\n"
        "try:\n"
        + "".join(f"    {line}\n" for line in program.splitlines())
        + "except SystemExit: pass\n"
        + f"print('LOADED', *[name for name in {HEAVY} if name in sys.modules])\n"
    )
    finished = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return finished.stdout.rpartition("LOADED")[2].split()


def test_help_loads_no_heavy_library() -> None:
    assert heavy_modules_after("from separatum.cli.arguments import main; main(['--help'])") == []


def test_who_looks_for_articles_reads_none() -> None:
    program = """
from pathlib import Path
import separatum.cli.commands
from separatum.exports.articles import articles_of
assert articles_of([Path("content")]).files
"""
    assert heavy_modules_after(program) == []


def test_an_epub_is_made_without_the_layout_of_pages(tmp_path: Path) -> None:
    content = Path(__file__).parents[2] / "content"
    arguments = ["export", str(content), "--to", "epub", "--out", str(tmp_path / "out")]
    loaded = heavy_modules_after(f"from separatum.cli.arguments import main; main({arguments!r})")
    assert (tmp_path / "out" / "article.epub").is_file()
    assert "weasyprint" not in loaded
    assert "watchfiles" not in loaded


def test_the_layout_of_pages_is_loaded_without_searching_for_libraries() -> None:
    program = """
import subprocess
def refuse(*arguments, **_): raise AssertionError(arguments)
subprocess.Popen = refuse
from separatum.editions.pdf.writer import _weasyprint
_weasyprint()
"""
    assert "weasyprint" in heavy_modules_after(program)


def test_the_layout_of_pages_is_loaded_without_what_only_variable_fonts_need() -> None:
    program = """
from separatum.editions.pdf.writer import _weasyprint
_weasyprint()
from weasyprint.pdf.fonts import subset
later = [name for name in sys.modules if name in ("fontTools.subset", "fontTools.varLib.instancer")]
assert not later, later
assert subset.Options(retain_gids=True).retain_gids
assert "fontTools.subset" in sys.modules
"""
    assert "weasyprint" in heavy_modules_after(program)
