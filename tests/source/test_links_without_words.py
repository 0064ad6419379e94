"""A link always says where it leads, and what a site would show of it is printed or told."""

from pathlib import Path

import pytest

from separatum.source import read

FRONT = "---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\nText.\n\n"
LINK = '<a href="https://a.example/b">{}</a>'
LINKS = {
    "[](https://a.example/b)": ("https://a.example/b", ["LINK-WORDS"]),
    '[](https://a.example/b "The plan")': ("The plan", ["LINK-WORDS"]),
    '<a href="https://a.example/b" title="The  plan"></a>': ("The plan", ["LINK-WORDS"]),
    '[A map](https://a.example/b "Of the town")': ("A map", ["LINK-TITLE"]),
    '[A map](https://a.example/b){title="Of the town"}': ("A map", ["LINK-TITLE"]),
    '[A map](https://a.example/b "A map")': ("A map", []),
    "[:octicons-eye-16:](https://a.example/b)": ("eye", ["EMOJI-UNKNOWN"]),
    '[:octicons-eye-16:](https://a.example/b "The plan")': ("The plan", ["EMOJI-UNKNOWN", "LINK-WORDS"]),
    '[:simple-apple:](https://a.example/b){ .card title="The plan" }': ("The plan", ["EMOJI-UNKNOWN", "LINK-WORDS"]),
    "[:octicons-home-16: Home](https://a.example/b){ .button }": ("Home", ["EMOJI-UNKNOWN"]),
}


@pytest.mark.parametrize(("text", "words", "told"), [(text, *right) for text, right in LINKS.items()], ids=LINKS)
def test_a_link_has_words(text: str, words: str, told: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT}See {text} now.\n", encoding="utf-8")
    article, findings = read(path)
    assert article.body.split("\n", 1)[1] == f"<p>See {LINK.format(words)} now.</p>"
    assert sorted(one.code for one in findings) == [f"SOURCE-{code}" for code in told]
    assert {one.where.line for one in findings if one.where} <= {9}


def test_a_mark_that_a_site_hangs_on_a_heading_goes_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'{FRONT}## The bridge <a class="anchor" href="#the-bridge"></a>\n\nText.\n', encoding="utf-8")
    article, findings = read(path)
    assert '<h2 id="the-bridge">The bridge' in article.body
    assert not findings


ICONS = {
    "One :material-arrow-right: two": "One → two",
    ":material-check-circle:{ .green }": "✓",
    ":material-close: no": "✗ no",
    ":simple-linux:": "linux",
    ":fontawesome-brands-windows: Windows": "Windows",
    "Windows :fontawesome-brands-windows:": "Windows",
    "`:material-check:`": "<code>:material-check:</code>",
}


@pytest.mark.parametrize(("text", "shown"), ICONS.items(), ids=ICONS)
def test_an_icon_of_a_site_is_a_sign_a_word_or_left_out(text: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT}{text}\n", encoding="utf-8")
    article, findings = read(path)
    assert article.body.split("\n", 1)[1] == f"<p>{shown}</p>"
    assert [one.code for one in findings] == ([] if "<code>" in shown else ["SOURCE-EMOJI-UNKNOWN"])
