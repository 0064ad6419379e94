"""What all articles of a run share, made ready once: the output folder, the validators, the style, the memory."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.errors import UsageError
from separatum.model.options import OnStep, Options, Step, Verb
from separatum.publish.output_folder import OutputFolder, output_folder
from separatum.system.tempdirs import clear_abandoned

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.cache.editions import EditionsCache
    from separatum.exports.cache.journal import ResumeJournal
    from separatum.style.style import Style


class Context:
    """What all articles share, made ready once; the validators and the style only when there is work for them."""

    def __init__(
        self,
        options: Options,
        folder: OutputFolder,
        exit_stack: ExitStack | None,
        caches: "Sequence[EditionsCache | ResumeJournal]" = (),
        validators: "Validators | None" = None,
    ) -> None:
        self.options = options
        self.folder = folder
        self.caches = caches
        """Where it is known what was published before."""
        self._exit_stack = exit_stack
        if validators is not None:
            self.validators = validators

    @property
    def is_far(self) -> bool:
        """Whether it stands in a worker, where the validators are the exporter's."""
        return self._exit_stack is None

    @cached_property
    def validators(self) -> "Validators":
        """The validators, warming up from now on.

        Raises:
            MissingError: they cannot be started.
        """
        from separatum.checks.validators import JavaValidators

        assert self._exit_stack is not None
        return self._exit_stack.enter_context(JavaValidators.start())

    @cached_property
    def style(self) -> "Style":
        """The style, read whole.

        Raises:
            StyleError, UsageError, MissingError: it cannot be had.
        """
        _ = self.validators  # first of all: they take the longest
        from separatum.style.style import load_style

        return load_style(self.options.style, self.options.paper)


class Tray(OutputFolder):
    """The output folder as a worker sees it: it writes there, and the exporter publishes."""

    def publish(self, names: Sequence[str]) -> None:
        """Leave it to the exporter."""


@contextmanager
def open_context(options: Options, on_step: OnStep, validators: "Validators | None" = None) -> Iterator[Context]:
    """A press, which signs the sums of all that was published, once and at the end, where that was asked for.

    Args:
        options: what is asked for.
        on_step: told of a wait for the folder.
        validators: those that outlive it; None: it starts its own when they are needed, and ends them.

    Raises:
        UsageError, MissingError, FileError: what the run needs cannot be had.
    """
    if options.sign is None:
        with _unsigned(options, on_step, validators) as context:
            yield context
        return
    from separatum.publish.signing import signer

    chosen = signer(options.sign)
    with _unsigned(options, on_step, validators) as context:
        before = context.folder.sums()
        yield context
        if (after := context.folder.sums()) and (after != before or not context.folder.is_signed(chosen.suffix)):
            context.folder.publish_signature(chosen.sign)


@contextmanager
def _unsigned(options: Options, on_step: OnStep, validators: "Validators | None") -> Iterator[Context]:
    _require_known(options.formats)
    clear_abandoned()
    with (
        output_folder(options.out, on_wait=lambda: on_step(Step(verb=Verb.WAIT)), resume=options.resume) as folder,
        ExitStack() as exit_stack,
    ):
        cache, journal = cache_for(options), journal_for(options, folder)
        if cache is not None:
            exit_stack.callback(cache.tidy)
        yield Context(options, folder, exit_stack, [one for one in (cache, journal) if one], validators)
        if journal is not None:
            journal.end()


_BESIDE_THE_BYTES = frozenset({"out", "sign", "use_cache", "resume", "style"})
"""Of an order: where the editions go and who signs, which decide no byte of them; the style is told by its contents."""


def cache_for(options: Options) -> "EditionsCache | None":
    """What was published before under the same order; None where nothing is to be remembered."""
    # A list of words that nobody must know leaves no trace, and what was made without it must not pass by it. A
    # discreet edition lies nowhere but where it was asked for.
    private = options.discreet or options.forbidden is not None
    if private or not options.use_cache or os.environ.get("SEPARATUM_NO_CACHE"):
        return None
    from separatum.exports.cache.editions import EditionsCache

    return EditionsCache(*_circumstances(options))


def journal_for(options: Options, folder: OutputFolder) -> "ResumeJournal | None":
    """The journal of the run; None where nobody asked for one."""
    if not options.resume:
        return None
    from separatum.exports.cache.journal import ResumeJournal

    return ResumeJournal(folder, *_circumstances(options))


def _circumstances(options: Options) -> tuple[Path, dict[str, object]]:
    """The style, and all else of an order that decides bytes."""
    from separatum.style.style import house_style_folder

    chosen = {one.name: getattr(options, one.name) for one in fields(options) if one.name not in _BESIDE_THE_BYTES}
    return options.style or house_style_folder(), chosen


def _require_known(formats: Sequence[str]) -> None:
    from separatum.editions import EDITIONS

    if unknown := [kind for kind in formats if kind not in EDITIONS]:
        raise UsageError(f"there is no edition of the format “{unknown[0]}”", f"the formats are {', '.join(EDITIONS)}")
