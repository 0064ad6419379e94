"""A name that is planted in any place of a PDF or an EPUB is found; the same file without it is clean."""

from collections.abc import Mapping
from itertools import cycle

import pytest

from separatum.checks.privacy import inspect_edition
from separatum.model.findings import has_errors
from tests.privacy import epub_carriers, pdf_carriers
from tests.privacy.makers import EPUB_MAKERS, PDF_MAKERS

NAMES = ("Marta Quillfeather", "Zoltan Prifti", "Aino Kettunen", "Ngozi Okwuosa", "Tamar Jorbenadze")
PDFS = [
    (carrier, maker, name)
    for (carrier, name) in zip(pdf_carriers.CARRIERS, cycle(NAMES), strict=False)
    for maker in PDF_MAKERS
]
EPUBS = [
    (carrier, maker, name)
    for (carrier, name) in zip(epub_carriers.CARRIERS, cycle(NAMES), strict=False)
    for maker in EPUB_MAKERS
]


@pytest.fixture(scope="module")
def pdfs() -> Mapping[str, bytes]:
    return {maker: make() for maker, make in PDF_MAKERS.items()}


@pytest.fixture(scope="module")
def epubs() -> Mapping[str, bytes]:
    return {maker: make() for maker, make in EPUB_MAKERS.items()}


def test_there_is_a_carrier_for_each_place_of_the_standards() -> None:
    assert len(PDFS) + len(EPUBS) >= 300


@pytest.mark.parametrize(("carrier", "maker", "name"), PDFS)
def test_a_name_in_a_pdf_is_found(pdfs: Mapping[str, bytes], carrier: str, maker: str, name: str) -> None:
    planted = pdf_carriers.CARRIERS[carrier](pdfs[maker], name)
    assert has_errors(inspect_edition(planted, "pdf", "a.pdf"))


@pytest.mark.parametrize(("carrier", "maker", "name"), EPUBS)
def test_a_name_in_an_epub_is_found(epubs: Mapping[str, bytes], carrier: str, maker: str, name: str) -> None:
    planted = epub_carriers.CARRIERS[carrier](epubs[maker], name)
    assert has_errors(inspect_edition(planted, "epub", "a.epub"))


@pytest.mark.parametrize("maker", PDF_MAKERS)
def test_a_pdf_without_secrets_is_clean(pdfs: Mapping[str, bytes], maker: str) -> None:
    assert not has_errors(inspect_edition(pdfs[maker], "pdf", "a.pdf"))


@pytest.mark.parametrize("maker", EPUB_MAKERS)
def test_an_epub_without_secrets_is_clean(epubs: Mapping[str, bytes], maker: str) -> None:
    assert not has_errors(inspect_edition(epubs[maker], "epub", "a.epub"))
