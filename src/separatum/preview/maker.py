"""Make the editions of an article as an export does, show them as soon as they are written, then check them."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from separatum.editions import edition
from separatum.exports.context import Context
from separatum.exports.failures import report_of_work
from separatum.exports.pipeline import prepare
from separatum.model.article import Article
from separatum.model.options import Options, Verb
from separatum.preview.article import ArticlePreview, book_of, draft_of
from separatum.preview.drawing import Artist, PageText
from separatum.preview.held import HeldValidators
from separatum.publish.output_folder import Staging
from separatum.system.file_reads import Lookups, recorded
from separatum.system.tempdirs import scratch_folder

if TYPE_CHECKING:
    from separatum.checks.validators import Validators


_LONGEST_WAIT = 2.0
"""Seconds that the checks wait for the browser, which shares the processor with them, to show the pages."""


class _Superseded(BaseException):
    """A newer save has come, or the preview ends: this one need not be checked. It is no error of the article."""


class DraftFolder(Staging):
    """A folder of the scratch space in the place of an output folder; nothing is ever published from it."""

    def __init__(self, artist: Artist) -> None:
        super().__init__(Path(mkdtemp(dir=scratch_folder())))
        self.files: dict[str, tuple[Path, bytes]] = {}
        """Path and content of each edition, by format."""
        self.described: Future[tuple[PageText, ...]] = Future()
        self._artist = artist

    def stage(self, name: str, content: bytes) -> Path:
        """Write an edition; the pages of a PDF are described while the next edition is written."""
        path = self.path / name
        path.write_bytes(content)
        form = path.suffix.removeprefix(".")
        self.files[form] = (path, content)
        if form == "pdf":
            self.described = self._artist.describe(str(path))
        return path


class _DraftContext(Context):
    """The context of a draft: its book is given away before its pages are laid out, which takes much longer.

    Args:
        on_book: called with the EPUB; it is the one that is published but for what it says of the pages.
        others: as for `Context`.
    """

    def __init__(self, on_book: Callable[[bytes], None], *others: Any) -> None:
        super().__init__(*others)
        self._on_book = on_book

    def begun(self, article: Article) -> None:
        """Write the book; whatever is wrong with it is reported when both editions are written."""
        with suppress(Exception):
            self._on_book(edition("epub").write(article, self.style))


class Maker:
    """Makes one article at a time; a new one is begun while the one before is still being checked.

    Args:
        options: returns the options of an export.
        validators: those that live as long as the preview.
        artist: the process that draws pages.
        on_read: called with the file and what it looked for, when an article has been read.
    """

    def __init__(
        self,
        options: Callable[[], Options],
        validators: "Validators",
        artist: Artist,
        on_read: Callable[[Path, Lookups], None],
    ) -> None:
        self._options, self._validators, self._artist, self._on_read = options, validators, artist, on_read
        self._checking = Lock()
        self._is_closed = False
        self._folders: dict[Path, set[Path]] = {}

    def make(self, article: ArticlePreview) -> None:
        """Make an article; returns as soon as its pages can be shown, and goes on checking them in another thread."""
        saved, paper = article.view.saved, article.view.paper
        shown = Event()
        article.update(only_if_saved=saved, stage="making")

        def work() -> None:
            try:
                self._work(article, saved, paper, shown)
            except _Superseded:
                pass
            except BaseException:
                if not self._is_closed:  # when the preview ends, what it works with is gone
                    raise
            finally:
                shown.set()

        Thread(target=work, name=f"make {article.file.name}", daemon=True).start()
        shown.wait()

    def _work(self, article: ArticlePreview, saved: int, paper: str, shown: Event) -> None:
        folder = DraftFolder(self._artist)
        options = replace(self._options(), paper=paper, use_cache=False, formats=("epub", "pdf"))
        validators = HeldValidators(self._validators)

        def on_book(content: bytes) -> None:
            article.update(only_if_saved=saved, ahead=book_of(content), ahead_of=saved)

        context = _DraftContext(on_book, options, folder, lambda: validators)
        try:
            with recorded() as lookups, ExitStack() as stack:

                def on_verb(verb: Verb) -> None:
                    self._require_current(article, saved)
                    if verb is Verb.COMPOSE:
                        self._on_read(article.file, lookups)
                    if verb is Verb.CHECK:
                        self._show(article, saved, folder)
                        shown.set()
                        article.wait_until_seen(saved, _LONGEST_WAIT)
                        validators.release()
                        stack.enter_context(self._checking)
                        self._require_current(article, saved)

                report = report_of_work(article.file, lambda: prepare(article.file, context, on_verb).report)
                self._on_read(article.file, lookups)
                article.update(only_if_saved=saved, report=report, report_of=saved, stage="done", ahead=None)
        finally:
            self._forget(article, folder.path)

    def close(self) -> None:
        """Check nothing any more."""
        self._is_closed = True

    def _require_current(self, article: ArticlePreview, saved: int) -> None:
        if self._is_closed or article.view.saved != saved:
            raise _Superseded

    @staticmethod
    def _show(article: ArticlePreview, saved: int, folder: DraftFolder) -> None:
        source = article.file.read_bytes().decode("utf-8", "replace")
        draft = draft_of(folder.files, folder.described, source)
        article.update(only_if_saved=saved, draft=draft, draft_of=saved, stage="checking", ahead=None)

    def _forget(self, article: ArticlePreview, made: Path) -> None:
        """Remove the editions of an article that are not shown any more."""
        with article.changed:
            folders = self._folders.setdefault(article.file, set())
            folders.add(made)
            shown = article.view.draft.pdf.parent if article.view.draft else None
            forgotten = {one for one in folders if one != shown}
            folders -= forgotten
        for folder in forgotten:
            rmtree(folder, ignore_errors=True)
