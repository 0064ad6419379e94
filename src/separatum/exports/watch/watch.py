"""Export after every save, in one process that stays warm.

Snapshots of the files decide what is exported again, not the system's events. So it makes no difference how an editor
saves: in place, by a rename, or in pieces. Temporary files, and our own editions beside the articles, do not count.
The output folder is locked only while something is exported.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.config import forget, settings_of
from separatum.exports.batch import export_all
from separatum.exports.watch.file_events import FileEvents
from separatum.exports.watch.snapshot import Snapshot, file_states, files_below, inputs, take_snapshot
from separatum.model.errors import ArticleError, Exit, SeparatumError, StyleError, require_all_there
from separatum.model.options import OnStep, Options
from separatum.model.report import Report
from separatum.source.discovery import folders_below
from separatum.style.style import house_style_folder, load_style, style_folder
from separatum.system.file_reads import Lookups, is_same, recorded

if TYPE_CHECKING:
    from separatum.checks.validators import Validators

Event = Report | SeparatumError | str
"""The result for one article; an error that stops all articles; a message."""


class Watch:
    """Articles that are exported whenever they are saved.

    Args:
        paths: files and folders, as for `find_articles`.
        options: returns the options; called before every export.
        style: the folder of the style; None for the house style.
        beside: other files that the options come from.
        on_step: called at each step.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        options: Callable[[], Options],
        *,
        style: Path | None = None,
        beside: Sequence[Path] = (),
        on_step: OnStep = lambda _: None,
    ) -> None:
        self._paths, self._options, self._on_step = paths, options, on_step
        self._common = (style_folder(style), house_style_folder(), *beside)
        self._seen = Snapshot()
        self._used: dict[Path, tuple[Path, ...]] = {}
        self._waiting: set[Path] = set()

    def events(self) -> Iterator[Event]:
        """Export everything now, then whatever is saved; yield each result.

        It ends with an interrupt, or if something is missing on this machine without which no article can be exported.

        Raises:
            UsageError, MissingError, FileError: it cannot begin, or the system cannot watch the folders.
        """
        from separatum.checks.validators import JavaValidators

        require_all_there(self._paths)
        file_events = FileEvents()
        with JavaValidators.start() as validators:
            codes = set()
            for event in self._exported(validators):
                if isinstance(event, SeparatumError) and not isinstance(event, ArticleError | StyleError):
                    raise event  # no save can fix it
                codes |= {event.exit_code} if isinstance(event, Report) else set()
                yield event
            if codes == {Exit.MISSING}:
                return
            yield "watching for changes; press Ctrl-C to stop"
            while True:
                file_events.wait(self._folders(), self._is_changed)
                if self._is_changed():
                    yield from self._exported(validators)

    def _snapshot(self) -> Snapshot:
        forget()  # a separatum.toml, or a site's configuration, may have been saved
        return take_snapshot(self._paths, self._common, self._used, self._seen, self._options().given)

    def _is_changed(self) -> bool:
        return self._snapshot() != self._seen

    def _folders(self) -> Iterator[Path]:
        """The folders in which a save matters."""
        for path in (*self._paths, *self._common):
            yield path if path.is_dir() else path.parent
        for path in self._paths:
            yield from folders_below(path)
        for path in self._common:
            yield from (place for place in files_below(path) if place.is_dir())
        for states in self._seen.articles.values():
            for file in states:
                yield file.parent
                if file.is_symlink():
                    yield file.resolve().parent

    def _exported(self, validators: "Validators") -> Iterator[Event]:
        """Export what was saved since its last export, and what could not be exported then."""
        before, self._seen = self._seen, self._snapshot()
        if self._seen.common != before.common:
            load_style.cache_clear()
            self._waiting |= self._seen.articles.keys()
        states = self._seen.articles.items()
        self._waiting |= {file for file, state in states if state != before.articles.get(file)}
        self._waiting &= self._seen.articles.keys()
        yield from _messages(before, self._seen)
        if self._seen.error is None and self._waiting:
            files = [file for file in self._seen.articles if file in self._waiting]
            try:
                yield from self._reports(files, validators)
            except SeparatumError as error:
                yield error

    def _reports(self, files: Sequence[Path], validators: "Validators") -> Iterator[Report]:
        options = replace(self._options(), names=self._seen.found.names)
        with closing(export_all(files, options, jobs=1, on_step=self._on_step, validators=validators)) as run:
            for file in files:
                with recorded() as lookups:
                    report = next(run)
                self._waiting.discard(file)
                self._note(file, lookups)
                yield report
            next(run, None)

    def _note(self, file: Path, lookups: Lookups) -> None:
        """Note the state that an article was exported in; only now it is known which files it looked for."""
        home = file.parent.resolve()
        self._used[file] = tuple(home / name for name in lookups.found)
        before = self._seen.articles[file]
        now = file_states(inputs(file, self._used[file]))
        new = {name for name in lookups.found if home / name not in before}
        states = {**now, **{place: state for place, state in before.items() if place in now}}
        if not _is_as_read(home, lookups, new, settings_of(file, self._options().given).roots):
            states = {place: state for place, state in states.items() if place in before}
        self._seen = replace(self._seen, articles={**self._seen.articles, file: states})


def _is_as_read(home: Path, lookups: Lookups, names: Iterable[str], roots: Sequence[Path]) -> bool:
    """Whether the files that an article looked for are still the same as when it was read."""
    digests = {}
    for name in names:
        path = lookups.found[name]
        if path is not None and path not in lookups.digests:
            continue  # it was not read: too large, or outside of the article's folder
        digests[name] = None if path is None else lookups.digests[path]
    with suppress(OSError):
        return is_same(home, digests, roots)
    return False


def _messages(before: Snapshot, now: Snapshot) -> Iterator[Event]:
    """What has changed among the articles themselves."""
    if now.error is not None:
        if now.complaint != before.complaint:
            yield now.error
        return
    for path in now.gone:
        if path not in before.gone:
            yield f"{path}: deleted; its published editions stay"
    for file in before.articles:
        if file not in now.articles and file not in now.gone and file.parent.exists():
            yield f"{file}: deleted; its published editions stay"
    skipped = [one for one in now.found.passed_over if one not in before.found.passed_over]
    yield from (f"{one.file}: skipped: {one.reason}" for one in skipped)
    refused = [finding for finding in now.found.refused if finding not in before.found.refused]
    yield from (f"{finding.where}: {finding.message}" for finding in refused)
