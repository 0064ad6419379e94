"""Where words stand in for an image that is not there, no word of the text grows together with them."""

from pathlib import Path

import pytest

from separatum.model.choices import WithoutImage
from separatum.model.errors import ArticleError
from separatum.model.settings import Settings
from separatum.source import read

CASES = {
    "One![a tree](no.png)two.": "<p>One a tree two.</p>",
    "![a tree](no.png)![a bush](no-2.png) stand.": "<p>a tree a bush stand.</p>",
    "[![a tree](no.png)](https://a.example/)Then words.": '<p><a href="https://a.example/">a tree</a> Then words.</p>',
    "One ![a tree](no.png) two.": "<p>One a tree two.</p>",
    "One ![](no.png) two.": "<p>One two.</p>",
    "![](no.png)\n\nTwo.": "<p>Two.</p>",
    "[![](no.png)](https://a.example/b)": '<p><a href="https://a.example/b">https://a.example/b</a></p>',
    "[![](no.png)![](no-2.png)](https://a.example/)": '<p><a href="https://a.example/">https://a.example/ </a></p>',
    "[![](no.png) Words](https://a.example/)": '<p><a href="https://a.example/"> Words</a></p>',
    "[![](no.png)![A map](map.png)](https://a.example/)": (
        '<p><a href="https://a.example/"><img src="images/1.png" alt="A map" width="40" height="20"/></a></p>'
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)
def test_words_stay_apart(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes((Path(__file__).parent / "good" / "map.png").read_bytes())
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\nText.\n\n{text}\n", encoding="utf-8")
    article, _ = read(path, Settings(missing_images=WithoutImage.LINK))
    body = article.body.split("\n", 1)[1]
    assert body.replace("<span>", "").replace("</span>", "") == expected


TOLD = {
    "![a tree](no.png)": "its alternative text was put in its place",
    "![](no.png)": "it has no alternative text to stand for it",
    "[![](no.png)](https://a.example/)": "the address of its link was put in its place",
    "![](https://a.example/no.png)": "its address was put in its place",
}


@pytest.mark.parametrize(("text", "told"), TOLD.items(), ids=TOLD)
def test_it_is_told_what_stands_for_an_image(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\nText.\n\n{text}\n", encoding="utf-8")
    settings = Settings(missing_images=WithoutImage.LINK, remote_images=WithoutImage.LINK)
    (finding,) = [one for one in read(path, settings)[1] if one.code == "SOURCE-IMAGE-LEFT-OUT"]
    assert finding.message.endswith(f"; {told}")
    assert finding.where is not None
    assert finding.where.line == 9


LEFT_OUT = {
    "![Sam](https://avatars3.githubusercontent.com/u/1?v=3&s=400) Sam said so.": "<p>Sam said so.</p>",
    "Sam said so. ![](https://www.gravatar.com/avatar/0bc8?s=40)": "<p>Sam said so.</p>",
    "[![@sam](https://github.com/sam.png?s=4)](https://a.b/) S.": '<p><a href="https://a.b/">@sam</a> S.</p>',
    "Done ![tada](https://github.githubassets.com/images/icons/emoji/unicode/1f389.png?v8).": "<p>Done 🎉.</p>",
    'Yes <img src="https://s.w.org/images/core/emoji/14/72x72/1f1e9-1f1ea.png" alt="🇩🇪"/>': "<p>Yes 🇩🇪</p>",
    "[![Sync](https://notes.example.org/BO8f/badge)](https://notes.example.org/BO8f) S.": "<p>S.</p>",
    "![x](https://cdn.jsdelivr.net/gh/twitter/twemoji@14/assets/svg/1f44b-1f3fd.svg) Hello": "<p>👋🏽 Hello</p>",
}


@pytest.mark.parametrize(("text", "expected"), LEFT_OUT.items(), ids=LEFT_OUT)
def test_an_account_s_portrait_is_left_out_and_a_picture_of_an_emoji_is_its_sign(
    text: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\nText.\n\n{text}\n", encoding="utf-8")
    article, _ = read(path)
    body = article.body.split("\n", 1)[1]
    assert body.replace("<span>", "").replace("</span>", "") == expected


@pytest.mark.parametrize("address", ["https://github.com/sam/boats/raw/main/map.png", "https://github.com/sam/map.jpg"])
def test_a_picture_of_a_repository_is_no_portrait(address: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\n![A]({address})\n", encoding="utf-8")
    with pytest.raises(ArticleError):
        read(path)


@pytest.mark.parametrize(
    "text", ["## ![A map](map.png)", "# **_![A map](map.png)_**", "<h3><img src='map.png' alt='A map'></h3>"]
)
def test_a_heading_that_is_only_a_picture_is_the_picture(text: str, tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes((Path(__file__).parent / "good" / "map.png").read_bytes())
    path = tmp_path / "a.md"
    front = "---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n"
    path.write_text(f"{front}\nText.\n\n{text}\n\n## Words ![A map](map.png)\n\nMore.\n", encoding="utf-8")
    article, _ = read(path)
    assert [heading.text for heading in article.outline] == ["Words"]
    assert '<figure id="figure-1"><img ' in article.body


ON_THE_WEB = (
    "The bridge over the river has been closed since Monday, and nobody in the town can say for how long.\n\n"
    "![The bridge](https://images.example.org/bridge.jpg)\n"
)


def test_an_image_on_the_web_is_a_link_in_a_plain_file_and_stops_an_article(tmp_path: Path) -> None:
    plain, article = tmp_path / "plain.md", tmp_path / "article.md"
    plain.write_text(f"# A\n\n{ON_THE_WEB}", encoding="utf-8")
    article.write_text(f"---\ntitle: A\nlanguage: en\n---\n\n{ON_THE_WEB}", encoding="utf-8")
    found, findings = read(plain)
    assert 'The bridge <a href="https://images.example.org/bridge.jpg">' in found.body
    (left_out,) = [one for one in findings if one.code == "SOURCE-IMAGE-LEFT-OUT"]
    assert left_out.where is not None
    assert left_out.where.line == 5
    for path, settings in ((article, Settings()), (plain, Settings(remote_images=WithoutImage.REFUSE))):
        with pytest.raises(ArticleError) as refused:
            read(path, settings)
        assert "SOURCE-IMAGE-REMOTE" in {one.code for one in refused.value.findings}
