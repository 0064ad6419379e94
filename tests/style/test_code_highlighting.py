"""Code whose language is named has its keywords and comments marked, and every letter stays as it is."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from separatum.style.code_highlighting import highlight_code


def marked(language: str, code: str) -> ET.Element:
    """The code of a fence, marked."""
    root = ET.Element("html")
    pre = ET.SubElement(root, "pre", {"data-language": language} if language else {})
    ET.SubElement(pre, "code").text = code
    highlight_code(root)
    assert "".join(pre.itertext()) == code, "a letter changed"
    return pre[0]


def spans(language: str, code: str) -> list[tuple[str, str]]:
    return [(span.get("class", "").removeprefix("code-"), span.text or "") for span in marked(language, code)]


@pytest.mark.parametrize(
    ("language", "code", "wanted"),
    [
        ("python", "if x:  # no\n    pass", [("keyword", "if"), ("comment", "# no"), ("keyword", "pass")]),
        ("python", 'def f():\n    """Says\n    so."""', [("keyword", "def"), ("comment", '"""Says\n    so."""')]),
        ("js", "return a // b", [("keyword", "return"), ("comment", "// b")]),
        ("html", "<p>a</p><!-- b -->", [("keyword", "p"), ("keyword", "p"), ("comment", "<!-- b -->")]),
        ("diff", "-old\n+new\n same", [("deleted", "-old"), ("inserted", "+new")]),
        ("yml", "a: true # b", [("keyword", "a"), ("comment", "# b")]),
        ("shell_session", "$ ls\nfor all", []),
        ("css", "a { color: red }", [("keyword", "a"), ("keyword", "color")]),
    ],
)
def test_keywords_comments_and_changes_are_marked(language: str, code: str, wanted: list[tuple[str, str]]) -> None:
    assert spans(language, code) == wanted


@pytest.mark.parametrize("language", ["", "text", "no-such-language", "../python", "h", "autohotkey"])
def test_code_without_a_known_language_stays_plain(language: str) -> None:
    assert spans(language, "if x: # no\n") == []


@pytest.mark.parametrize("code", ["if x", "if x\n", "if x\n\n\n", "\n\n  if x  ", "\tif x\r", "# é 漢 😀\n", "if"])
def test_lines_spaces_and_signs_stay_where_they_were(code: str) -> None:
    assert len(marked("python", code)) == 1


def test_very_long_code_stays_plain() -> None:
    assert spans("python", "pass\n" * 4001) == []
    assert len(spans("python", "pass\n" * 4000)) == 4000


def test_pygments_is_loaded_only_for_code_with_a_language() -> None:
    program = (
        "import sys, xml.etree.ElementTree as ET\n"
        "from separatum.style.code_highlighting import highlight_code\n"
        "import separatum.style.compose\n"
        "highlight_code(ET.fromstring('<html><pre><code>if x</code></pre></html>'))\n"
        "sys.exit('pygments' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, env=dict(os.environ)).returncode == 0
