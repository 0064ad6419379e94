"""A line whose letters all run against its article is set apart, and every other line is left as it is."""

import xml.etree.ElementTree as ET

import pytest

from separatum.model import text_direction
from separatum.model.languages import Direction
from separatum.model.text_direction import first_direction
from separatum.style.compose import compose
from separatum.style.directions import other_direction, set_directions
from separatum.style.style import load_style
from tests.editions.conftest import Reader
from tests.editions.conftest import article as article  # noqa: PLC0414 - a fixture


def settled(markup: str, direction: Direction) -> str:
    """What becomes of the body of a page."""
    root = ET.fromstring(f'<html dir="{direction}"><body>{markup}</body></html>')
    words = "".join(root.itertext())
    set_directions(root, direction)
    assert "".join(root.itertext()) == words
    return ET.tostring(root[0], encoding="unicode").removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>Is it so?</p>", '<p><span dir="ltr">Is it so?</span></p>'),
        ("<h2>“So.”</h2>", '<h2><span dir="ltr">“So.”</span></h2>'),
        (
            '<p>See <a href="x">this</a>, <em>and</em> that.</p>',
            '<p><span dir="ltr">See <a href="x">this</a>, <em>and</em> that.</span></p>',
        ),
        (
            "<p>See <code>f(x)</code>.</p>",
            '<p><span dir="ltr">See <code dir="ltr">f(x)</code>.</span></p>',
        ),
        (
            "<ul><li>One!<ul><li>Two!</li><li>ثلاثة</li></ul></li></ul>",
            '<ul><li><span dir="ltr">One!</span><ul><li><span dir="ltr">Two!</span></li><li>ثلاثة</li></ul></li></ul>',
        ),
        (
            '<li class="task"><span class="box">☑</span> Done.</li>',
            '<li class="task"><span class="box">☑</span> <span dir="ltr">Done.</span></li>',
        ),
        (
            '<aside class="note"><p><a class="backlink" href="#a">1</a> So it is.</p></aside>',
            '<aside class="note"><p><a class="backlink" href="#a">1</a> <span dir="ltr">So it is.</span></p></aside>',
        ),
        (
            '<p><span class="caption">A bridge.</span> <span class="credit">تصوير</span></p>',
            '<p><span class="caption"><span dir="ltr">A bridge.</span></span> <span class="credit">تصوير</span></p>',
        ),
        ("<td>The friends’ server</td>", '<td><span dir="ltr">The friends’ server</span></td>'),
        ("<td>A.</td>", '<td><span dir="ltr">A.</span></td>'),
        ("<p>One.<br />اثنان.</p>", '<p><span dir="ltr">One.</span><br />اثنان.</p>'),
    ],
)
def test_a_line_of_the_other_direction_is_set_apart(markup: str, wanted: str) -> None:
    assert settled(markup, "rtl") == wanted


@pytest.mark.parametrize(
    "markup",
    [
        "<p>GitHub منصة للبرامج.</p>",
        "<p>منصة GitHub (2024)!</p>",
        "<p>Git <em>أداة</em>.</p>",
        "<p>DNS over TLS</p>",
        "<td>12.</td>",
        "<p>…</p>",
        '<p lang="ar">So it is.</p>',
        '<p dir="rtl">So it is.</p>',
        '<blockquote lang="fr" dir="ltr"><p>Un mot.</p></blockquote>',
        '<p><span lang="en" dir="ltr">One word</span>.</p>',
        '<p><code dir="ltr">f(x)</code>.</p>',
        "<p><math><mi>x</mi></math>.</p>",
        '<pre dir="ltr"><code dir="ltr">f(x)</code></pre>',
    ],
)
def test_any_other_line_stays_as_it_is(markup: str) -> None:
    assert settled(markup, "rtl") == markup


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>هو كذلك!</p>", '<p><span dir="rtl">هو كذلك!</span></p>'),
        ("<p>מה זה?</p>", '<p><span dir="rtl">מה זה?</span></p>'),
        ("<p>The word كذلك.</p>", "<p>The word كذلك.</p>"),
        ("<pre><code>كذلك.</code></pre>", "<pre><code>كذلك.</code></pre>"),
        ("<p>Is it so?</p>", "<p>Is it so?</p>"),
    ],
)
def test_the_same_holds_the_other_way_round(markup: str, wanted: str) -> None:
    assert settled(markup, "ltr") == wanted


