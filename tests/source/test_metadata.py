"""The front matter of an article, YAML or TOML, becomes its metadata."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from separatum.model.article import AmendmentKind, Article, Contributor, Licence, Publisher, Role
from separatum.model.errors import ArticleError, FileError
from separatum.source import RULES, json_schema, read, reference_table
from separatum.source.front_matter.dates import read_date as day
from separatum.source.front_matter.language_tags import tag
from separatum.source.front_matter.values import contributor, licence
from separatum.source.schema import KEYS, PARTS, Kind, find

YAML = """---
title: 'He said "yes"'
short_title: Yes
language: en-gb
published: 2017-04-05T23:30:00+04:00
standfirst: >-
  It's a "standfirst",
  on two lines.
kicker: News
place: Tbilisi
byline: [Anna Smith, {name: Ben Jones, role: translator, file_as: "Jones, B."}]
photographer: Cleo Doe
publisher: {name: Us, url: https://example.org, contact: us@example.org}
source_url: https://example.org/article
rights: © 2017 Us
licence: CC BY-SA 4.0
tags: one, two, one
updates: [{date: 2017-05-02, text: Later.}]
corrections: [{date: 2017-05-01, text: "It isn't."}]
---

Text.
"""
TOML = """+++
title = 'He said "yes"'
short_title = "Yes"
language = "en-GB"
published = 2017-04-05T23:30:00+04:00
standfirst = '''It's a "standfirst",
on two lines.'''
kicker = "News"
place = "Tbilisi"
photographer = "Cleo Doe"
source_url = "https://example.org/article"
rights = "© 2017 Us"
licence = "CC BY-SA 4.0"
subjects = ["one", "two"]

[[byline]]
name = "Anna Smith"

[[byline]]
name = "Ben Jones"
role = "translator"
file_as = "Jones, B."

[publisher]
name = "Us"
url = "https://example.org"
contact = "us@example.org"

[[updates]]
date = 2017-05-02
text = "Later."

[[corrections]]
date = 2017-05-01
text = "It isn't."
+++

Text.
"""


def article(folder: Path, text: str) -> Article:
    path = folder / "my article.md"
    path.write_text(text, encoding="utf-8")
    return read(path)[0]


def test_yaml_and_toml_say_the_same(tmp_path: Path) -> None:
    assert article(tmp_path, YAML) == article(tmp_path, TOML)


def test_every_key_arrives_typed_and_typeset(tmp_path: Path) -> None:
    read_article = article(tmp_path, YAML)
    metadata = read_article.metadata
    assert read_article.name == "my article"
    assert metadata.title == "He said ‘yes’"
    assert metadata.short_title == "Yes"
    assert metadata.language == "en-GB"
    assert metadata.published == date(2017, 4, 5)
    assert metadata.modified == date(2017, 5, 2)
    assert metadata.standfirst == "It’s a ‘standfirst’, on two lines."
    assert metadata.contributors == (
        Contributor(name="Anna Smith", role=Role.AUTHOR, file_as="Smith, Anna"),
        Contributor(name="Ben Jones", role=Role.TRANSLATOR, file_as="Jones, B."),
        Contributor(name="Cleo Doe", role=Role.PHOTOGRAPHER, file_as="Doe, Cleo"),
    )
    assert metadata.publisher == Publisher(name="Us", url="https://example.org", contact="us@example.org")
    assert metadata.licence == Licence(name="CC BY-SA 4.0", url="https://creativecommons.org/licenses/by-sa/4.0/")
    assert metadata.subjects == ("one", "two")
    assert [(one.kind, one.text) for one in metadata.amendments] == [
        (AmendmentKind.CORRECTION, "It isn’t."),
        (AmendmentKind.UPDATE, "Later."),
    ]


def test_the_identifier_comes_from_the_address_or_else_from_the_content(tmp_path: Path) -> None:
    addressed = article(tmp_path, YAML).metadata.identifier
    assert addressed == article(tmp_path, YAML.replace("Text.", "Other text.")).metadata.identifier
    plain = re.sub("source_url.*\n", "", YAML)
    one, same, other = (article(tmp_path, text).metadata.identifier for text in (plain, plain, plain + "More.\n"))
    assert one == same
    assert len({addressed, one, other}) == 3
    assert all(
        re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]{21}", name) for name in (addressed, one, other)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2017-04-05", date(2017, 4, 5)), ("2017-04-05 10:00", date(2017, 4, 5)), ("2017-02-30", None), ("5 April", None)],
)
def test_a_date_is_a_day_of_the_calendar(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EN-gb", "en-GB"),
        ("zh-hant-TW", "zh-Hant-TW"),
        ("sl-rozaj", "sl-rozaj"),
        ("en_GB", "en-GB"),
        ("en_US.UTF-8", "en-US"),
        ("English", "en"),
        ("Français", "fr"),
        ("jp", "ja"),
        ("", None),
    ],
)
def test_a_language_tag_gets_its_usual_capitals(text: str, expected: str | None) -> None:
    assert tag(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        ("cc by-nc 3.0", "CC BY-NC 3.0", "https://creativecommons.org/licenses/by-nc/3.0/"),
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("All rights reserved", "All rights reserved", None),
    ],
)
def test_a_licence_is_known_by_its_name_or_its_address(text: str, name: str, url: str | None) -> None:
    assert licence(text) == Licence(name=name, url=url)


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Elena Milashina", "en", "Milashina, Elena"),
        ("OC Media", "en", "OC Media"),
        ("A. Name", "en", "A. Name"),
        ("One and Two", "en", "One and Two"),
        ("Nagy Anna", "hu", "Nagy Anna"),
    ],
)
def test_only_a_plain_pair_of_names_is_turned_round(name: str, language: str, expected: str) -> None:
    assert contributor(name, Role.AUTHOR, language).file_as == expected


def test_no_two_keys_share_a_name() -> None:
    for keys in (KEYS, *PARTS.values()):
        names = [name for key in keys for name in (key.name, *key.aliases)]
        assert len(names) == len(set(names))
        assert all(find(name, keys) is not None for name in names)


def test_every_example_of_the_schema_is_read_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes((Path(__file__).parent / "good" / "map.png").read_bytes())
    lines = [f"{key.name}: {json.dumps(key.example) if key.kind is Kind.TEXT else key.example}" for key in KEYS]
    path = tmp_path / "a.md"
    path.write_text("---\n" + "\n".join(lines) + "\n---\n\nText.\n", encoding="utf-8")
    assert read(path)[1] == ()


def test_the_json_schema_and_the_table_know_every_key() -> None:
    schema = json_schema()
    json.dumps(schema)
    names = {name for key in KEYS for name in (key.name, *key.aliases)}
    assert set(schema["properties"]) == names
    table = reference_table()
    assert all(f"`{key.name}`" in table for key in (*KEYS, *(part for parts in PARTS.values() for part in parts)))


def test_every_rule_has_a_code_of_its_own_and_a_real_explanation() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"SOURCE(-[A-Z0-9]+)+", rule.code)
        assert len(rule.explanation) > 80
        assert not rule.summary.endswith(".")


def test_every_rule_is_broken_by_a_file_beside_this_one() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*/*.[tx]*"))
    elsewhere = {"SOURCE-TOO-LARGE", "SOURCE-IMAGE-TOO-LARGE", "SOURCE-IMAGE-LEFT-OUT", "SOURCE-LANGUAGE-DOUBTFUL"}
    assert {rule.code for rule in RULES if not re.search(rf"\b{rule.code}\b(?!-)", told)} == elsewhere


def test_a_file_that_cannot_be_read_is_no_fault_of_the_article(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.md", tmp_path / "null\0byte.md", tmp_path / ("x" * 300)):
        with pytest.raises(FileError):
            read(path)


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(17 * 2**20)
    with pytest.raises(ArticleError) as caught:
        read(path)
    assert [finding.code for finding in caught.value.findings] == ["SOURCE-TOO-LARGE"]
