"""What a stranger learns from a file is found, and nothing is found in a file that tells nothing."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from separatum.checks.privacy import inspect_file, without_hidden_words
from separatum.checks.privacy.rules import RULES
from separatum.cli.inspect_text import inspection_text
from separatum.cli.terminal import unpainted
from separatum.model.errors import Exit
from separatum.model.findings import Severity
from separatum.model.report import Report
from separatum.model.report_json import to_json
from tests.trust.conftest import repacked
from tests.trust.spoilt import _SAID, EPUBS, PDFS, _painted, damaged, info, rights

IDENTIFYING = {rule.code for rule in RULES if rule.severity is Severity.ERROR}


def inspected(content: bytes, suffix: str, folder: Path) -> Report:
    file = folder / f"file{suffix}"
    file.write_bytes(content)
    return inspect_file(file)


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("suffix", [".epub", ".pdf"])
def test_our_own_edition_leads_to_nobody(made: Mapping[str, bytes], suffix: str, tmp_path: Path) -> None:
    report = inspected(made[suffix], suffix, tmp_path)
    assert report.exit_code is Exit.OK
    assert codes(report) == {"PRIVACY-PROGRAM", "PRIVACY-DATE", "PRIVACY-ID", "PRIVACY-LINKS"}


@pytest.mark.parametrize("case", EPUBS)
def test_what_an_epub_tells_is_found(made: Mapping[str, bytes], case: str, tmp_path: Path) -> None:
    code, spoil = EPUBS[case]
    report = inspected(spoil(made[".epub"]), ".epub", tmp_path)
    assert code in codes(report)
    assert (report.exit_code is Exit.CHECK) == bool(codes(report) & IDENTIFYING)
    assert (code in IDENTIFYING) <= (report.exit_code is Exit.CHECK)


@pytest.mark.parametrize("case", PDFS)
def test_what_a_pdf_tells_is_found(made: Mapping[str, bytes], case: str, tmp_path: Path) -> None:
    code, spoil = PDFS[case]
    report = inspected(spoil(made[".pdf"]), ".pdf", tmp_path)
    assert code in codes(report)
    assert (code in IDENTIFYING) <= (report.exit_code is Exit.CHECK)


def test_hidden_words_are_told_with_their_page(made: Mapping[str, bytes], tmp_path: Path) -> None:
    report = inspected(PDFS["under a black bar"][1](made[".pdf"]), ".pdf", tmp_path)
    (hidden,) = (finding for finding in report.findings if finding.code == "PRIVACY-HIDDEN")
    assert hidden.message == "text that is covered, or in the colour of what is behind it: “The source is Bob”"
    assert hidden.where is not None
    assert hidden.where.page == 1


@pytest.mark.parametrize("colour", [b"1 0 0 rg", b"0 0 1 0 k", b".2 g", b"1 g"])
def test_black_words_on_another_colour_are_seen(made: Mapping[str, bytes], colour: bytes, tmp_path: Path) -> None:
    spoil = _painted(colour + b" 90 290 200 30 re f 0 g " + _SAID % b"")
    assert "PRIVACY-HIDDEN" not in codes(inspected(spoil(made[".pdf"]), ".pdf", tmp_path))


@pytest.mark.parametrize(
    "code",
    [
        b"90 290 200 30 re W n BT /Zz 12 Tf 100 300 Td (Plain words) Tj ET",
        b"q 10 10 9 9 re W n Q BT /Zz 12 Tf 100 300 Td (Plain words) Tj ET",
        b"1 0 0 rg 100 298 90 1 re f BT /Zz 12 Tf 100 298.5 Td (Plain words) Tj ET",
        b"1 0 0 rg 90 290 200 30 re f 0 1 0 rg 95 295 80 20 re f 1 0 0 rg BT /Zz 12 Tf 100 300 Td (Plain words) Tj ET",
        b"1 0 0 rg 90 290 m 290 290 l 190 320 l f 0 g 90 290 9 9 re n BT /Zz 12 Tf 100 300 Td (Plain words) Tj ET",
    ],
)
def test_words_in_a_clip_on_a_line_or_on_another_colour_are_seen(
    made: Mapping[str, bytes], code: bytes, tmp_path: Path
) -> None:
    assert "PRIVACY-HIDDEN" not in codes(inspected(_painted(code)(made[".pdf"]), ".pdf", tmp_path))


def test_an_image_of_gigapixels_is_told_and_ends_nothing(made: Mapping[str, bytes], tmp_path: Path) -> None:
    image = b"\0\0\1\0\1\0\4\3\0\0ATx\x9cc` \n"
    report = inspected(
        repacked(made[".epub"], lambda parts: parts.__setitem__("EPUB/cover.jpg", image)), ".epub", tmp_path
    )
    assert report.exit_code is Exit.CHECK
    assert "PRIVACY-UNKNOWN" in codes(report)


def test_a_name_that_is_printed_is_no_secret(made: Mapping[str, bytes], tmp_path: Path) -> None:
    assert inspected(info(Author="Author, Ann")(made[".pdf"]), ".pdf", tmp_path).exit_code is Exit.OK
    assert inspected(info(Author="Ann Authority")(made[".pdf"]), ".pdf", tmp_path).exit_code is Exit.CHECK


def test_the_words_are_grouped_gravest_first(made: Mapping[str, bytes], tmp_path: Path) -> None:
    report = inspected(PDFS["a comment's author"][1](made[".pdf"]), ".pdf", tmp_path)
    lines = inspection_text(report, unpainted).splitlines()
    assert lines[1:3] == [
        "  ✗ It names a person [PRIVACY-PERSON]",
        "      annotator in an annotation: “Real Name”  (page 1)",
    ]
    assert "  ! It has comments or notes of its makers [PRIVACY-COMMENT]" in lines


@pytest.mark.parametrize(
    ("said", "named"), [("Public domain in the USA.", False), ("© 2024 Real Name", True), ("© The River Paper", False)]
)
def test_terms_of_use_name_nobody_but_a_holder_of_rights_does(
    made: Mapping[str, bytes], tmp_path: Path, said: str, named: bool
) -> None:
    report = inspected(rights(said)(made[".epub"]), ".epub", tmp_path)
    assert ("PRIVACY-PERSON" in codes(report)) is named


@pytest.mark.parametrize("suffix", [".epub", ".pdf"])
@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_inspected_without_a_bug(
    made: Mapping[str, bytes], suffix: str, seed: int, tmp_path: Path
) -> None:
    report = inspected(damaged(made[suffix], seed), suffix, tmp_path)
    assert to_json(report)
    assert report.failure is None


def test_a_report_that_is_passed_on_does_not_quote_hidden_words(made: Mapping[str, bytes], tmp_path: Path) -> None:
    report = inspected(PDFS["under a black bar"][1](made[".pdf"]), ".pdf", tmp_path)
    assert b"Bob" in to_json(report)
    assert b"Bob" not in to_json(without_hidden_words(report))
    assert b"PRIVACY-HIDDEN" in to_json(without_hidden_words(report))