@pytest.mark.parametrize(
    ("words", "wanted"), [("Is it so?", "ltr"), ("GitHub منصة!", None), ("هل؟", None), ("DNS", None), ("12.", None)]
)
def test_an_entry_of_the_contents_is_as_its_heading(words: str, wanted: str | None) -> None:
    assert other_direction(words, "rtl") == wanted


def test_the_first_letter_decides_where_its_author_wrote_auto(article: Reader) -> None:
    assert first_direction("12. GitHub منصة") == "ltr"
    assert first_direction("«كذلك» (so)") == "rtl"
    assert first_direction("12.") is None
    written = article(
        '<p dir="auto">GitHub منصة.</p>\n\n<p dir="rtl">So it is.</p>\n\n<p dir="auto">12.</p>', language="ar"
    )
    given = [block.get("dir") for block in compose(written, load_style()).iterfind(".//div[@class='text']/p")]
    assert given == ["ltr", "rtl", None]


@pytest.mark.parametrize("direction", ["ltr", "auto"])
def test_however_deep_directions_lie_each_letter_is_looked_at_twice_at_most(
    direction: str, article: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[str]()

    def look(sign: str) -> str:
        looks.append(sign)
        return "L" if sign == "z" else "EN"

    words = "1 " * 500 + "z" * 500
    monkeypatch.setattr(text_direction, "bidirectional", look)
    article(f"<p>{f'<span dir={direction}>' * 40}{words}{'</span>' * 40}</p>")
    assert len(looks) <= 2 * len(words)


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ('<p dir="rtl">12 <b>So</b> it is.</p>', "rtl"),
        ('<p dir="ltr">12 <b>هو</b> كذلك.</p>', "ltr"),
        ('<p dir="ltr">12 <b>هو</b> so.</p>', None),
        ('<p dir="ltr">12 <b>So</b> هو.</p>', None),
        ('<p dir="auto">12 <b>هو</b> so.</p>', "rtl"),
        ('<p dir="auto">12 <b>34</b> هو.</p>', "rtl"),
    ],
)
def test_what_an_author_wrote_stays_where_the_letters_would_say_otherwise(
    markdown: str, wanted: str | None, article: Reader
) -> None:
    page = compose(article(markdown, language="ar" if 'dir="rtl"' in markdown else "en-GB"), load_style())
    assert [block.get("dir") for block in page.iterfind(".//div[@class='text']/p")] == [wanted]


@pytest.mark.parametrize(
    ("language", "markdown", "wanted"),
    [
        ("en-GB", '<pre dir="rtl">\nשלום\n</pre>', ["rtl", None]),
        ("ar", '<pre dir="rtl">\nإذا\n</pre>', ["rtl", None]),
        ("ar", "<pre>\nf(x)\n</pre>", ["ltr", "ltr"]),
        ("ar", 'كذلك <code dir="rtl">إذا <kbd>x</kbd></code>.', ["rtl", None]),
        ("ar", 'كذلك <code dir="rtl">إذا <kbd dir="ltr">f(x)</kbd></code>.', ["rtl", "ltr"]),
    ],
)
def test_code_inside_of_code_has_the_direction_that_its_author_gave_to_the_outer_one(
    language: str, markdown: str, wanted: list[str | None], article: Reader
) -> None:
    page = compose(article(markdown, language=language), load_style())
    assert [code.get("dir") for code in page.iter() if code.tag in {"pre", "code"}] == wanted
