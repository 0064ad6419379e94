"""What the command answers when it is called wrongly, or with files that are not what they should be."""

from pathlib import Path

import pytest

from separatum.cli.formats import WRITERS
from separatum.model.choices import FORMATS
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


def test_a_command_that_is_nearly_right_gets_the_right_one_as_a_hint(run: Run) -> None:
    assert "  did you mean “export”? Or run “separatum --help”" in run("exprot").err


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
        ".: error: no article in this folder; skipped: “README.md” (no front matter) [FOLDER-NO-ARTICLES]"
    )
    assert '"FOLDER-NO-ARTICLES"' in (tmp_path / "run.json").read_text()
    assert not (tmp_path / "dist").exists()


def test_a_folder_that_holds_only_a_document_says_how_to_make_markdown_of_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.rtf").write_bytes(rb"{\rtf1 A story.}")
    ended = run("export", ".")
    assert ended.code == Exit.ARTICLE
    assert ended.err.startswith(
        ".: error: no article in this folder; “story.rtf” is an RTF text, not Markdown [FOLDER-NO-ARTICLES]\n"
        "    convert it first: pandoc -f rtf -t gfm --extract-media=. -o story.md story.rtf\n"
    )


def test_one_article_named_twice_is_exported_once(tmp_path: Path) -> None:
    article = write_article(tmp_path / "port.md")
    assert find_articles([article, tmp_path, tmp_path / "." / "port.md"]).files == (article,)


def test_hidden_files_and_other_files_are_no_articles(tmp_path: Path) -> None:
    for name in ("port.MD", "below/deep.md"):
        write_article(tmp_path / name)
    for name in (".hidden.md", "port.txt", ".git/notes.md", "node_modules/a/README.md", "_includes/part.md"):
        write_article(tmp_path / name)
    (tmp_path / "folder.md").mkdir()
    assert find_articles([tmp_path]).files == (tmp_path / "below/deep.md", tmp_path / "port.MD")


def test_a_link_that_leads_out_of_the_folder_is_refused_and_the_others_are_found(tmp_path: Path) -> None:
    private = write_article(tmp_path / "private" / "notes.md")
    article = write_article(tmp_path / "sent" / "port.md")
    for name in ("port.de.md", "quay.md"):
        (tmp_path / "sent" / name).symlink_to(private)
    found = find_articles([tmp_path / "sent"])
    assert found.files == (article,)
    assert [Path(finding.where.file).name for finding in found.refused if finding.where] == ["port.de.md", "quay.md"]
    assert {finding.code for finding in found.refused} == {"FOLDER-LINK-OUTSIDE"}
    assert find_articles([article]).files == (article,)
    link = tmp_path / "sent" / "quay.md"
    assert find_articles([link]).files == (link,)


def test_a_folder_of_links_that_lead_out_has_no_articles(run: Run, tmp_path: Path) -> None:
    private = write_article(tmp_path / "private" / "notes.md")
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "port.md").symlink_to(private)
    ended = run("export", "sent")
    assert (ended.code, ended.out) == (Exit.ARTICLE, "")
    assert "sent/port.md: error: it is a link that leads out of the folder" in ended.err


def test_a_link_within_the_folder_is_its_article_once(tmp_path: Path) -> None:
    (tmp_path / "port.md").symlink_to(write_article(tmp_path / "below" / "deep.md"))
    assert find_articles([tmp_path]).files == (tmp_path / "below" / "deep.md",)


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


def test_every_format_that_is_offered_is_written() -> None:
    assert ("text", *WRITERS) == FORMATS
