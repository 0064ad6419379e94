"""Pages that remember what they show: which marked-content sequence stands for which box (ISO 32000-1, 14.6)."""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from separatum.editions.pdf.shown_strings import in_few_strings
from separatum.editions.pdf.soft_hyphens import ENDS_IN_SOFT_HYPHEN, SoftHyphens
from separatum.editions.pdf.to_unicode import HEARD, Listener, Spelling


class MarkedPage(Page):  # type: ignore[misc]
    """A page that remembers which marked-content sequence shows which box."""

    def __init__(self, page: Page, spelling: Spelling, *, is_spelt: bool) -> None:
        self.__dict__.update(page.__dict__)
        self.spelling = spelling
        self.is_spelt = is_spelt
        self.box = page._page_box  # noqa: SLF001 - nothing public tells it
        self.marks: dict[Any, int] = {}
        self.sequences: dict[int, tuple[list[Any], int]] = {}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page and note its marks; then leave WeasyPrint nothing to make tags of."""
        listener = Listener(self.spelling, stream) if self.is_spelt else None
        hyphens = SoftHyphens(self.spelling, stream)
        super().paint(stream, scale)
        for name in HEARD:
            vars(stream).pop(name, None)  # the ears that were put on it, which hold it
        if listener is not None:
            listener.respell()
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}  # noqa: SLF001 - nor this
        stream._tags.clear()  # noqa: SLF001
        self._page_box = self.box.copy_with_children([])
        operators = stream.stream
        in_few_strings(operators)
        for place, item in enumerate(operators):
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                self.sequences[item["MCID"]] = (operators, place)
        for box, mcid in self.marks.items():
            if getattr(box, ENDS_IN_SOFT_HYPHEN, False):
                hyphens.number(*self.sequences[mcid])

    def make_artifact(self, mcid: int) -> None:
        """Take a sequence out of what is read: ISO 32000-1, 14.8.2.2."""
        operators, place = self.sequences[mcid]
        operators[place - 1] = "/Artifact"
        operators[place].clear()
        operators[place]["Type"] = "/Pagination"

    def say(self, mcid: int, text: str) -> None:
        """Say what a sequence stands for: ISO 32000-1, 14.9.4."""
        operators, place = self.sequences[mcid]
        operators[place]["ActualText"] = pydyf.String(text)

    def leaves(self) -> Iterator[tuple[Any, bool]]:
        """Each box that shows something or links somewhere, in reading order, and whether it is in the margin."""
        yield from _leaves(self.box, in_margin=False)


def _leaves(box: Any, *, in_margin: bool) -> Iterator[tuple[Any, bool]]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    in_margin = in_margin or isinstance(box, boxes.MarginBox)
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox) or box.link_annotation:
        yield box, in_margin
    for child in getattr(box, "children", ()):
        yield from _leaves(child, in_margin=in_margin)
