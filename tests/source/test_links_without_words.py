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


ALONE = {
    "{}": "<p>{}</p>",
    "- {}": "<ul><li>{}</li></ul>",
    "> {}": "<blockquote><p>{}</p></blockquote>",
    "**{}**": "<p><strong>{}</strong></p>",
}


@pytest.mark.parametrize(("around", "shown"), ALONE.items(), ids=ALONE)
@pytest.mark.parametrize(
    ("link", "address", "words"),
    [
        ("[](https://a.example/b)", "https://a.example/b", "https://a.example/b"),
        ('<a href="https://a.example/b" title="A plan"></a>', "https://a.example/b", "A plan"),
        ("[](HTTP://a.example/b)", "HTTP://a.example/b", "HTTP://a.example/b"),
        ("[](mailto:desk@a.example?subject=A)", "mailto:desk@a.example?subject=A", "desk@a.example"),
        ("[](tel:123)", "tel:123", "123"),
    ],
)
def test_a_link_without_words_is_seen_where_it_stands_alone(  # noqa: PLR0917 - cases
    around: str, shown: str, link: str, address: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT}{around.format(link)}\n", encoding="utf-8")
    article, findings = read(path)
    anchor = f'<a href="{address}">{words}</a>'
    assert "".join(article.body.split("\n")[1:]) == shown.format(anchor)
    assert "SOURCE-LINK-WORDS" in {one.code for one in findings}


MARKS = (
    '<a class="anchor" href="#the-bridge"></a>',
    '<a class="headerlink" href="#the-bridge" title="Permanent link"></a>',
    '<a id="x" title="T"></a>',
    '[](<> "t")',
)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_that_a_site_hangs_on_a_heading_is_not_printed(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT}## The bridge {mark}\n\nText.\n", encoding="utf-8")
    article, findings = read(path)
    assert [heading.text for heading in article.outline] == ["The bridge"]
    assert not {"SOURCE-LINK-WORDS", "SOURCE-LINK-TITLE"} & {one.code for one in findings}


def test_a_link_without_words_to_a_page_of_a_site_is_told_and_has_its_title_for_words(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'{FRONT}One [](other.md) two [](plan.md "The plan") three.\n', encoding="utf-8")
    article, findings = read(path)
    assert "The plan" in article.body
    assert [one.message for one in findings if one.code == "SOURCE-LINK-WORDS"] == [
        "the link to “other.md” has no words; nothing of it is printed",
        "the link to “plan.md” has no words; its title stands for them",
    ]


def test_the_title_of_a_link_around_a_picture_is_told_with_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes((Path(__file__).parent / "good" / "map.png").read_bytes())
    path = tmp_path / "a.md"
    path.write_text(f'{FRONT}[![A map](map.png)](https://a.example/ "Of the town")\n', encoding="utf-8")
    (finding,) = read(path)[1]
    assert finding.message == "the title of the link on “A map” is not printed: “Of the town”"


ICONS = {
    "One :material-arrow-right: two": "One → two",
    ":material-check-circle:{ .green }": "✓",
    ":material-close: no": "✗ no",
    ":simple-linux:": "linux",
    ":simple-x: Write to us": "Write to us",
    ":fontawesome-brands-x-twitter: Write to us": "Write to us",
    ":fontawesome-solid-circle-check: done": "✓ done",
    ":fontawesome-solid-x-ray: A picture": "A picture",
    ":material-closed-caption: Words": "Words",
    ":material-checkbox-blank-outline: not done": "not done",
    ":simple-alertmanager:": "alertmanager",
    "*:octicons-eye-16:*": "<em>eye</em>",
    "Seen (:octicons-eye-16:)": "Seen (eye)",
    ":material-incognito:Hidden": "Hidden",
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
