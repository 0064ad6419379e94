"""Pages are planned together, in numbers: what is set smaller, what is passed, and what is parted."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest

from separatum.editions.pdf.page_fill import _looser
from separatum.editions.pdf.page_parts import Part, Piece, Pieces
from separatum.editions.pdf.page_plan import SMALLEST, Planner, cost_of

DEPTH, LINE = 400.0, 10.0


def text(count: int, tag: str = "p") -> Part:
    """A paragraph, of which two lines stay together at each end."""
    pieces = [Piece(height=LINE, is_free=1 < number < count - 1, is_leaded=True) for number in range(count)]
    return Part(element=ET.Element(tag), pieces=tuple(pieces), is_joined_after=tag == "h2")


def picture(height: float) -> Part:
    return Part(
        element=ET.Element("figure"), pieces=(Piece(height=height + 20),), picture=height, natural=height, before=LINE
    )


def table(rows: int) -> Part:
    """A short table, whose first and last rows are not left alone."""
    soft = [1 < number < rows - 1 for number in range(rows)]
    pieces = [Piece(height=20, is_soft=one, head=0) for one in soft]
    return Part(element=ET.Element("table", {"class": "short"}), pieces=tuple(pieces))


def planner(parts: Sequence[Part], **changed: float) -> Planner:
    return Planner(Pieces(parts=tuple(parts), depth=DEPTH, line=LINE, leading=1.4), **changed)


def test_a_picture_that_nearly_fits_is_set_smaller() -> None:
    shown = picture(160)
    plan = planner([text(24), shown, text(2, "h2"), text(30)]).best()
    assert plan is not None
    assert SMALLEST <= plan.scales[shown.element] < 1
    assert not plan.behind
    assert not plan.is_bad


def test_text_passes_a_picture_that_does_not_fit_and_no_heading_does() -> None:
    shown, passing = picture(200), text(30)
    plan = planner([text(30), shown, passing, text(30)]).best()
    assert plan is not None
    assert plan.behind == {shown.element: passing.element}
    plan = planner([text(30), shown, text(2, "h2"), passing, text(30)]).best()
    assert plan is not None
    assert not plan.behind


def test_a_picture_that_was_moved_is_not_moved_again() -> None:
    shown = picture(200)
    shown.element.set("data-stood-before", "3")
    plan = planner([text(30), shown, text(30), text(30)]).best()
    assert plan is not None
    assert not plan.behind


def test_an_earlier_picture_is_set_smaller_for_a_later_one() -> None:
    first, second = picture(150), picture(150)
    plan = planner([text(4), first, text(4), second, text(6, "h2"), text(36)]).best()
    assert plan is not None
    assert not plan.is_bad
    assert plan.scales[first.element] == plan.scales[second.element] < 1


def test_a_short_table_is_parted_only_where_it_would_leave_a_hole() -> None:
    listed = table(8)
    plan = planner([text(30), listed, text(30)]).best()
    assert plan is not None
    assert plan.parted == [listed.element]
    plan = planner([text(24), listed, text(30)]).best()
    assert plan is not None
    assert not plan.parted


def test_the_notes_of_a_line_take_their_room_on_its_page() -> None:
    called = Part(element=ET.Element("p"), pieces=(Piece(height=LINE, notes=100),))
    parts = (text(28), called, picture(40))
    plain = Planner(Pieces(parts=parts, depth=DEPTH, line=LINE, leading=1.4)).best()
    noted = Planner(Pieces(parts=parts, depth=DEPTH, line=LINE, leading=1.4, above_notes=20)).best()
    assert plain is not None
    assert noted is not None
    assert noted.looks > plain.looks


@pytest.mark.parametrize("count", range(20, 60, 4))
def test_no_plan_is_worse_than_pages_without_changes(count: int) -> None:
    parts = [text(count), picture(220), text(14), picture(120), text(4, "h2"), text(count // 2), table(6), text(9)]
    plan = planner(parts).best()
    fixed = [
        Part(element=ET.Element("div"), pieces=part.pieces, before=part.before) if part.is_figure else part
        for part in parts
    ]
    plain = planner(fixed).best()
    assert plan is not None
    assert plain is not None
    assert plan.cost <= plain.cost


def test_columns_are_filled_one_after_another_and_the_last_page_may_be_empty() -> None:
    pieces = Pieces(
        parts=(text(30), picture(150), text(60)), depth=DEPTH, line=LINE, leading=1.4, columns=2, above_columns=100
    )
    plan = Planner(pieces).best()
    assert plan is not None
    assert not plan.is_bad


def test_pictures_are_no_smaller_than_is_allowed() -> None:
    parts = [text(24), picture(180), text(2, "h2"), text(30)]
    plan = planner(parts, smallest=0.9).best()
    assert plan is not None
    assert plan.is_bad
    assert plan.pages == 3
    plan = planner(parts).best()
    assert plan is not None
    assert plan.pages == 2


def test_a_hole_and_a_last_page_of_a_few_lines_cost_more_than_full_pages() -> None:
    assert cost_of([0.0], 0.5) < cost_of([0.2], 0.5)
    assert cost_of([0.0], 0.5) < cost_of([0.0], 0.1)
    assert cost_of([], 0.1, is_only=True) == 0


def test_pages_end_a_line_earlier_where_wider_lines_are_not_enough_to_fill_the_last_page() -> None:
    depth, line = 38 * 18.0, 18.0
    for wanted, ends_earlier in ((0.5, 0.0), (1.5, line)):
        ((share, less),) = _looser(depth, line, wanted * line)
        assert share == pytest.approx(38 / 37)
        assert less == ends_earlier
    assert _looser(depth, line, 2.5 * line) == []
