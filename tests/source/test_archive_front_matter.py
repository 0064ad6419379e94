"""Front matter as people have it is understood: dates in words, empty values, lists, broken YAML, keys of themes."""

from datetime import date
from pathlib import Path

import pytest

from separatum.model.article import Article
from separatum.model.errors import ArticleError
from separatum.model.settings import DateOrder, Settings
from separatum.source import read
from separatum.source.discovery import find_articles
from separatum.source.front_matter.dates import AmbiguousDateError, date_in_name, read_date

TEXT = "The bridge over the river has been closed since Monday."


def article(folder: Path, front: str, settings: Settings | None = None) -> tuple[Article, set[str]]:
    path = folder / "article.md"
    path.write_text(f"---\n{front}\n---\n\n{TEXT}\n", encoding="utf-8")
    found, findings = read(path, settings or Settings(language="en"))
    return found, {finding.code.removeprefix("SOURCE-") for finding in findings}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2022-11-7", None),
        ("2022/11/07 13:00", None),
        ("2022.11.07.", "hu"),
        ("20221107", None),
        ("07.11.2022", None),
        ("7-Nov-2022", None),
        ("November 7, 2022 13:00", "uk"),
        ("Nov. 7th, 2022", "en"),
        ("Thu, 07 Nov 2022 13:00:00 GMT", None),
        ("7 листопада 2022", "uk"),
        ("7 ноября 2022 г.", "ru"),
        ("7 de noviembre de 2022", "es"),
        ("7 de novembro de 2022", None),
        ("7 novembre 2022", "fr-CA"),
        ("2022年11月7日", "zh"),
        ("٧ نوفمبر ٢٠٢٢", "ar"),
        ("7 Kasım 2022", "tr"),
    ],
)
def test_a_date_is_read_in_digits_and_in_words(text: str, language: str | None) -> None:
    assert read_date(text, language=language) == date(2022, 11, 7)


@pytest.mark.parametrize("text", ["2022", "November 2022", "1667826000", "soon", "2022-13-01", "31.02.2022", ""])
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_a_date_that_can_be_read_in_two_ways_needs_an_order() -> None:
    with pytest.raises(AmbiguousDateError):
        read_date("03/04/2022")
    assert read_date("03/04/2022", order=DateOrder.DAY_MONTH) == date(2022, 4, 3)
    assert read_date("03/04/2022", order=DateOrder.MONTH_DAY) == date(2022, 3, 4)
    assert read_date("13/04/2022") == read_date("04/13/2022") == date(2022, 4, 13)
    assert read_date("04/04/2022") == date(2022, 4, 4)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("_posts/2024-05-17-bridge", date(2024, 5, 17)),
        ("blog/2024/05/17/bridge", date(2024, 5, 17)),
        ("2024-05-17-bridge/index", date(2024, 5, 17)),
        ("posts/20240517-bridge", date(2024, 5, 17)),
        ("posts/bridge-2024", None),
        ("v2024-99-99/a", None),
    ],
)
def test_a_date_is_found_in_the_name_of_a_file_or_folder(path: str, day: date | None) -> None:
    assert date_in_name(path) == day


@pytest.mark.parametrize(
    "front", ["author: null", "author: ~", "author:", 'authors: [""]', "authors: []", "author: {name: }"]
)
def test_an_empty_name_is_no_name(tmp_path: Path, front: str) -> None:
    found, _ = article(tmp_path, f"title: T\ndate: 2024-05-17\n{front}")
    assert found.metadata.contributors == ()


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("author: A. Writer", ["A. Writer"]),
        ("authors:\n  - name: A. Writer\n    url: https://example.org\n  - B. Writer", ["A. Writer", "B. Writer"]),
        ("author:\n  display_name: A. Writer\n  email: a@example.org", ["A. Writer"]),
        ("autor: A. Writer", ["A. Writer"]),
    ],
)
def test_authors_are_found_in_the_forms_of_themes(tmp_path: Path, front: str, names: list[str]) -> None:
    found, _ = article(tmp_path, f"title: T\ndate: 2024-05-17\n{front}")
    assert [person.name for person in found.metadata.contributors] == names


