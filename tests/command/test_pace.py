"""A long run says how far it is, how fast, how long the rest will take, and how many failed."""

from separatum.cli.terminal import Pace


def paced(*done_at: tuple[int, float], total: int = 100) -> Pace:
    moments = iter([at for _, at in done_at])
    pace = Pace(total, now=lambda: next(moments))
    for done, _ in done_at:
        pace.reached(done)
    return pace


def test_before_anything_is_known_nothing_is_promised() -> None:
    assert paced((0, 0.0)).text(failed=0) == "0/100"


def test_a_steady_run_tells_its_rate_and_what_is_left() -> None:
    assert paced((0, 0.0), (10, 60.0)).text(failed=0) == "10/100  10 a minute, 9 min left"


def test_failures_are_counted() -> None:
    assert paced((0, 0.0), (50, 10.0)).text(failed=3) == "50/100  3 failed  300 a minute, 10 s left"


def test_hours_are_told_as_hours() -> None:
    assert paced((0, 0.0), (100, 60.0), total=10_000).text(failed=0) == "100/10000  100 a minute, 1 h 39 min left"


def test_what_was_done_at_once_in_the_beginning_promises_nothing_for_the_rest() -> None:
    """A run that is resumed passes over thousands in a moment, and then has to work."""
    slow = [(1000 + number, 1.0 + 6.0 * number) for number in range(201)]
    assert paced((0, 0.0), *slow, total=1300).text(failed=0) == "1200/1300  10 a minute, 10 min left"


def test_at_the_end_nothing_is_left() -> None:
    assert paced((0, 0.0), (100, 60.0)).text(failed=0) == "100/100  100 a minute"
