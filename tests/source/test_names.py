"""What editions are called: after their file or folder, in signs that every system can hold, no two alike."""

import os
from pathlib import Path

import pytest

from separatum.model.settings import Settings
from separatum.source.discovery import find_articles, name_findings
from separatum.source.names import distinct_names, edition_name, patterned_name, safe_name

ARTICLE = "---\ntitle: A quay\nlanguage: en\ndate: 2024-05-17\nslug: /harbour/the-quay/\n---\n\nIt was empty.\n"


def write(folder: Path, *names: str) -> list[Path]:
    files = [folder / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ARTICLE, encoding="utf-8")
    return files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("port.md", "port"),
        ("minding-the-gap:-a-talk?.md", "minding-the-gap-a-talk"),
        ("why: a talk.md", "why- a talk"),
        ("...hidden.md", "hidden"),
        ("ends .md", "ends"),
        ("CON.md", "CON-article"),
        ("nul.x.md", "nul-article.x"),
        ("aux .y.md", "aux-article.y"),
        ("com\u00b9.md", "com\u00b9-article"),
        (" . .git.md", "git"),
        ("a\u200bb\u200fc\ufeff.md", "a-b-c"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.md", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("two\nlines.md", "two-lines"),
        ("evil\u202efdp.md", "evil-fdp"),
        ("міст.md", "міст"),
        ("cafe\u0301.md", "caf\u00e9"),
        ("???.md", "article"),
        ("..\\..\\a.md", "a"),
        ("-rf.md", "rf"),
        ("--out=x.md", "out=x"),
        ("$(id).md", "(id)"),
        ("`id`.md", "id"),
        ("a`id`b$x.md", "a-id-b-x"),
        ("~root.md", "root"),
        ("\u00a0.md", "article"),
        ("-.md", "article"),
        ("a'b.md", "a'b"),
        ("bridge/index.md", "bridge"),
        ("bridge/index.fr.md", "bridge.fr"),
        ("bridge/README.md", "bridge"),
    ],
)
def test_a_name_holds_nothing_that_a_system_cannot_hold(name: str, expected: str) -> None:
    assert edition_name(Path("/in") / name) == expected


def test_a_name_that_is_too_long_is_cut_at_a_letter() -> None:
    name = safe_name("я" * 300)
    assert len((name + ".report.json").encode()) <= 255
    assert set(name) == {"я"}


def test_a_name_with_a_number_is_not_too_long_either(tmp_path: Path) -> None:
    files = write(tmp_path, *(f"{'y' * 251}{suffix}" for suffix in (".md", ".MD")))
    names = find_articles(files).names.values()
    assert len({name.casefold() for name in names}) == 2
    assert all(len((name + ".report.json").encode()) <= 255 for name in names)


def test_bytes_that_are_no_text_become_hyphens() -> None:
    assert edition_name(Path(os.fsdecode(b"caf\xe9.md"))) == "caf"


def test_a_changed_name_is_reported_with_its_reason() -> None:
    (finding,) = name_findings(Path("a:b.md"), "a-b", Settings())
    assert (finding.code, finding.severity) == ("NAME-UNSAFE", "warning")
    assert "U+003A (colon)" in finding.message
    assert list(name_findings(Path("port.md"), "port", Settings())) == []


def test_page_bundles_are_called_after_their_folders(tmp_path: Path) -> None:
    write(tmp_path, "post/bridge/index.md", "post/ferry/index.md")
    found = find_articles([tmp_path / "post"])
    assert sorted(found.names.values()) == ["bridge", "ferry"]


def test_articles_of_one_name_are_called_after_their_folders_as_well(tmp_path: Path) -> None:
    files = write(tmp_path, "2019/intro.md", "2020/Intro.md", "2020/end.md", "2020/part/index.md", "2019/part/index.md")
    found = find_articles([tmp_path])
    named = {Path(path).relative_to(tmp_path).as_posix(): name for path, name in found.names.items()}
    assert named == {
        "2019/intro.md": "2019-intro",
        "2020/Intro.md": "2020-Intro",
        "2020/end.md": "end",
        "2020/part/index.md": "2020-part",
        "2019/part/index.md": "2019-part",
    }
    (finding,) = name_findings(files[0], "2019-intro", Settings())
    assert (finding.code, finding.severity) == ("NAME-TWICE", "info")


