"""Foreign bytes do no harm outside their process, and what was found before is kept."""

import socket
import sys
from pathlib import Path

import pytest

from separatum.system.confined import End, Limits, Outcome, run_confined

MIB = 1024 * 1024


def run(task: str, content: bytes = b"", *, seconds: float = 300, output: int = MIB, **words: str) -> Outcome:
    limits = Limits(seconds=seconds, processor=2, output=output)
    return run_confined(f"tests.system.confined_tasks:{task}", content, words, limits)


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def test_a_task_gets_the_bytes_and_the_words() -> None:
    assert run("echo", b"bytes", name="a.pdf") == Outcome(results=("bytes", "a.pdf"), end=End.WHOLE)


@pytest.mark.parametrize(
    ("task", "end"),
    [
        ("spin", End.TIME),
        ("fill", End.MEMORY),
        ("raise_something", End.ERROR),
        ("abort", End.MEMORY),
    ],
)
def test_a_task_that_is_ended_keeps_what_came_before(task: str, end: End) -> None:
    outcome = run(task)
    assert outcome.results == ("before",)
    assert outcome.end is end


def test_a_task_that_waits_for_ever_is_ended_by_the_clock() -> None:
    ended = (run("sleep", seconds=seconds) for seconds in (2, 20, 200))
    outcome = next(one for one in ended if one.results)  # on a busy machine it may not have begun after two seconds
    assert outcome == Outcome(results=("before",), end=End.TIME)


def test_a_flood_of_results_is_cut_off() -> None:
    outcome = run("flood", output=100_000)
    assert outcome.end is End.OUTPUT
    assert 0 < len(outcome.results) <= 100


def test_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "planted"
    assert run("write", b"harm", file=str(file)).end is End.ERROR
    assert not file.exists() or file.read_bytes() == b""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot take the network away from one process")
def test_the_network_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert run("connect", port=port).end is End.ERROR


def test_many_bytes_get_through() -> None:
    outcome = run("echo", b"x" * 300_000, name="")
    assert outcome.end is End.WHOLE
    assert len(outcome.results[0]) == 300_000
