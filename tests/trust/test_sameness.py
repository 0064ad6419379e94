"""The same article gives the same bytes, whoever exports it, where and when; `make sameness-test` tries it 20 times."""

from pathlib import Path

from tests.trust.sameness import differences, environment_digest


def test_the_circumstances_of_an_export_decide_no_byte(article: Path, tmp_path: Path) -> None:
    told = differences(article, 3, tmp_path)
    assert told["where"] == {}
    assert told["files"] == ["SHA256SUMS", "quay.epub", "quay.pdf", "quay.report.json"]


def test_all_that_may_vary_varies() -> None:
    cases = list(environment_digest(20))
    for name in ("TZ", "LC_ALL", "PYTHONHASHSEED", "SEPARATUM_TEST_CLOCK", "OMP_NUM_THREADS"):
        assert len({case.environment.get(name) for case in cases}) > 3
    assert len({case.umask for case in cases}) == 3
    assert {case.read_only for case in cases} == {True, False}
    assert {case.cache for case in cases} == {"none", "cold", "warm"}
    assert len({case.jobs for case in cases}) == 3
    assert {len(case.company) for case in cases} == {0, 1, 2}