def test_a_list_of_categories_is_a_kicker_and_subjects(tmp_path: Path) -> None:
    found, codes = article(tmp_path, "title: T\ndate: 2024-05-17\ncategory:\n  - News\n  - Tools\ntags: [river]")
    assert (found.metadata.kicker, found.metadata.subjects) == ("News", ("News", "Tools", "river"))
    assert codes <= {"SETTING"}


@pytest.mark.parametrize(
    "front",
    [
        "title: The bridge: a report",
        "title: *bold* words",
        "title: @home",
        'title: "The bridge" is closed',
        "title: The bridge\ntype: x\t# a comment",
        "title: The bridge\nempty:\n\t- item",
    ],
)
def test_broken_yaml_whose_lines_are_plain_is_read(tmp_path: Path, front: str) -> None:
    found, _ = article(tmp_path, f"{front}\ndate: 2024-05-17")
    assert found.metadata.published == date(2024, 5, 17)
    assert "bridge" in found.metadata.title or "home" in found.metadata.title or "bold" in found.metadata.title


def test_broken_yaml_that_says_nothing_plainly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError):
        article(tmp_path, "title: {a: [b\nc}\n???")


def test_a_sites_own_keys_are_mapped_once(tmp_path: Path) -> None:
    settings = Settings(language="pt", keys=(("materia", "title"), ("dia", "published"), ("quem", "byline")))
    found, _ = article(tmp_path, "materia: A ponte\ndia: 2024-05-17\nquem: A. Redatora", settings)
    metadata = found.metadata
    assert (metadata.title, metadata.published) == ("A ponte", date(2024, 5, 17))
    assert [person.name for person in metadata.contributors] == ["A. Redatora"]


def test_a_description_that_repeats_the_opening_is_no_standfirst(tmp_path: Path) -> None:
    for words in (TEXT, "The bridge over the river has been closed…"):
        found, codes = article(tmp_path, f"title: T\ndate: 2024-05-17\ndescription: {words}")
        assert found.metadata.standfirst is None
        assert "STANDFIRST-REPEATED" in codes
    found, _ = article(tmp_path, "title: T\ndate: 2024-05-17\ndescription: What happens to the ferry now.")
    assert found.metadata.standfirst == "What happens to the ferry now."


IN_JSON = {
    "Hugo’s": '{\n  "title": "The bridge",\n  "tags": ["a", "b"],\n  "date": "2024-05-17"\n}\n',
    "with tabs": '\n{\n\t"title": "The bridge",\n\t"author": {"name": "Sam Poe"},\n\t"date": "2024-05-17"}\n',
    "in one line": '{"title": "The bridge", "date": "2024-05-17"}\n',
    "Eleventy’s": '---json\n{\n  "title": "The bridge",\n  "date": "2024-05-17"\n}\n---\n',
    "Eleventy’s TOML": "---toml\ntitle = 'The bridge'\ndate = 2024-05-17\n---\n",
}


@pytest.mark.parametrize("front", IN_JSON.values(), ids=IN_JSON)
def test_front_matter_in_json_is_read_and_not_printed(front: str, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(f"{front}\n{TEXT}\n\n[gone](#gone)\n", encoding="utf-8")
    found, findings = read(path, Settings(language="en"))
    assert (found.metadata.title, found.metadata.published) == ("The bridge", date(2024, 5, 17))
    assert found.body.startswith(f"<p>{TEXT}")
    lines = [one.where.line for one in findings if one.where and one.code == "SOURCE-ANCHOR-MISSING"]
    assert lines == [front.count("\n") + 4]
    assert find_articles([tmp_path]).passed_over == ()


def test_a_draft_in_json_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f'{{\n  "title": "A",\n  "draft": true\n}}\n\n{TEXT}\n', encoding="utf-8")
    (tmp_path / "b.md").write_text(f'{{"title": "B"}}\n\n{TEXT}\n', encoding="utf-8")
    assert [file.name for file in find_articles([tmp_path]).files] == ["b.md"]


@pytest.mark.parametrize("text", ["{{< toc >}}\n\nText.", "{% raw %}\n\nText.", '{ "a": 1 } is a table.', "{\n"])
def test_a_brace_alone_opens_no_front_matter(text: str, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(f"{text}\n\n{TEXT}\n", encoding="utf-8")
    assert "SOURCE-NO-FRONT-MATTER" in {one.code for one in read(path, Settings(language="en"))[1]}
