"""Export on every save, in one process that stays warm.

What is exported again is decided by how files stand, and not by what the system tells of changes: so it is the same
however an editor saves, in place, by a rename or in pieces; its temporary files, and our own editions beside the
articles, are no saves. The output folder is held only while something is made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.exports.batch import export_all
from separatum.exports.watch.file_events import Saves
from separatum.exports.watch.snapshot import Look, files_below, inputs, look, standing_of
from separatum.model.errors import ArticleError, Exit, SeparatumError, StyleError, require_all_there
from separatum.model.options import OnStep, Order
from separatum.model.report import Report
from separatum.style.style import house_style_folder, load_style
from separatum.system.file_reads import Lookups, is_same, recorded

if TYPE_CHECKING:
    from separatum.checks.validators import Validators

Told = Report | SeparatumError | str
"""What came of an article; why nothing can be made; a remark."""


class Watch:
    """Articles that are exported whenever they were saved.

    Args:
        paths: files and folders, as for `find_articles`.
        order: what is asked for; it is asked again before every export.
        style: the folder of the style; None: the house style.
        beside: other files that the order was made from.
        on_step: told what is being done.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        order: Callable[[], Order],
        *,
        style: Path | None = None,
        beside: Sequence[Path] = (),
        on_step: OnStep = lambda _: None,
    ) -> None:
        self._paths, self._order, self._on_step = paths, order, on_step
        self._common = (style or house_style_folder(), *beside)
        self._seen = Look()
        self._looked_up: dict[Path, tuple[Path, ...]] = {}
        self._owed: set[Path] = set()

    def told(self) -> Iterator[Told]:
        """Export all now, then what was saved, and tell what comes of it.

        It ends by an interrupt, or when no article can be exported for what is missing on the machine.

        Raises:
            UsageError, MissingError, FileError: there is nothing to begin with, or the system cannot tell of changes.
        """
        from separatum.checks.validators import JavaValidators

        require_all_there(self._paths)
        saves = Saves()
        with JavaValidators.start() as validators:
            codes = set()
            for told in self._exported(validators):
                if isinstance(told, SeparatumError) and not isinstance(told, ArticleError | StyleError):
                    raise told  # no save would mend it
                codes |= {told.exit_code} if isinstance(told, Report) else set()
                yield told
            if codes == {Exit.MISSING}:
                return
            yield "watching for changes; Ctrl-C ends it"
            while True:
                saves.wait(self._folders(), self._is_changed)
                if self._is_changed():
                    yield from self._exported(validators)

    def _look(self) -> Look:
        return look(self._paths, self._common, self._looked_up, self._seen)

    def _is_changed(self) -> bool:
        return self._look() != self._seen

    def _folders(self) -> Iterator[Path]:
        """Where a save would matter."""
        for path in (*self._paths, *self._common):
            yield path if path.is_dir() else path.parent
        for path in self._common:
            yield from (place for place in files_below(path) if place.is_dir())
        for standing in self._seen.articles.values():
            for file in standing:
                yield file.parent
                if file.is_symlink():
                    yield file.resolve().parent

    def _exported(self, validators: "Validators") -> Iterator[Told]:
        """Export what was saved since it was exported, and what could not be exported then."""
        before, self._seen = self._seen, self._look()
        if self._seen.common != before.common:
            load_style.cache_clear()
            self._owed |= self._seen.articles.keys()
        standings = self._seen.articles.items()
        self._owed |= {file for file, standing in standings if standing != before.articles.get(file)}
        self._owed &= self._seen.articles.keys()
        yield from _news(before, self._seen)
        if self._seen.error is None and self._owed:
            files = [file for file in self._seen.articles if file in self._owed]
            try:
                yield from self._reports(files, validators)
            except SeparatumError as error:
                yield error

    def _reports(self, files: Sequence[Path], validators: "Validators") -> Iterator[Report]:
        with closing(export_all(files, self._order(), jobs=1, on_step=self._on_step, validators=validators)) as run:
            for file in files:
                with recorded() as lookups:
                    report = next(run)
                self._owed.discard(file)
                self._note(file, lookups)
                yield report
            next(run, None)

    def _note(self, file: Path, lookups: Lookups) -> None:
        """Note how an article stood when it was exported: what it looked for is known only now."""
        home = file.parent.resolve()
        self._looked_up[file] = tuple(home / name for name in lookups.found)
        before = self._seen.articles[file]
        now = standing_of(inputs(file, self._looked_up[file]))
        new = {name for name in lookups.found if home / name not in before}
        standing = {**now, **{place: stamp for place, stamp in before.items() if place in now}}
        if not _is_as_read(home, lookups, new):
            standing = {place: stamp for place, stamp in standing.items() if place in before}
        self._seen = replace(self._seen, articles={**self._seen.articles, file: standing})


def _is_as_read(home: Path, lookups: Lookups, names: Iterable[str]) -> bool:
    """Whether what an article looked for is the same now as when it was read."""
    told = {}
    for name in names:
        path = lookups.found[name]
        if path is not None and path not in lookups.digests:
            continue  # it was not read: too large, or not for us
        told[name] = None if path is None else lookups.digests[path]
    with suppress(OSError):
        return is_same(home, told)
    return False


def _news(before: Look, now: Look) -> Iterator[Told]:
    """What there is to say about the articles themselves."""
    if now.error is not None:
        if now.complaint != before.complaint:
            yield now.error
        return
    for path in now.gone:
        if path not in before.gone:
            yield f"{path}: gone; what was published of it stays"
    for file in before.articles:
        if file not in now.articles and file not in now.gone and file.parent.exists():
            yield f"{file}: gone; what was published of it stays"
    for file in now.left_out:
        if file not in before.left_out:
            yield f"{file}: left out: it does not begin with front matter, so it is no article"
