"""Every code of a validator can be explained, in the validator's own words."""

import pytest

from separatum.checks.validators import explain_validator_code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("EPUBCHECK-RSC-005", "Error while parsing file"),
        ("epubcheck-opf-049", "was not found in the manifest"),
        ("EPUBCHECK-UNREADABLE", "not an EPUB"),
        ("VERAPDF-UA1-7.1-3", "PDF/UA-1 (ISO 14289-1), clause 7.1: Content shall be marked as Artifact"),
        ("VERAPDF-3A-6.2.2-1", "PDF/A-3a (ISO 19005-3), clause 6.2.2"),
        ("VERAPDF-UNREADABLE", "not a PDF"),
    ],
)
def test_a_code_is_explained(code: str, words: str) -> None:
    assert words in (explain_validator_code(code) or "")


@pytest.mark.parametrize("code", ["EPUBCHECK-XYZ-999", "VERAPDF-UA1-99-1", "VERAPDF-9Z-1-1", "PARITY-PDF", ""])
def test_a_code_that_no_validator_has_is_not_explained(code: str) -> None:
    assert explain_validator_code(code) is None
