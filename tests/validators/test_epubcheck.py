"""EPUBCheck says what is wrong with each book of `files/epub`, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from separatum.model.errors import FileError
from separatum.model.findings import Finding

FOLDERS = sorted((Path(__file__).parent / "files" / "epub").iterdir())


def _as_line(finding: Finding, book: Path) -> str:
    place = str(finding.where).removeprefix(f"{book}!")
    return f"{finding.code} {finding.severity} {place}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_book_gets_the_findings_that_its_folder_names(
    validators: JavaValidators, book: Callable[[str], Path], folder: Path
) -> None:
    path = book(folder.name)
    expected = (folder / "EXPECTED").read_text().splitlines()
    assert [_as_line(finding, path) for finding in validators.validate_epub(path)] == expected


def test_a_finding_names_its_source_and_the_path_as_it_was_given(
    validators: JavaValidators, book: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book("a-link-to-nowhere")
    monkeypatch.chdir(path.parent)
    (finding,) = validators.validate_epub(path.name)
    assert finding.source == "EPUBCheck 5.3.0"
    assert str(finding.where) == "a-link-to-nowhere.epub!OPS/article.xhtml:7"


def test_a_file_that_is_no_book_gets_errors(validators: JavaValidators, tmp_path: Path) -> None:
    path = tmp_path / "words.epub"
    path.write_text("These are words.")
    found = validators.validate_epub(path)
    assert "EPUBCHECK-PKG-008" in {finding.code for finding in found}
    assert {finding.severity for finding in found} == {"error"}
    assert {str(finding.where) for finding in found} == {str(path)}


def test_a_missing_file_is_an_error_of_its_own(validators: JavaValidators, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nothing\.epub” does not exist"):
        validators.validate_epub(tmp_path / "nothing.epub")
