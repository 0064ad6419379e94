"""Whatever makes a book load something from a server, or go there, is reported, however it is spelled."""

import pytest

from separatum.checks.privacy import inspect_edition
from tests.privacy.makers import PAGE, packed, unpacked, zipped

HEADS = {
    "a refresh": '<meta http-equiv="Refresh" content="0; url=https://evil.example/"/>',
    "an icon": '<link rel="icon" href="https://evil.example/a.png"/>',
    "a prefetch": '<link rel="prefetch" href="https://evil.example/"/>',
    "a connection": '<link rel="preconnect" href="//evil.example"/>',
    "a base": '<base href="https://evil.example/"/>',
    "an escaped address in a sheet": '<style>p { background: \\75rl("https://evil.example/a.png") }</style>',
    "a set of images": '<style>p { background: image-set("https://evil.example/a.png" 1x) }</style>',
    "an import": '<style>@import "https://evil.example/a.css";</style>',
    "an escaped import": '<style>@\\69mport "https://evil.example/a.css";</style>',
    "a font": "<style>@font-face { font-family: A; src: url(https://evil.example/a.woff) }</style>",
}
BODIES = {
    "a ping": '<p><a href="a.xhtml" ping="https://evil.example/">Quiet</a></p>',
    "a pixel": '<img alt="" src="https://evil.example/p.gif"/>',
    "a set of sources": '<img alt="" src="a.png" srcset="a.png 1x, https://evil.example/p.gif 2x"/>',
    "an address with a line break": '<img alt="" src="ht&#10;tps://evil.example/p.gif"/>',
    "an address with backslashes": '<img alt="" src="\\\\evil.example/p.gif"/>',
    "a frame": '<iframe src="https://evil.example/"></iframe>',
    "a form": '<form action="https://evil.example/"><p>Quiet</p></form>',
    "a style": '<p style="background: u\\rl(https://evil.example/a.png)">Quiet</p>',
    "a picture in a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/a.png"/></svg>',
}


@pytest.mark.parametrize("case", [*HEADS, *BODIES])
def test_a_book_that_loads_something_is_reported(case: str) -> None:
    parts = unpacked(zipped())
    changed = PAGE.replace("</head>", f"{HEADS.get(case, '')}</head>").replace(
        "</body>", f"{BODIES.get(case, '')}</body>"
    )
    parts["E/a.xhtml"] = changed.encode()
    assert "PRIVACY-CALLS" in {finding.code for finding in inspect_edition(packed(parts), "epub", "a.epub")}


def test_a_link_that_a_reader_follows_is_only_listed() -> None:
    parts = unpacked(zipped())
    parts["E/a.xhtml"] = PAGE.replace("</body>", '<p><a href="https://river.example/">Quiet</a></p></body>').encode()
    codes = {finding.code for finding in inspect_edition(packed(parts), "epub", "a.epub")}
    assert "PRIVACY-LINKS" in codes
    assert "PRIVACY-CALLS" not in codes
