"""No interrupt is lost."""

import signal
import weakref
from pathlib import Path

import pytest

from separatum.exports.failures import report_of_work
from separatum.model.report import Report
from separatum.system.signals import honour, interruptible


class Taken:
    """Something whose end is told to a callback."""


def interrupt_where_python_forgets_it() -> None:
    taken = Taken()
    callback = weakref.ref(taken, lambda _: signal.raise_signal(signal.SIGTERM))
    del taken
    assert callback() is None


def test_an_interrupt_that_python_forgets_stops_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    with interruptible():
        interrupt_where_python_forgets_it()
        with pytest.raises(KeyboardInterrupt):
            honour()
    assert capsys.readouterr().err == ""


def test_an_interrupt_that_python_forgets_at_the_end_is_still_told() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        interrupt_where_python_forgets_it()


def test_an_interrupt_that_python_turns_into_another_error_is_no_bug() -> None:
    def work() -> Report:
        class Watched:
            def __set_name__(self, owner: type, name: str) -> None:
                signal.raise_signal(signal.SIGTERM)

        type("Made", (), {"part": Watched()})
        raise AssertionError

    with interruptible(), pytest.raises(KeyboardInterrupt):
        report_of_work(Path("port.md"), work)


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with interruptible():
        pass
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, usual)
