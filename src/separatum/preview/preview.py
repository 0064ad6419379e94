"""Watch articles, make those that a browser shows again after every save, and serve them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING

from separatum.config import forget
from separatum.exports.articles import name_for
from separatum.exports.lint import lint
from separatum.exports.watch.file_events import FileEvents
from separatum.exports.watch.snapshot import Snapshot, file_states, files_below, inputs, take_snapshot
from separatum.model.errors import SeparatumError, require_all_there
from separatum.model.options import Options
from separatum.preview.article import DOCUMENT, ArticlePreview, as_json, state_words
from separatum.preview.drawing import Artist
from separatum.preview.editor import open_line
from separatum.preview.maker import Maker
from separatum.preview.server import PreviewServer
from separatum.source.discovery import folders_below
from separatum.style.style import house_style_folder, load_style, paper_names, style_folder
from separatum.system.file_reads import Lookups

if TYPE_CHECKING:
    from separatum.checks.validators import Validators


_QUIET = 5
"""Milliseconds after which a save is taken for complete; of one that goes on, nothing is shown before its end."""


class Preview:
    """Articles, and a browser that shows them.

    Args:
        paths: files and folders, as for `find_articles`.
        options: returns the options of an export; called whenever an article is made.
        validators: those that live as long as the preview.
        beside: other files that the options come from.
        editor: the command that opens a line, as `editor_command` returns it; None if there is none.
        explain: returns the explanation of a finding's code.
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        paths: Sequence[Path],
        options: Callable[[], Options],
        validators: "Validators",
        *,
        beside: Sequence[Path] = (),
        editor: Sequence[str] | None = None,
        explain: Callable[[str], str] = lambda code: code,
    ) -> None:
        require_all_there(paths)
        self._paths, self._options, self._editor, self._explain = paths, options, editor, explain
        first = options()
        self._common = (style_folder(first.style), house_style_folder(), *beside)
        self._paper, self._out = first.paper, first.out
        self._style, self._papers = first.style, paper_names(first.style)
        self._changed = Condition()
        self._is_closed = False
        self._seen = Snapshot()
        self._used: dict[Path, tuple[Path, ...]] = {}
        self._numbers: dict[Path, int] = {}
        self._articles: list[ArticlePreview] = []
        self._version = 0
        self._saves = 0
        self._artist = Artist()
        self._maker = Maker(self._run_options, validators, self._artist, self._note)

    def run(self, port: int, on_ready: Callable[[str], None]) -> None:
        """Serve until an interrupt.

        Args:
            port: of the loopback address; 0 for any that is free.
            on_ready: called with the address of the first page.

        Raises:
            FileError: the port is in use, or the system cannot watch the folders.
            ArticleError, StyleError: there is no article, or the style cannot be read.
        """
        self._take_changes()
        if self._seen.error is not None:
            raise self._seen.error
        load_style(self._style, self._paper)
        server = PreviewServer(self, port)
        events = FileEvents(_QUIET)
        threads = [Thread(target=server.serve_forever, daemon=True), Thread(target=self._work, daemon=True)]
        for thread in threads:
            thread.start()
        on_ready(server.address)
        try:
            while True:
                events.wait(self._folders(), self._is_changed)
                self._take_changes()
        finally:
            with self._changed:
                self._is_closed = True
                self._changed.notify_all()
            self._maker.close()
            server.shutdown()
            server.server_close()
            self._artist.close()

    # Which articles there are, and which have changed

    def _snapshot(self) -> Snapshot:
        forget()  # a separatum.toml, or a site's configuration, may have been saved
        return take_snapshot(self._paths, self._common, self._used, self._seen, self._options().given)

    def _run_options(self) -> Options:
        return replace(self._options(), names=self._seen.found.names)

    def _is_changed(self) -> bool:
        return self._snapshot() != self._seen

    def _folders(self) -> list[Path]:
        folders = [path if path.is_dir() else path.parent for path in (*self._paths, *self._common)]
        folders += [place for path in self._paths for place in folders_below(path)]
        folders += [place for path in self._common for place in files_below(path) if place.is_dir()]
        with self._changed:
            for states in self._seen.articles.values():
                folders += [file.parent for file in states]
                folders += [file.resolve().parent for file in states if file.is_symlink()]
        return folders

    def _take_changes(self) -> None:
        """Take a snapshot; whatever it shows to be saved has to be made."""
        with self._changed:
            before, self._seen = self._seen, self._snapshot()
            is_common = self._seen.common != before.common
            if is_common:
                load_style.cache_clear()
            for file, states in self._seen.articles.items():
                if file not in self._numbers:
                    self._numbers[file] = len(self._articles)
                    self._articles.append(ArticlePreview(file=file, changed=self._changed))
                    self._mark(file)
                elif is_common or states != before.articles.get(file):
                    self._mark(file)

    def _mark(self, file: Path) -> None:
        article = self._articles[self._numbers[file]]
        self._saves += 1
        article.update(saved=self._saves, stage="waiting", paper=article.view.paper or self._paper)

    def _note(self, file: Path, lookups: Lookups) -> None:
        """Note which files an article looked for: a save of one of them is a save of the article."""
        home = file.parent.resolve()
        with self._changed:
            self._used[file] = tuple(home / name for name in lookups.found)
            if (known := self._seen.articles.get(file)) is not None:
                fresh = file_states(inputs(file, self._used[file]))
                kept = {place: known.get(place, state) for place, state in fresh.items()}
                self._seen = replace(self._seen, articles={**self._seen.articles, file: kept})

    # Make what is shown; read the others, so that the list can say how they are

    def _work(self) -> None:
        while (article := self._next()) is not None:
            if article.readers:
                self._maker.make(article)
            else:
                self._read(article)

    def _next(self) -> ArticlePreview | None:
        """The article to work on, those that a browser shows first; None when the preview ends."""
        with self._changed:
            while not self._is_closed:
                waiting = [one for one in self._articles if one.view.stage == "waiting"]
                shown = [one for one in waiting if one.readers]
                unread = [one for one in waiting if one.view.report_of != one.view.saved]
                if shown or unread:
                    return (shown or unread)[0]
                self._changed.wait()
        return None

    def _read(self, article: ArticlePreview) -> None:
        saved = article.view.saved
        report, _ = lint(article.file, given=self._options().given)
        article.update(only_if_saved=saved, report=report, report_of=saved)

    # What the server asks for

    def only_article(self) -> int | None:
        """The number of the article if there is only one."""
        return 0 if len(self._articles) == 1 and not any(path.is_dir() for path in self._paths) else None

    def index(self) -> bytes:
        """The articles and their states, as JSON."""
        entries = []
        for number, article in enumerate(self._articles):
            view = article.view
            if article.file not in self._seen.articles:
                continue
            state, text = state_words(view)
            if view.stage == "waiting" and view.report is not None:
                good = not view.report.findings
                state, text = ("good", "no findings") if good else ("caution", "has findings")
                if view.report.exit_code:
                    state, text = "bad", "has errors"
            counts: dict[str, int] = {}
            for finding in view.report.findings if view.report else ():
                counts[finding.severity.value] = counts.get(finding.severity.value, 0) + 1
            entries.append(
                {
                    "number": number, "name": self._name(article), "file": str(article.file),
                    "state": state, "stateText": text, "counts": counts,
                }
            )  # fmt: skip
        return json.dumps({"articles": entries}, ensure_ascii=False).encode("utf-8", "backslashreplace")

    def state(self, number: int) -> bytes:
        """What the page shows of an article, as JSON."""
        article = self._article(number)
        return as_json(
            article,
            name=self._name(article),
            out=self._out,
            can_open=self._editor is not None,
            papers=self._papers,
        )

    def _name(self, article: ArticlePreview) -> str:
        return name_for(article.file, Options(names=self._seen.found.names))

    def _article(self, number: int) -> ArticlePreview:
        if not 0 <= number < len(self._articles):
            raise KeyError(number)
        return self._articles[number]

    def wait(self, number: int | None, version: int, timeout: float) -> int | None:
        """Wait until an article, or any of them, has another version than this; None if it does not."""

        def current() -> int:
            if number is not None:
                return self._article(number).view.version
            return sum(one.view.version for one in self._articles)

        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or current() != version, timeout)
            return current() if current() != version else None

    def is_closed(self) -> bool:
        """Whether the preview is ending."""
        return self._is_closed

    def opened(self, number: int, by: int) -> None:
        """Note that a browser page shows an article (1), or no longer does (-1)."""
        article = self._article(number)
        with self._changed:
            article.readers += by
            self._changed.notify_all()

    def part(self, number: int, name: str) -> bytes:
        """A file of an article's EPUB, the next one's if that is made already."""
        view = self._article(number).view
        book = view.ahead or view.draft
        if book is None:
            raise KeyError(name)
        return book.parts[name]

    def marked(self, number: int, draft: int) -> bytes:
        """The document of a draft's EPUB, with the marks of its pages."""
        view = self._article(number).view
        if view.draft is None or view.draft_of != draft:
            raise KeyError(draft)
        return view.draft.parts[DOCUMENT]

    def page(self, number: int, draft: int, page: int, width: int) -> tuple[bytes, str]:
        """A page as a BMP of some width in pixels, and its digest."""
        view = self._article(number).view
        if view.draft is None or view.draft_of != draft or not 0 <= page < len(view.draft.pages) or width < 1:
            raise KeyError(page)
        return self._artist.draw(str(view.draft.pdf), page, width), view.draft.pages[page].digest

    def text(self, number: int) -> bytes:
        """The source of an article."""
        return self._article(number).file.read_bytes().decode("utf-8", "replace").encode()

    def explain(self, code: str) -> str:
        """The explanation of a finding's code."""
        try:
            return self._explain(code)
        except SeparatumError as error:
            raise KeyError(code) from error

    def choose_paper(self, number: int, paper: str) -> None:
        """Show an article on another paper."""
        article = self._article(number)
        if paper not in self._papers:
            raise KeyError(paper)
        with self._changed:
            self._saves += 1
            article.update(saved=self._saves, stage="waiting", paper=paper)

    def seen(self, number: int, draft: int) -> None:
        """Note that a browser page shows a draft of an article."""
        article = self._article(number)
        with self._changed:
            article.seen = max(article.seen, draft)
            self._changed.notify_all()

    def open_line(self, number: int, line: int) -> bool:
        """Open a line of an article in the editor; whether that was possible."""
        article = self._article(number)
        return self._editor is not None and line >= 1 and open_line(self._editor, article.file, line)