def test_names_that_differ_only_in_case_or_normal_form_are_not_one_file(tmp_path: Path) -> None:
    write(tmp_path, "a/caf\u00e9.md", "b/cafe\u0301.md", "c/Port.md", "c/port.markdown")
    names = [name.casefold() for name in find_articles([tmp_path]).names.values()]
    assert len(names) == len(set(names)) == 4


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("{date}-{slug}", "2024-05-17-the-quay"), ("{language}-{name}", "en-quay"), ("{folder} {name}", "in quay")],
)
def test_a_pattern_gives_the_names(tmp_path: Path, pattern: str, expected: str) -> None:
    write(tmp_path / "in", "quay.md")
    found = find_articles([tmp_path / "in"], lambda _: Settings(name=pattern))
    assert list(found.names.values()) == [expected]


def test_an_empty_field_of_a_pattern_takes_its_hyphen_away() -> None:
    assert patterned_name("{date}-{slug}", {"slug": "quay", "date": ""}) == "quay"
    assert patterned_name("{slug}-{date}-{language}", {"slug": "quay", "date": "", "language": "en"}) == "quay-en"


def test_drafts_are_left_out_of_a_folder_unless_they_are_wanted(tmp_path: Path) -> None:
    write(tmp_path, "port.md", "_drafts/quay.md")
    for name, key in (("hugo.md", "draft: true"), ("jekyll.md", "published: false"), ("zola.md", "draft = true")):
        fence = "+++" if "=" in key else "---"
        (tmp_path / name).write_text(f"{fence}\n{key}\n{fence}\n\nWords.\n", encoding="utf-8")
    found = find_articles([tmp_path])
    assert [file.name for file in found.files] == ["port.md"]
    assert {one.reason for one in found.passed_over} == {"a draft"}
    assert len(find_articles([tmp_path], lambda _: Settings(drafts=True)).files) == 5


def test_files_without_front_matter_are_skipped_beside_others_and_taken_where_nothing_has_it(tmp_path: Path) -> None:
    write(tmp_path / "mixed", "port.md")
    for folder in ("mixed", "plain"):
        (tmp_path / folder).mkdir(exist_ok=True)
        for name in ("notes.md", "README.md"):
            (tmp_path / folder / name).write_text("# Notes\n\nWords.\n", encoding="utf-8")
    (tmp_path / "mixed" / "pelican.md").write_text("Title: A quay\n\nWords.\n", encoding="utf-8")
    found = find_articles([tmp_path / "mixed"])
    assert [file.name for file in found.files] == ["pelican.md", "port.md"]
    assert sorted(one.file.name for one in found.passed_over) == ["README.md", "notes.md"]
    assert [file.name for file in find_articles([tmp_path / "plain"]).files] == ["notes.md"]
    every = find_articles([tmp_path / "mixed"], lambda _: Settings(plain_files=True))
    assert [file.name for file in every.files] == ["README.md", "notes.md", "pelican.md", "port.md"]


def test_two_names_that_become_one_are_counted_and_do_not_tell_where_they_are(tmp_path: Path) -> None:
    files = write(tmp_path / "jane", "a:b.md", "a?b.md", "a*b.md")
    assert sorted(find_articles(files).names.values()) == ["a-b", "a-b-2", "a-b-3"]


def test_no_folder_above_a_user_s_own_is_told() -> None:
    files = [Path("/home/jane/a/port.md"), Path("/srv/b/a/port.md"), Path("/Users/joe/a/port.md")]
    names = distinct_names(dict.fromkeys(files, "port")).values()
    assert not any(word in name for name in names for word in ("jane", "joe", "home", "Users"))
    assert len(set(names)) == 3


@pytest.mark.parametrize("place", ["/home/jane/index.md", "/Users/jane/README.md"])
def test_an_article_in_a_user_s_own_folder_is_not_called_after_the_user(place: str) -> None:
    assert "jane" not in edition_name(Path(place))
