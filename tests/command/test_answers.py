"""What `explain`, `doctor` and `--help` answer."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from separatum.checks.fixes import fixes_for
from separatum.checks.validators import Fact, JavaValidators
from separatum.cli import commands, doctor
from separatum.cli.doctor import Diagnosis
from separatum.cli.explain import all_rules
from separatum.cli.terminal import unpainted
from separatum.exports import batch
from separatum.exports.batch import export_all
from separatum.model.errors import Exit, LimitError, MissingError
from separatum.model.findings import Rule
from separatum.model.options import Options
from separatum.model.report import Report, failed
from separatum.system import native_libs
from tests.command.conftest import Run, write_article


def test_every_code_is_listed_once_on_a_line_of_its_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")  # a shell's width is not a pipe's
    ended = run("explain")
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert [line.split()[0] for line in ended.out.splitlines()] == sorted({rule.code for rule in all_rules()})


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_code_is_explained_in_lines_that_fit(run: Run, rule: Rule) -> None:
    ended = run("explain", rule.code.lower())
    assert ended.code == Exit.OK
    first, second, *rest = ended.out.splitlines()
    assert first == f"{rule.code}  {rule.severity.value}"
    assert second == rule.summary
    assert all(len(line) <= 80 for line in rest)
    said = rule.explanation
    if fixes := fixes_for(rule.code):
        said += "How it is fixed:" + "".join(f"- {program}: {fix}" for program, fix in fixes.items())
    assert "".join(rest).replace(" ", "") == "".join(said.split())


def test_the_fix_for_each_program_begins_a_line_of_its_own(run: Run) -> None:
    lines = run("explain", "FONT-PDF").out.splitlines()
    listed = [line for line in lines[lines.index("How it is fixed:") + 1 :] if not line.startswith("  ")]
    assert [line.split(":")[0] for line in listed] == [f"- {program}" for program in fixes_for("FONT-PDF")]


@pytest.mark.parametrize("code", ["EPUBCHECK-RSC-005", "verapdf-ua1-7.1-3"])
def test_the_validators_codes_are_explained_too(run: Run, code: str) -> None:
    ended = run("explain", code)
    assert ended.code == Exit.OK
    assert ended.out.startswith(code.upper())


def test_a_bug_anywhere_is_one_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("separatum.cli.explain.table", None)
    ended = run("explain")
    assert (ended.code, ended.out) == (Exit.BUG, "")
    first, second = ended.err.splitlines()
    assert first.startswith("separatum: something went wrong inside Separatum: TypeError: ")
    assert second.startswith("    this is a bug in Separatum: please report it, with the file “")
    assert f"“{tmp_path}/separatum-bug-" in second


def test_the_help_names_every_command_and_exit_code(run: Run) -> None:
    ended = run("--help")
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert all(f"\n    {command} " in ended.out for command in ("export", "check", "inspect", "explain", "doctor"))
    assert all(f"\n  {code.value:<4}{code.meaning}" in ended.out for code in Exit)


def test_the_command_alone_shows_three_things_to_try(run: Run) -> None:
    ended = run()
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert ended.out.count("\n  separatum ") == 3
    assert ended.out.endswith("All commands: separatum --help\n")


def test_the_three_things_fit_on_a_line_of_eighty_characters(run: Run) -> None:
    assert max(map(len, run().out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({Exit.OK: 1}, "; look at dist/quay.pdf first"),
        ({Exit.OK: 2}, ""),
        ({Exit.OK: 1, Exit.ARTICLE: 1}, "; “separatum explain CODE” says more about a finding"),
    ],
)
def test_a_person_is_told_what_to_look_at_first(codes: dict[Exit, int], expected: str) -> None:
    assert commands._what_next(Counter(codes), ["dist/quay.epub", "dist/quay.pdf"]) == expected


def test_the_version_is_the_packages(run: Run) -> None:
    import separatum

    assert run("--version").out == f"separatum {separatum.__version__}\n"


def test_the_command_can_be_run_as_a_module(tmp_path: Path) -> None:
    said = subprocess.run([sys.executable, "-m", "separatum", "--help"], cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.startswith(b"usage: separatum")


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = (Fact(name="Java", version="25"), Fact(name="validators’ cache", problem="none yet", needed=False))
    monkeypatch.setattr("separatum.checks.validators.probe_validators", lambda: facts)


@pytest.mark.usefixtures("validated")
def test_the_doctor_finds_everything_on_this_machine(run: Run) -> None:
    ended = run("doctor")
    assert (ended.code, ended.err) == (Exit.OK, "")
    assert all(f" {native.name} " in ended.out for native in native_libs.NATIVES)
    assert "no       validators’ cache\n         none yet\n" in ended.out


@pytest.mark.usefixtures("validated")
def test_the_doctor_names_the_command_that_gets_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "native_version", lambda native: None if native.name == "HarfBuzz subset" else "1")
    monkeypatch.setattr(native_libs, "_linux_family", lambda: frozenset({"debian"}))
    monkeypatch.setattr(sys, "platform", "linux")
    ended = run("doctor")
    assert ended.code == doctor.CANNOT_EXPORT
    assert ended.err.startswith("separatum: cannot export on this machine; missing: HarfBuzz subset\n")
    assert "missing  HarfBuzz subset\n         cuts the embedded fonts down" in ended.out
    assert "apt-get install libharfbuzz-subset0\n" in ended.out


@pytest.mark.usefixtures("validated")
def test_the_doctor_names_homebrew_on_macos(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "native_version", lambda _native: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "brew install pango\n" in run("doctor").out


@pytest.mark.usefixtures("validated")
def test_the_doctor_installs_what_is_missing_and_looks_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[Sequence[str]] = []
    lacking = {"Pango", "HarfBuzz subset"}

    def executed(command: Sequence[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        commands.append(command)
        lacking.clear()
        return subprocess.CompletedProcess(command, 0)

    def version(native: native_libs.Native) -> str | None:
        return None if native.name in lacking else "1"

    version.cache_clear = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(doctor, "native_version", version)
    monkeypatch.setattr(subprocess, "run", executed)
    monkeypatch.setattr(native_libs, "_linux_family", lambda: frozenset({"fedora"}))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(sys, "platform", "linux")
    ended = run("doctor", "--fix")
    assert ended.code == Exit.OK
    assert commands[0] == ("sudo", "dnf", "install", "--assumeyes", "pango", "harfbuzz")
    assert "$ sudo dnf install --assumeyes pango harfbuzz\n" in ended.err


@pytest.mark.usefixtures("validated")
def test_the_doctor_says_what_to_do_where_it_cannot_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "native_version", lambda native: None if native.name == "Pango" else "1")
    monkeypatch.setattr(native_libs, "_linux_family", lambda: frozenset({"gentoo"}))
    monkeypatch.setattr(sys, "platform", "linux")
    ended = run("doctor", "--fix")
    assert ended.code == Exit.MISSING
    assert "separatum: cannot install Pango\n" in ended.err
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in ended.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(run: Run, tmp_path: Path, shell: str) -> None:
    ended = run("completion", shell)
    assert ended.code == Exit.OK
    assert all(word in ended.out for word in ("export", "preview", "embed-source"))
    if program := shutil.which(shell):
        (tmp_path / "script").write_text(ended.out)
        subprocess.run([program, "-n", str(tmp_path / "script")], check=True)


@pytest.mark.parametrize(("what", "key"), [("front-matter", "title"), ("settings", "roots")])
def test_an_editor_gets_the_schema(run: Run, what: str, key: str) -> None:
    assert key in json.loads(run("schema", what).out)["properties"]


def test_a_library_that_is_not_there_has_no_version() -> None:
    absent = native_libs.Native(
        name="none",
        duty="none",
        files=("libnone.so.7",),
        debian="none",
        homebrew="none",
        fedora="none",
        read_version=str,
    )
    assert native_libs.native_version(absent) is None


def test_what_is_missing_and_not_needed_is_no_fault() -> None:
    said = doctor.diagnosis_text(Diagnosis(name="cache", found=None, remedy="make one", is_needed=False), unpainted)
    assert said == "no       cache\n         make one"


def test_workers_end_before_the_folder_that_they_write_to_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "dist" / ".separatum"
    seen: list[bool] = []

    def working(*_: object, **__: object) -> Iterator[Report]:
        try:
            for name in "ab":
                yield failed(name, [Path(f"{name}.md")], MissingError("the validators are out"))
        finally:
            seen.append(scratch.exists())

    monkeypatch.setattr(batch, "_reports", working)
    run = export_all([tmp_path / f"{name}.md" for name in "abc"], Options(formats=("epub",), out=tmp_path / "dist"))
    with pytest.raises(MissingError, match="1 more not tried"):
        list(run)
    assert (seen, scratch.exists()) == ([True], False)


def test_validators_that_are_missing_twice_in_a_row_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Absent(JavaValidators):
        def submit_epub(self, _path: Path | str) -> NoReturn:
            raise MissingError("the validators are out")

    monkeypatch.setattr(JavaValidators, "start", Absent)
    files = [write_article(tmp_path / f"{letter}.md") for letter in "abcd"]
    run = export_all(files, Options(formats=("epub",), out=tmp_path / "dist"))
    assert [next(run).exit_code, next(run).exit_code] == [Exit.MISSING, Exit.MISSING]
    with pytest.raises(MissingError, match="2 more not tried"):
        next(run)
    assert not (tmp_path / "dist").exists()


def test_articles_that_are_too_much_for_a_validator_do_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(JavaValidators):
        def submit_epub(self, _path: Path | str) -> NoReturn:
            raise LimitError("the validation timed out")

    monkeypatch.setattr(JavaValidators, "start", Slow)
    files = [write_article(tmp_path / f"{letter}.md") for letter in "abc"]
    run = export_all(files, Options(formats=("epub",), out=tmp_path / "dist"))
    assert [report.exit_code for report in run] == [Exit.MISSING] * 3
