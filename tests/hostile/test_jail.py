"""Real exports, traced by the kernel: nothing is connected to, and of one's files only the article's folder is read."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from separatum.editions import edition
from separatum.model.errors import StyleError
from separatum.source import read
from separatum.style.style import load_style
from tests.hostile.corpus import CANARY, png

ROOT = Path(__file__).parents[2]
ARTICLE = """\
---
title: A case
language: en
published: 2017-04-05
image: map.png
image_alt: A map
---

<link rel="attachment" href="file://{secret}"> <img src="https://127.0.0.1:9/p.gif" width="1" height="1">

<iframe src="http://127.0.0.1:9/x"></iframe> <object data="{secret}"></object> <embed src="{secret}">

<p style="background: url({secret})">Text.</p>

![A drawing](drawing.svg)

<style>@import url(file://{secret});</style>
"""
DRAWING = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{secret}">]>
<?xml-stylesheet href="file://{secret}"?>
<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><style>@import url(file://{secret});</style>
<rect width="9" height="9" style="fill: url(file://{secret}#a)"/><text y="9">&e;</text></svg>
"""
HOSTILE_SHEET = """
@import url(file://{secret});
@import url(http://127.0.0.1:9/a.css);
p {{ background-image: url(file://{secret}), url(http://127.0.0.1:9/b.png); list-style-image: url({secret}) }}
@font-face {{ font-family: "Elsewhere"; src: url(file://{secret}) }}
"""
pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.skipif(sys.platform != "linux", reason="needs Linux"),
]


def without_network() -> list[str]:
    """The words before a command that take its network away; none where that is not allowed."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        return []
    return [unshare, "-rn"]


Traced = tuple[Path, subprocess.CompletedProcess[str], list[str]]


@pytest.fixture(scope="module", params=["good style", "hostile style"])
def traced(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Traced:
    """A hostile article, exported: its folder, how the run ended, and each call that was traced."""
    home = tmp_path_factory.mktemp("jail")
    secret = home / "secret.png"
    secret.write_bytes(png(9, 9, tail=CANARY))
    folder = home / "articles"
    folder.mkdir()
    (folder / "map.png").write_bytes(png(40, 30))
    (folder / "drawing.svg").write_text(DRAWING.format(secret=secret))
    (folder / "case.md").write_text(ARTICLE.format(secret=secret))
    style = home / "style"
    shutil.copytree(ROOT / "styles", style)
    if request.param == "hostile style":
        with (style / "print.css").open("a") as sheet:
            sheet.write(HOSTILE_SHEET.format(secret=secret))
    trace = home / "trace"
    options = ["--out", str(home / "dist"), "--style", str(style)]
    command = [sys.executable, "-m", "separatum", "export", "case.md", *options]
    calls = "trace=open,openat,openat2,connect,sendto,readlink,readlinkat,execve"
    ended = subprocess.run(
        [*without_network(), "strace", "-f", "-qq", "-s", "400", "-e", calls, "-o", str(trace), *command],
        cwd=folder,
        env={**os.environ, "SEPARATUM_NO_CACHE": "1", "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return home, ended, trace.read_text(errors="replace").splitlines()


def test_the_article_is_published_and_a_style_that_looks_elsewhere_refused(traced: Traced) -> None:
    home, ended, calls = traced
    assert "Traceback" not in ended.stderr
    published = {file.name for file in (home / "dist").glob("case.*")}
    if "Elsewhere" in (home / "style" / "print.css").read_text():
        assert published == set()
        assert ended.returncode == 2, ended.stderr
        assert "the rule “@import” is not for a style" in ended.stderr
    else:
        assert published >= {"case.epub", "case.pdf"}
        assert ended.returncode == 0, ended.stderr
    assert any(f'"{home}/articles/case.md"' in call or '"case.md"' in call for call in calls), "nothing was traced"


def test_nothing_was_connected_to(traced: Traced) -> None:
    calls = [call for call in traced[2] if re.search(r"\b(?:connect|sendto)\(", call)]
    beyond = [call for call in calls if "AF_INET" in call]
    assert beyond == []


def test_nothing_outside_the_article_and_the_style_was_opened(traced: Traced) -> None:
    home, _, calls = traced
    secret = [call for call in calls if "secret.png" in call and "execve" not in call]
    assert secret == []
    known = {"articles", "style", "dist", "trace"}
    inside = {found[1] for call in calls if (found := re.search(rf'"{re.escape(str(home))}/([^/"]+)', call))}
    assert {name for name in inside if not name.startswith(".")} <= known


def test_what_lies_outside_is_in_no_file(traced: Traced) -> None:
    made = [path for path in (traced[0] / "dist").glob("*") if path.is_file()]
    assert not any(CANARY.encode() in path.read_bytes() for path in made)


RULES = HOSTILE_SHEET.format(secret="/secret.png").strip().splitlines()


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_that_looks_elsewhere_is_refused(rule: str, tmp_path: Path) -> None:
    style = tmp_path / "style"
    shutil.copytree(ROOT / "styles", style)
    with (style / "print.css").open("a") as sheet:
        sheet.write(rule)
    with pytest.raises(StyleError, match=r"is not for a style|fetches something"):
        load_style(style)


# An @import behind other rules is nothing in CSS (Cascade 5, 2.1).
@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.startswith("@import")])
def test_a_rule_that_came_past_that_would_be_given_nothing(rule: str, tmp_path: Path) -> None:
    (tmp_path / "case.md").write_text("---\ntitle: A case\nlanguage: en\npublished: 2017-04-05\n---\n\nText.\n")
    article, _ = read(tmp_path / "case.md")
    style = load_style()
    with pytest.raises(StyleError, match="not a part of the article or its style"):
        edition("pdf").write(article, replace(style, print=f"{style.print}\n{rule}"))
