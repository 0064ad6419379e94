"""Whole journeys through the command line, in this process, with the real validators."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

import separatum
from separatum import editions
from separatum.cli import commands
from separatum.cli.terminal import Pace
from separatum.exports.pipeline import Step, Verb
from separatum.model.article import Article
from separatum.model.errors import ArticleError, Exit
from separatum.style.style import Style
from tests.command.conftest import Run, write_article

pytestmark = pytest.mark.usefixtures("warm")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Broken:
    """An edition that writes something else than it should, or nothing at all."""

    format = "pdf"
    suffix = ".pdf"

    def __init__(self, content: bytes | Exception) -> None:
        self.content = content

    def write(self, _article: Article, _style: Style, _pages: object = None) -> bytes:
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.fixture
def only_pdf_is_broken(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    real = editions.edition
    broken = Broken(request.param)
    monkeypatch.setattr(editions, "edition", lambda kind: broken if kind == "pdf" else real(kind))


def test_an_article_becomes_a_checked_pair_with_a_report_and_sums(run: Run, article: Path, tmp_path: Path) -> None:
    ended = run("export", article.name)
    assert ended.code == Exit.OK
    assert ended.out == "dist/quay.epub\ndist/quay.pdf\n"
    assert ended.err == "✓ quay: published as EPUB and PDF\n"
    assert sorted(files(tmp_path / "dist")) == ["SHA256SUMS", "quay.epub", "quay.pdf", "quay.report.json"]


def test_the_report_tells_what_was_published_and_nothing_of_who_did_it(run: Run, article: Path, tmp_path: Path) -> None:
    run("export", article, "--out", tmp_path / "out")
    text = (tmp_path / "out" / "quay.report.json").read_text()
    report = json.loads(text)
    for edition in report["editions"]:
        content = (tmp_path / "out" / edition["file"]).read_bytes()
        assert edition["sha256"] == hashlib.sha256(content).hexdigest()
        assert edition["size"] == len(content)
    assert report["versions"]["EPUBCheck"] == "5.3.0"
    assert str(tmp_path) not in text


def test_the_same_article_gives_the_same_bytes_in_another_folder(run: Run, article: Path, tmp_path: Path) -> None:
    run("export", article, "--out", "here")
    other = tmp_path / "elsewhere" / "deep"
    other.mkdir(parents=True)
    shutil.copy(article, other)
    run("export", other, "--out", other / "there")
    assert files(tmp_path / "here") == files(other / "there")


def test_one_edition_alone_can_be_asked_for(run: Run, article: Path, tmp_path: Path) -> None:
    ended = run("export", article, "--to", "epub")
    assert (ended.code, ended.out) == (Exit.OK, "dist/quay.epub\n")
    assert "quay: not checked: needs the PDF [" in ended.err
    assert sorted(files(tmp_path / "dist")) == ["SHA256SUMS", "quay.epub", "quay.report.json"]


def test_an_edition_that_was_not_made_anew_is_named_and_kept(run: Run, article: Path, tmp_path: Path) -> None:
    run("export", article)
    old = (tmp_path / "dist" / "quay.pdf").read_bytes()
    article.write_text(article.read_text().replace("empty", "crowded"))
    ended = run("export", article, "--to", "epub")
    assert "dist/quay.pdf: from an earlier export; it may differ from what is published now\n" in ended.err
    assert (tmp_path / "dist" / "quay.pdf").read_bytes() == old
    assert "quay.pdf" in (tmp_path / "dist" / "SHA256SUMS").read_text()


def test_a_format_for_programs_replaces_the_paths_on_standard_output(run: Run, article: Path) -> None:
    ended = run("export", article.name, "--to", "epub", "--format", "json")
    assert (ended.code, ended.err) == (Exit.OK, "")
    (said,) = json.loads(ended.out)["articles"]
    assert (said["sources"], [one["file"] for one in said["editions"]]) == (["quay.md"], ["quay.epub"])
    assert Path("dist/quay.epub").exists()


def test_a_style_that_is_not_there_is_wrong_usage(run: Run, article: Path, tmp_path: Path) -> None:
    ended = run("export", article, "--style", "nowhere")
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert ended.err.startswith("separatum: no style “nowhere”\n  ")
    assert not (tmp_path / "dist").exists()


def test_a_file_is_known_by_its_first_bytes_when_its_name_does_not_tell(run: Run, article: Path) -> None:
    run("export", article)
    shutil.copy("dist/quay.pdf", "download")
    shutil.copy("dist/quay.epub", "download (1)")
    ended = run("check", "download", "download (1)", "--report", "check.json")
    assert ended.code == Exit.OK
    assert ended.err.endswith("2 checked: 2 passed\n")
    looked_at = json.loads(Path("check.json").read_text())["articles"]
    assert [one["editions"][0]["format"] for one in looked_at] == ["pdf", "epub"]


def test_a_quiet_run_says_only_the_paths(run: Run, article: Path) -> None:
    ended = run("export", article, "--quiet")
    assert (ended.out, ended.err) == ("dist/quay.epub\ndist/quay.pdf\n", "")


def test_all_articles_of_a_folder_are_exported_and_a_readme_is_left_out(run: Run, tmp_path: Path) -> None:
    for name in ("b.md", "a.md"):
        write_article(tmp_path / "in" / name)
    (tmp_path / "in" / "README.md").write_text("# How to write\n")
    ended = run("export", "in")
    assert ended.out == "dist/a.epub\ndist/a.pdf\ndist/b.epub\ndist/b.pdf\n"
    assert ended.err.splitlines() == [
        "skipped: 1 file: no front matter (in/README.md)",
        "✓ a: published as EPUB and PDF",
        "✓ b: published as EPUB and PDF",
        "2 articles: 2 published",
    ]


def test_one_article_at_fault_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write_article(tmp_path / name)
    (tmp_path / "b.md").write_text("---\ntitle: B\nlanguage: en\npublished: 03/04/2022\n---\nWords.\n")
    ended = run("export", "a.md", "b.md", "c.md", "--to", "epub")
    assert ended.code == Exit.ARTICLE
    assert ended.out == "dist/a.epub\ndist/c.epub\n"
    assert "b.md:4: error: “published: 03/04/2022” can be read in two ways [SOURCE-DATE-AMBIGUOUS]\n" in ended.err
    assert "    write it as YYYY-MM-DD, or " in ended.err
    assert "✗ b: nothing was published (1 error, 1 warning)\n" in ended.err
    assert not (tmp_path / "dist" / "b.epub").exists()


def test_an_article_at_fault_keeps_what_was_published_of_it_before(run: Run, article: Path, tmp_path: Path) -> None:
    run("export", article)
    before = files(tmp_path / "dist")
    article.write_text(article.read_text() + "\n![A map](gone.png)\n")
    assert run("export", article).code == Exit.ARTICLE
    assert files(tmp_path / "dist") == before


@pytest.mark.parametrize("only_pdf_is_broken", [b"", b"%PDF-1.7 and nothing else"], indirect=True)
@pytest.mark.usefixtures("only_pdf_is_broken")
def test_a_failed_check_of_one_edition_holds_back_both(run: Run, article: Path, tmp_path: Path) -> None:
    ended = run("export", article)
    assert (ended.code, ended.out) == (Exit.CHECK, "")
    assert "quay.pdf" in ended.err
    assert ".separatum" not in ended.err
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("only_pdf_is_broken", [RuntimeError("quite unexpected")], indirect=True)
@pytest.mark.usefixtures("only_pdf_is_broken")
def test_a_bug_is_one_sentence_and_its_traceback_goes_to_a_file(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = run("export", article)
    assert (ended.code, ended.out) == (Exit.BUG, "")
    assert "separatum: something went wrong inside Separatum: RuntimeError: quite unexpected\n" in ended.err
    assert "Traceback" not in ended.err
    assert "Traceback" in next(tmp_path.glob("separatum-bug-*.txt")).read_text()
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("only_pdf_is_broken", [RuntimeError("quite unexpected")], indirect=True)
@pytest.mark.usefixtures("only_pdf_is_broken")
def test_a_traceback_is_shown_to_whoever_asks_for_it(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPARATUM_TRACEBACK", "1")
    assert "  Traceback (most recent call last):\n" in run("export", article).err


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb is not Verb.WAIT])
def test_an_interrupt_at_any_verb_leaves_nothing_behind(
    run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    def interrupted(step: Step, _pace: Pace) -> str:
        if step.verb is verb:
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(commands, "_step_text", interrupted)
    ended = run("export", article)
    assert (ended.code, ended.out) == (Exit.INTERRUPTED, "")
    assert ended.err == "separatum: interrupted; files published before are unchanged\n"
    assert not (tmp_path / "dist").exists()


def test_the_report_of_a_run_is_written_also_when_an_article_is_at_fault(run: Run, tmp_path: Path) -> None:
    write_article(tmp_path / "a.md")
    (tmp_path / "b.md").write_text("")
    assert run("export", "a.md", "b.md", "--to", "epub", "--report", "run.json").code == Exit.ARTICLE
    said = json.loads((tmp_path / "run.json").read_text())
    assert said["exit"] == Exit.ARTICLE
    assert [(one["name"], one["exit"]) for one in said["articles"]] == [("a", 0), ("b", 3)]
    assert said["articles"][1]["findings"][0]["code"] == "SOURCE-EMPTY"


def test_a_report_that_cannot_be_written_is_named(run: Run, article: Path) -> None:
    ended = run("export", article, "--to", "epub", "--report", "no/such/run.json")
    assert (ended.code, ended.out) == (Exit.FILE, "dist/quay.epub\n")
    assert "separatum: cannot write “no/such/run.json”: there is no such file or folder\n" in ended.err


def test_an_output_folder_of_any_bytes_reaches_the_next_program_as_it_is(run: Run, article: Path) -> None:
    folder = os.fsdecode(b"caf\xe9")
    ended = run("export", article, "--out", folder)
    assert (ended.code, ended.out) == (Exit.OK, f"{folder}/quay.epub\n{folder}/quay.pdf\n")
    assert (Path(folder) / "quay.pdf").exists()


def test_our_own_editions_pass_when_they_are_checked_again(run: Run, article: Path) -> None:
    run("export", article)
    ended = run("check", "dist/quay.pdf", "dist/quay.epub", "--report", "check.json")
    assert (ended.code, ended.out) == (Exit.OK, "")
    assert ended.err.endswith("✓ quay: passed\n")
    (looked_at,) = json.loads(Path("check.json").read_text())["articles"]
    assert looked_at["sources"] == ["quay.epub", "quay.pdf"]


def test_editions_of_two_different_texts_are_not_taken_for_one_article(run: Run, article: Path) -> None:
    run("export", article)
    shutil.move("dist/quay.epub", "kept.epub")
    article.write_text(article.read_text().replace("empty", "crowded"))
    run("export", article)
    shutil.move("kept.epub", "dist/quay.epub")
    ended = run("check", "dist")
    assert "the PDF says “crowded” where the EPUB says “empty”" in ended.err


def test_a_damaged_file_does_not_pass(run: Run, article: Path) -> None:
    run("export", article)
    whole = Path("dist/quay.epub").read_bytes()
    Path("half.epub").write_bytes(whole[: len(whole) // 2])
    ended = run("check", "half.epub")
    assert ended.code == Exit.CHECK
    assert ended.err.endswith("errors)\n") or ended.err.endswith("error)\n")


def test_the_library_returns_a_report_or_raises(article: Path, tmp_path: Path) -> None:
    assert separatum.read(article).metadata.title == "An empty quay"
    report = separatum.export(article, out=tmp_path / "out")
    assert [edition.format for edition in report.editions] == ["epub", "pdf"]
    assert separatum.check(*(edition.path for edition in report.editions)).exit_code is Exit.OK
    article.write_text("")
    with pytest.raises(ArticleError):
        separatum.export(article, out=tmp_path / "out")


def test_nothing_is_left_in_the_output_folder_but_what_was_published(run: Run, article: Path, tmp_path: Path) -> None:
    run("export", article, "--to", "epub")
    assert {path.name for path in (tmp_path / "dist").rglob("*")} == {"SHA256SUMS", "quay.epub", "quay.report.json"}
