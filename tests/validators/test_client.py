"""The validators' process: at once, from any thread, through death and silence, and gone when it should be."""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from separatum.checks.validators import JavaValidators, client
from separatum.checks.validators.process import Answer, JavaProcess
from separatum.model.errors import Exit, MissingError
from separatum.system.tempdirs import clear_abandoned

Find = Callable[[str], Path]


def _pid(validators: JavaValidators) -> int:
    assert validators._shared is not None
    return validators._shared.pid


def _ends(pid: int) -> bool:
    """Whether the process is gone, or goes within half a minute."""
    if not hasattr(os, "pidfd_open"):
        pytest.skip("only Linux can watch another’s process end")
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 30)[0])
    finally:
        os.close(watched)


def test_both_validators_work_at_the_same_time(validators: JavaValidators, book: Find, pdf: Find) -> None:
    epub, printed = validators.submit_epub(book("good")), validators.submit_pdf(pdf("good"))
    assert (epub.result(), printed.result()) == ((), ())


def test_many_threads_each_get_their_own_result(validators: JavaValidators, book: Find) -> None:
    names = ["good", "a-link-to-nowhere", "no-title"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: [f.code for f in validators.validate_epub(book(name))], names))
    assert found == [[], ["EPUBCHECK-RSC-012"], ["EPUBCHECK-RSC-005"]] * 8


def test_the_versions_of_the_validators_are_told(validators: JavaValidators) -> None:
    versions = validators.versions()
    assert versions.epubcheck == "5.3.0"
    assert versions.verapdf.startswith("1.31.")


def test_a_process_that_dies_in_the_middle_is_replaced_and_the_file_validated(book: Find, pdf: Find) -> None:
    with JavaValidators.start(time_limit=180) as validators:
        under_way = validators.submit_pdf(pdf("an-image-without-alt"))
        first = _pid(validators)
        os.kill(first, signal.SIGKILL)
        assert [finding.code for finding in under_way.result()] == ["VERAPDF-UA1-7.3-1"]
        assert validators.validate_epub(book("good")) == ()
        assert _pid(validators) != first


class _Mortal(JavaProcess):
    def ask(self, request: Mapping[str, Any], seconds: float) -> Answer:
        os.kill(self.pid, signal.SIGKILL)
        return super().ask(request, seconds)


def test_a_process_that_dies_twice_over_a_file_is_an_error(book: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "JavaProcess", _Mortal)
    with (
        JavaValidators.start() as validators,
        pytest.raises(MissingError, match=r"crashed twice on .*good\.epub") as raised,
    ):
        validators.validate_epub(book("good"))
    assert raised.value.exit_code is Exit.MISSING
    assert raised.value.remedy


@pytest.mark.parametrize(("load", "times"), [(0.1, 1.0), (6.0, 3.0), (90.0, 10.0)])
def test_a_busy_machine_gives_more_time_by_the_clock(
    load: float, times: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert client.patience() == times


def test_a_silent_validator_is_ended_at_the_time_limit_and_the_next_file_is_validated(
    book: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "patience", lambda: 1.0)
    with JavaValidators.start(time_limit=0.3) as validators:
        silent = _pid(validators)
        os.kill(silent, signal.SIGSTOP)
        with pytest.raises(MissingError, match=r"validation of .*good\.epub timed out \(0\.3 s\)"):
            validators.validate_epub(book("good"))
        assert _ends(silent)
        validators.time_limit = 180
        assert validators.validate_epub(book("good")) == ()


def test_closing_gives_up_what_is_under_way(book: Find) -> None:
    validators = JavaValidators.start()
    under_way = validators.submit_epub(book("good"))
    validators.close()
    assert under_way.cancelled() or "stopped" in str(under_way.exception())
    with pytest.raises(MissingError, match="stopped"):
        validators.validate_epub(book("good"))


def test_nothing_stays_in_the_temporary_folder(book: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with JavaValidators.start(time_limit=180) as validators:
        assert validators.validate_epub(book("good")) == ()
    assert list(tmp_path.iterdir()) == []


def test_without_java_no_file_passes(book: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPARATUM_JAVA_HOME", str(tmp_path))
    with (
        JavaValidators.start() as validators,
        pytest.raises(MissingError, match=f"Java is missing: there is no Java in “{tmp_path}”"),
    ):
        validators.validate_epub(book("good"))


def test_without_its_jar_a_validator_passes_no_file(
    book: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "epubcheck").mkdir()
    (tmp_path / "epubcheck" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with (
        JavaValidators.start() as validators,
        pytest.raises(MissingError, match=r"a validator is missing: .* does not exist"),
    ):
        validators.validate_epub(book("good"))


def test_a_book_that_names_a_remote_dtd_makes_no_connection(
    validators: JavaValidators, book: Find, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, zipfile.ZipFile(book("good")) as good:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        remote = f'<!DOCTYPE html [<!ENTITY % all SYSTEM "{address}all.dtd"> %all; <!ENTITY e SYSTEM "{address}e">]>'
        with zipfile.ZipFile(tmp_path / "remote.epub", "w") as bad:
            for name in good.namelist():
                content = good.read(name).decode().replace("<!DOCTYPE html>", remote).replace("See ", "&e; ")
                bad.writestr(name, content)
        assert validators.validate_epub(tmp_path / "remote.epub")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


_EXPORTER = """
import sys
from separatum.checks.validators import JavaValidators
with JavaValidators.start() as validators:
    print(validators._shared.pid, flush=True)
    validators.validate_epub(sys.argv[1])
    print("validated", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda sign: sign.name)
def test_no_orphan_is_left_and_java_says_nothing_when_the_exporter_ends(book: Find, sign: signal.Signals) -> None:
    command = [sys.executable, "-c", _EXPORTER, str(book("good"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as exporter:
        assert exporter.stdout is not None
        pid = int(exporter.stdout.readline())
        assert exporter.stdout.readline() == "validated\n"
        os.killpg(exporter.pid, sign)  # as a terminal does: the whole group gets it
        _, said = exporter.communicate()
    assert _ends(pid)
    assert "java" not in said.lower()


def test_the_folder_of_a_killed_process_goes_with_the_next_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with JavaValidators.start() as killed:
        killed.versions()
        (left,) = tmp_path.iterdir()
        assert left.stat().st_mode & 0o777 == 0o700
        assert left.name.encode() not in Path(f"/proc/{_pid(killed)}/cmdline").read_bytes()
        with JavaValidators.start() as living:
            living.versions()
            os.kill(_pid(killed), signal.SIGKILL)
            assert _ends(_pid(killed))
            clear_abandoned()
            assert not left.exists()
            assert len(list(tmp_path.iterdir())) == 1
