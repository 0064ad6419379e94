"""What all articles of a run share, made ready once: the output folder, the validators, the style, the memory."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.errors import UsageError
from separatum.model.options import OnStep, Order, Step, Verb
from separatum.publish.output_folder import OutputFolder, output_folder
from separatum.system.tempdirs import clear_abandoned

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.cache.editions import Memory
    from separatum.exports.cache.journal import Journal
    from separatum.style.style import Style


class Press:
    """What all articles share, made ready once; the validators and the style only when there is work for them."""

    def __init__(
        self,
        order: Order,
        folder: OutputFolder,
        later: ExitStack | None,
        kept: "Sequence[Memory | Journal]" = (),
        validators: "Validators | None" = None,
    ) -> None:
        self.order = order
        self.folder = folder
        self.kept = kept
        """Where it is known what was published before."""
        self._later = later
        if validators is not None:
            self.validators = validators

    @property
    def is_far(self) -> bool:
        """Whether it stands in a worker, where the validators are the exporter's."""
        return self._later is None

    @cached_property
    def validators(self) -> "Validators":
        """The validators, warming up from now on.

        Raises:
            MissingError: they cannot be started.
        """
        from separatum.checks.validators import JavaValidators

        assert self._later is not None
        return self._later.enter_context(JavaValidators.start())

    @cached_property
    def style(self) -> "Style":
        """The style, read whole.

        Raises:
            StyleError, UsageError, MissingError: it cannot be had.
        """
        _ = self.validators  # first of all: they take the longest
        from separatum.style.style import load_style

        return load_style(self.order.style, self.order.paper)


class Tray(OutputFolder):
    """The output folder as a worker sees it: it writes there, and the exporter publishes."""

    def publish(self, names: Sequence[str]) -> None:
        """Leave it to the exporter."""


@contextmanager
def opened_press(order: Order, on_step: OnStep, validators: "Validators | None" = None) -> Iterator[Press]:
    """A press, which signs the sums of all that was published, once and at the end, where that was asked for.

    Args:
        order: what is asked for.
        on_step: told of a wait for the folder.
        validators: those that outlive it; None: it starts its own when they are needed, and ends them.

    Raises:
        UsageError, MissingError, FileError: what the run needs cannot be had.
    """
    if order.sign is None:
        with _unsigned(order, on_step, validators) as press:
            yield press
        return
    from separatum.publish.signing import signer

    chosen = signer(order.sign)
    with _unsigned(order, on_step, validators) as press:
        before = press.folder.sums()
        yield press
        if (after := press.folder.sums()) and (after != before or not press.folder.is_signed(chosen.suffix)):
            press.folder.publish_signature(chosen.sign)


@contextmanager
def _unsigned(order: Order, on_step: OnStep, validators: "Validators | None") -> Iterator[Press]:
    _require_known(order.formats)
    clear_abandoned()
    with (
        output_folder(order.out, on_wait=lambda: on_step(Step(verb=Verb.WAIT)), resume=order.resume) as folder,
        ExitStack() as later,
    ):
        memory, journal = memory_of(order), journal_of(order, folder)
        if memory is not None:
            later.callback(memory.tidy)
        yield Press(order, folder, later, [one for one in (memory, journal) if one], validators)
        if journal is not None:
            journal.end()


_BESIDE_THE_BYTES = frozenset({"out", "sign", "remember", "resume", "style"})
"""Of an order: where the editions go and who signs, which decide no byte of them; the style is told by its contents."""


def memory_of(order: Order) -> "Memory | None":
    """What was published before under the same order; None where nothing is to be remembered."""
    # A list of words that nobody must know leaves no trace, and what was made without it must not pass by it. A
    # discreet edition lies nowhere but where it was asked for.
    private = order.discreet or order.forbidden is not None
    if private or not order.remember or os.environ.get("SEPARATUM_NO_CACHE"):
        return None
    from separatum.exports.cache.editions import Memory

    return Memory(*_circumstances(order))


def journal_of(order: Order, folder: OutputFolder) -> "Journal | None":
    """The journal of the run; None where nobody asked for one."""
    if not order.resume:
        return None
    from separatum.exports.cache.journal import Journal

    return Journal(folder, *_circumstances(order))


def _circumstances(order: Order) -> tuple[Path, dict[str, object]]:
    """The style, and all else of an order that decides bytes."""
    from separatum.style.style import house_style_folder

    options = {one.name: getattr(order, one.name) for one in fields(order) if one.name not in _BESIDE_THE_BYTES}
    return order.style or house_style_folder(), options


def _require_known(formats: Sequence[str]) -> None:
    from separatum.editions import EDITIONS

    if unknown := [kind for kind in formats if kind not in EDITIONS]:
        raise UsageError(f"there is no edition of the format “{unknown[0]}”", f"the formats are {', '.join(EDITIONS)}")
