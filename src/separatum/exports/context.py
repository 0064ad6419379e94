"""What the work on articles shares: options, output folder, validators, style, caches; opened once for a run."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.article import Article
from separatum.model.errors import UsageError
from separatum.model.languages import use_languages_of
from separatum.model.options import OnStep, Options, Step, Verb
from separatum.publish.output_folder import OutputFolder, Staging, output_folder
from separatum.system.tempdirs import clear_abandoned

if TYPE_CHECKING:
    from separatum.checks.validators import Validators
    from separatum.exports.cache.editions import EditionsCache
    from separatum.exports.cache.journal import ResumeJournal
    from separatum.style.style import Style


class Context:
    """What the work on one article needs: the options, a place for its editions, the validators, the style.

    Args:
        options: of the run.
        staging: where editions are written before they are published.
        validators: returns the validators; called when there is work for them.
    """

    def __init__(self, options: Options, staging: Staging, validators: "Callable[[], Validators]") -> None:
        self.options = options
        self.staging = staging
        self._validators = validators
        use_languages_of(options.style)

    def begun(self, article: Article) -> None:
        """Called with each article that can be set, before its editions are written; here there is nothing to do."""

    @cached_property
    def validators(self) -> "Validators":
        """The validators, warming up from now on.

        Raises:
            MissingError: they cannot be started.
        """
        return self._validators()

    @cached_property
    def style(self) -> "Style":
        """The style, read whole.

        Raises:
            StyleError, UsageError, MissingError: it cannot be used.
        """
        _ = self.validators  # first of all: they take the longest
        from separatum.style.style import load_style

        return load_style(self.options.style, self.options.paper)


class RunContext(Context):
    """What all articles of a run share: also the output folder, and what was published before.

    Args:
        options: of the run.
        folder: the output folder.
        validators: as for `Context`.
        caches: where published editions are found and stored.
    """

    def __init__(
        self,
        options: Options,
        folder: OutputFolder,
        validators: "Callable[[], Validators]",
        caches: "Sequence[EditionsCache | ResumeJournal]" = (),
    ) -> None:
        super().__init__(options, folder, validators)
        self.folder = folder
        self.caches = caches

    def key(self, file: Path) -> str | None:
        """The key of an article in the caches, made of all that decides its bytes; None if nothing is cached."""
        return self.caches[0].name(file) if self.caches else None


@contextmanager
def open_context(options: Options, on_step: OnStep, validators: "Validators | None" = None) -> Iterator[RunContext]:
    """Open the context of a run; when it closes, `SHA256SUMS` is signed if the options ask for it.

    Args:
        options: of the run.
        on_step: called when the run waits for the output folder.
        validators: shared validators that outlive the run; None to start them when needed and stop them at the end.

    Raises:
        UsageError, MissingError, FileError: something that the run needs is missing or wrong.
    """
    if options.sign is None:
        with _unsigned(options, on_step, validators) as context:
            yield context
        return
    from separatum.publish.signing import signer

    chosen = signer(options.sign)
    with _unsigned(options, on_step, validators) as context:
        before, is_true = context.folder.sums(), context.folder.trust_signed(chosen.verifies, chosen.suffix)
        yield context
        after, is_signed = context.folder.sums(), context.folder.is_signed(chosen.suffix)
        if after and (after != before or not is_signed or is_true is False):
            strange = context.folder.publish_signature(chosen.sign)
            if strange:
                on_step(Step(verb=Verb.PUBLISH, notice=_not_signed(strange)))


def _not_signed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")
    return f"not signed, and taken out of SHA256SUMS: {shown}; this run did not make them: export them with --sign, too"


_FEW = 5


@contextmanager
def _unsigned(options: Options, on_step: OnStep, validators: "Validators | None") -> Iterator[RunContext]:
    _require_known(options.formats)
    clear_abandoned()
    with (
        output_folder(
            options.out,
            on_wait=lambda: on_step(Step(verb=Verb.WAIT)),
            resume=options.resume,
            signs=options.sign is not None,
        ) as folder,
        ExitStack() as exit_stack,
    ):
        cache, journal = cache_for(options), journal_for(options, folder)
        if cache is not None:
            exit_stack.callback(cache.tidy)

        def start() -> "Validators":
            from separatum.checks.validators import JavaValidators

            return validators or exit_stack.enter_context(JavaValidators.start())

        yield RunContext(options, folder, start, [one for one in (cache, journal) if one])
        if journal is not None:
            journal.end()


_BESIDE_THE_BYTES = frozenset({"out", "sign", "use_cache", "resume", "style", "given", "settings", "names"})
"""Options that decide no byte of the editions, or are compared otherwise: the style by its contents, the rest by
`articles.identity`."""


def cache_for(options: Options) -> "EditionsCache | None":
    """The cache of editions published under these options; None if nothing may be cached."""
    # A private list of words must leave no trace, and editions made without it must not be reused. A discreet edition
    # is stored nowhere but in the output folder.
    private = options.discreet or options.forbidden is not None
    if private or not options.use_cache or os.environ.get("SEPARATUM_NO_CACHE"):
        return None
    from separatum.exports.cache.editions import EditionsCache

    return EditionsCache(*_deciding(options))


def journal_for(options: Options, folder: OutputFolder) -> "ResumeJournal | None":
    """The resume journal of the run; None unless the options ask for one."""
    if not options.resume:
        return None
    from separatum.exports.cache.journal import ResumeJournal

    return ResumeJournal(folder, *_deciding(options))


def _deciding(options: Options) -> tuple[Path, dict[str, object], Options]:
    """The style, the options that decide bytes, and all of them."""
    from separatum.style.style import style_folder

    chosen = {one.name: getattr(options, one.name) for one in fields(options) if one.name not in _BESIDE_THE_BYTES}
    return style_folder(options.style), chosen, options


def _require_known(formats: Sequence[str]) -> None:
    from separatum.editions import EDITIONS

    if unknown := [kind for kind in formats if kind not in EDITIONS]:
        raise UsageError(f"there is no edition of the format “{unknown[0]}”", f"the formats are {', '.join(EDITIONS)}")
