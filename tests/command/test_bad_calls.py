"""What the command answers when it is called wrongly, or with files that are not what they should be."""

import os
from pathlib import Path

import pytest

from separatum.model.errors import Exit
from separatum.source.discovery import RULES, find_articles
from tests.command.conftest import Run, write_article

pytestmark = pytest.mark.usefixtures("no_validators")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--quiet"], "the following arguments are required: COMMAND"),
        (["exprot"], "argument COMMAND: invalid choice: “exprot”"),
        (["export"], "the following arguments are required: PATH"),
        (["export", "quay.md", "--to", "docx"], "argument --to: there is no format “docx”; the formats are epub, pdf"),
        (["export", "quay.md", "--to", ","], "argument --to: no format is named; the formats are epub, pdf"),
        (["export", "quay.md", "--outt", "x"], "unrecognized arguments: --outt x"),
        (["explain", "SOURCE-NO-TITEL"], "there is no code “SOURCE-NO-TITEL”"),
        (["check", "quay.md"], "“quay.md” is neither an EPUB nor a PDF"),
        (["check", "."], "no EPUB and no PDF in “.”"),
    ],
)
def test_a_wrong_call_is_told_in_words(run: Run, article: Path, arguments: list[str], words: str) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    first, second = ended.err.splitlines()
    assert first.startswith(f"separatum: {words}")
    assert second.startswith("  ")


def test_a_code_that_is_nearly_right_gets_the_right_one_as_a_hint(run: Run) -> None:
    assert "  did you mean SOURCE-NO-TITLE?\n" in run("explain", "source-no-titel").err


@pytest.mark.parametrize("command", ["export", "check"])
def test_files_that_are_not_there_are_named_all_at_once(run: Run, command: str) -> None:
    ended = run(command, "one.pdf", "two.pdf")
    assert (ended.code, ended.out) == (Exit.FILE, "")
    assert ended.err.startswith("separatum: there is no “one.pdf”, “two.pdf”\n    check the spelling")


def test_a_folder_without_articles_is_at_fault_and_says_what_it_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Not an article\n")
    ended = run("export", ".", "--report", "run.json")
    assert (ended.code, ended.out) == (Exit.ARTICLE, "")
    assert ended.err.startswith(
        ".: error: no article in this folder: no front matter in “README.md” [FOLDER-NO-ARTICLES]"
    )
    assert '"FOLDER-NO-ARTICLES"' in (tmp_path / "run.json").read_text()
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(("one", "other"), [("a/port.md", "b/port.md"), ("Port.md", "port.markdown")])
def test_two_articles_of_one_name_are_refused_before_any_work(run: Run, tmp_path: Path, one: str, other: str) -> None:
    write_article(tmp_path / one)
    write_article(tmp_path / other)
    ended = run("export", one, other)
    assert (ended.code, ended.out) == (Exit.ARTICLE, "")
    assert (
        ended.err.splitlines()[0] == f"{other}: error: would be published under the same name as “{one}” [NAME-TWICE]"
    )
    assert not (tmp_path / "dist").exists()


def test_a_name_written_in_two_normal_forms_is_one_name(run: Run, tmp_path: Path) -> None:
    write_article(tmp_path / "a" / "caf\u00e9.md")
    write_article(tmp_path / "b" / "cafe\u0301.md")
    assert "NAME-TWICE" in run("export", "a", "b").err


def test_one_article_named_twice_is_exported_once(tmp_path: Path) -> None:
    article = write_article(tmp_path / "port.md")
    assert find_articles([article, tmp_path, tmp_path / "." / "port.md"]).files == (article,)


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9", b"two\nlines", b"esc\x1b[31m", b"...hidden", b".hidden", b"ends ", b"what?", b"a:b", b"CON",
       b"nul.x",         "evil\u202efdp".encode(), b"x" * 245,
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_an_editions_is_refused_in_harmless_words(run: Run, tmp_path: Path, name: bytes) -> None:
    write_article(tmp_path / os.fsdecode(name + b".md"))
    ended = run("export", os.fsdecode(name + b".md"))
    assert (ended.code, ended.out) == (Exit.ARTICLE, "")
    assert "NAME-UNSAFE" in ended.err
    assert len(ended.err.splitlines()) == 2
    assert all(sign.isprintable() for sign in ended.err if sign != "\n")


def test_hidden_files_other_files_and_folders_below_are_no_articles(tmp_path: Path) -> None:
    write_article(tmp_path / "port.MD")
    for name in (".draft.md", "port.txt", "below/deep.md"):
        write_article(tmp_path / name)
    (tmp_path / "folder.md").mkdir()
    assert find_articles([tmp_path]).files == (tmp_path / "port.MD",)


def test_a_link_that_leads_out_of_the_folder_is_no_article_of_it(run: Run, tmp_path: Path) -> None:
    private = write_article(tmp_path / "private" / "notes.md")
    article = write_article(tmp_path / "sent" / "port.md")
    for name in ("port.de.md", "quay.md"):
        (tmp_path / "sent" / name).symlink_to(private)
    ended = run("export", "sent")
    assert (ended.code, ended.out) == (Exit.ARTICLE, "")
    for name in ("port.de.md", "quay.md"):
        assert f"sent/{name}: error: it is a link that leads out of the folder" in ended.err
    assert not (tmp_path / "dist").exists()
    assert find_articles([article]).files == (article,)
    link = tmp_path / "sent" / "quay.md"
    assert find_articles([link]).files == (link,)


def test_a_link_within_the_folder_is_its_article(tmp_path: Path) -> None:
    (tmp_path / "port.md").symlink_to(write_article(tmp_path / "below" / "deep.md"))
    assert find_articles([tmp_path]).files == (tmp_path / "port.md",)


def test_an_article_with_a_byte_order_mark_and_windows_lines_is_found(tmp_path: Path) -> None:
    article = write_article(tmp_path / "port.md")
    article.write_bytes(b"\xef\xbb\xbf" + article.read_bytes().replace(b"\n", b"\r\n"))
    assert find_articles([tmp_path]).files == (article,)


@pytest.mark.parametrize("out", ["quay.md", "quay.md/deep", "/proc/no/such"])
def test_an_output_folder_that_cannot_be_is_named(run: Run, article: Path, out: str) -> None:
    ended = run("export", article, "--out", out)
    assert (ended.code, ended.out) == (Exit.FILE, "")
    assert ended.err.startswith(f"separatum: cannot write to “{out}”: ")
    assert len(ended.err.splitlines()) == 2


def test_every_rule_of_the_folders_explains_itself() -> None:
    assert all(rule.summary and len(rule.explanation) > 80 for rule in RULES)
