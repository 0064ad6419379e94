"""Where words stand in for an image that is not there, no word of the text grows together with them."""

from pathlib import Path

import pytest

from separatum.model.settings import Settings, WithoutImage
from separatum.source import read

CASES = {
    "One![a tree](no.png)two.": "<p>One a tree two.</p>",
    "![a tree](no.png)![a bush](no-2.png) stand.": "<p>a tree a bush stand.</p>",
    "[![a tree](no.png)](https://a.example/)Then words.": '<p><a href="https://a.example/">a tree</a> Then words.</p>',
    "One ![a tree](no.png) two.": "<p>One a tree two.</p>",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)
def test_words_stay_apart(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\nlanguage: en\npublished: 2024-05-17\n---\n\nText.\n\n{text}\n", encoding="utf-8")
    article, _ = read(path, Settings(missing_images=WithoutImage.LINK))
    body = article.body.split("\n", 1)[1]
    assert body.replace("<span>", "").replace("</span>", "") == expected
