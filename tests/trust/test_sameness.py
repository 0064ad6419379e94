"""The same article gives the same bytes, whoever exports it, where and when; `make sameness-test` tries them all."""

from pathlib import Path

from tests.trust.circumstances import CIRCUMSTANCES, PLAIN, Circumstances
from tests.trust.sameness import Run, differences, faults

FEW = ("LC_ALL tr_TR", "another user, without a name")


def test_the_circumstances_of_an_export_decide_no_byte(tmp_path: Path) -> None:
    cases = [case for case in CIRCUMSTANCES if case.name in FEW]
    told = differences(cases, tmp_path, ["everything.md"])
    assert told["wrong"] == {}
    assert told["bytes that differ"] == 0
    assert int(str(told["bytes compared in each"])) > 200_000


def test_there_are_more_than_forty_circumstances_and_each_is_another() -> None:
    assert len({case.name for case in CIRCUMSTANCES}) == len(CIRCUMSTANCES) > 40
    told = [repr(case).partition(", environment=")[2] for case in CIRCUMSTANCES]
    assert len(set(told)) >= len(told) - 1  # one is the plain circumstances again
    assert sum(case.fonts for case in CIRCUMSTANCES) >= 3


def test_a_byte_that_differs_is_counted_and_so_is_a_refusal_that_names_no_cause() -> None:
    files = {"a.pdf": b"1234", "zh.pdf": b"12"}
    plain, other = Run(published=files, said=""), Run(published={**files, "a.pdf": b"12x45"}, said="")
    assert faults(PLAIN, plain, plain, "") == (0, [])
    assert faults(PLAIN, other, plain, "")[0] == 2
    assert faults(PLAIN, Run(published={"a.pdf": b"1234"}, said="no font"), plain, "")[0] == 2
    fonts = Circumstances(name="others", fonts=True)
    silent = Run(published={"a.pdf": b"1234"}, said="no font")
    named = Run(published={"a.pdf": b"1234"}, said="GLYPH-MISSING")
    assert faults(fonts, silent, plain, "")[1]
    assert faults(fonts, named, plain, "") == (0, [])
    changed = Run(published={**files, "zh.pdf": b"34"}, said="")
    assert faults(fonts, changed, plain, "")[1]
    assert faults(fonts, changed, plain, "other versions: NotoSerifCJK-Regular.ttc") == (0, [])
