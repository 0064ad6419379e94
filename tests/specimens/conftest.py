"""The specimens: one article with every kind of part in each language, exported once for all tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from separatum.exports.batch import export_all
from separatum.model.options import Options
from separatum.model.report import Report

FOLDER = Path(__file__).parent
SPECIMENS = sorted(FOLDER.glob("*.md"))


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The reports of all specimens on the usual paper, by their names; the files lie where the reports say."""
    out = tmp_path_factory.mktemp("specimens")
    return {report.name: report for report in export_all(SPECIMENS, Options(out=out))}


@pytest.fixture
def edition_of(exported: dict[str, Report]) -> Callable[[str, str], bytes]:
    """The bytes of a specimen's edition."""

    def opened(name: str, kind: str) -> bytes:
        editions = {edition.format: edition for edition in exported[name].editions}
        return Path(editions[kind].path).read_bytes()

    return opened
