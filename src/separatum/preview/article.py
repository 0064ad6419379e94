"""One article in the preview: its latest editions, and what an export would do."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition
from typing import Any

from separatum.model.errors import Exit
from separatum.model.findings import Finding, Severity
from separatum.model.report import Report
from separatum.preview.blocks import Block, BlockText, blocks, epub_parts, numbered
from separatum.preview.drawing import PageText

DOCUMENT = "EPUB/article.xhtml"
"""The document of an EPUB of ours that holds the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An EPUB as a browser shows it."""

    parts: Mapping[str, bytes]
    """The files in it, with numbered blocks in its document."""
    texts: tuple[BlockText, ...]
    """Of its blocks."""


def book_of(content: bytes) -> Book:
    """The book that an EPUB of ours is."""
    parts = epub_parts(content)
    document, texts = numbered(parts[DOCUMENT])
    return Book(parts={**parts, DOCUMENT: document}, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The editions of one moment; they are never published from here."""

    pdf: Path
    """In the scratch folder."""
    sizes: Mapping[str, int]
    """Bytes of each edition, by format."""
    parts: Mapping[str, bytes]
    """The files in the EPUB, with numbered blocks in its document."""
    pages: tuple[PageText, ...]
    blocks: tuple[Block, ...]


def draft_of(files: Mapping[str, tuple[Path, bytes]], described: "Future[tuple[PageText, ...]]", source: str) -> Draft:
    """The draft that staged editions make.

    Args:
        files: path and content of the EPUB and the PDF, by format.
        described: the pages of the PDF.
        source: the text of the article's file.
    """
    book = book_of(files["epub"][1])
    pages = described.result()
    return Draft(
        pdf=files["pdf"][0],
        sizes={form: len(content) for form, (_, content) in files.items()},
        parts=book.parts,
        pages=pages,
        blocks=blocks(book.texts, source, pages),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows of an article at one moment."""

    version: int = 0
    """Grows with every change."""
    saved: int = 0
    """The number of the save that this is about."""
    draft: Draft | None = None
    draft_of: int = 0
    """The number of the save that the draft shows."""
    ahead: Book | None = None
    """The book of the next draft, as long as its pages are not made yet: the same, but for the marks of its pages."""
    ahead_of: int = 0
    """The number of the save that this book shows."""
    report: Report | None = None
    """What an export would report; None as long as it is not known."""
    report_of: int = 0
    """The number of the save that the report is about."""
    stage: str = "waiting"
    """“waiting”, “making”, “checking” or “done”."""
    paper: str = ""


@dataclass(slots=True)
class ArticlePreview:
    """An article that the preview shows; several threads read and change it."""

    file: Path
    changed: Condition
    """Notified whenever any article's view changes."""
    view: View = field(default_factory=View)
    readers: int = 0
    """How many browser pages show it."""
    seen: int = 0
    """The number of the save whose pages a browser has shown last."""

    def update(self, *, only_if_saved: int | None = None, **values: Any) -> bool:
        """Replace parts of the view, and wake those who wait for it.

        Args:
            only_if_saved: do nothing if another save has come since this one.
            values: fields of `View`.

        Returns:
            Whether the view was changed.
        """
        with self.changed:
            if only_if_saved is not None and self.view.saved != only_if_saved:
                return False
            self.view = replace(self.view, version=self.view.version + 1, **values)
            self.changed.notify_all()
            return True

    def wait_until_seen(self, saved: int, timeout: float) -> None:
        """Wait until a browser has shown a save, another save has come, or nobody looks; at most so many seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.seen >= saved or self.view.saved != saved or not self.readers, timeout)


def state_words(view: View) -> tuple[str, str]:
    """A word for the state of an article, for style sheets, and the state as text."""
    if view.stage == "waiting":
        return "waiting", "not made yet"
    if view.report is None or view.stage != "done":
        return "working", "checking" if view.stage == "checking" else "making the pages"
    severities = {finding.severity for finding in view.report.findings}
    if view.report.exit_code is not Exit.OK:
        return "bad", "would not be published"
    if Severity.REVIEW in severities or Severity.WARNING in severities:
        return "caution", "would be published, with findings"
    return "good", "would be published"


def as_json(article: ArticlePreview, *, name: str, out: Path, can_open: bool, papers: Sequence[str]) -> bytes:
    """The view of an article as JSON for the page."""
    view = article.view
    draft, report = view.draft, view.report
    state, text = state_words(view)
    fields = {
        "version": view.version,
        "saved": view.saved,
        "name": name,
        "file": str(article.file),
        "state": state,
        "stateText": text,
        "result": _result_text(article, out),
        "stage": view.stage,
        "isStale": draft is not None and view.draft_of != view.saved,
        "draft": view.draft_of if draft else 0,
        "ahead": view.ahead_of if view.ahead else 0,
        "paper": view.paper,
        "papers": list(papers),
        "canOpen": can_open,
        "pages": [{"width": one.width, "height": one.height, "digest": one.digest} for one in draft.pages]
        if draft
        else [],
        "blocks": [
            {"key": one.key, "line": one.line, "boxes": [_rounded(box) for box in one.boxes]} for one in draft.blocks
        ]
        if draft
        else [],
        "findings": [_finding(one, article.file, draft) for one in _listed(report)],
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _rounded(box: Sequence[float]) -> list[float]:
    return [box[0], *(round(share, 4) for share in box[1:])]


def _listed(report: Report | None) -> Iterator[Finding]:
    """The findings, worst first; a failure without findings is one as well."""
    if report is None:
        return
    yield from sorted(report.findings, key=lambda one: list(Severity).index(one.severity))
    if report.failure is not None and not report.findings:
        failure = report.failure
        yield Finding(code="", severity=Severity.ERROR, message=failure.message, hint=failure.remedy)


def _finding(finding: Finding, file: Path, draft: Draft | None) -> dict[str, object]:
    where = finding.where
    line = where.line if where and where.file == str(file) else None
    page = where.page if where else None
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "place": str(where) if where else None,
        "line": line,
        "page": page,
        "block": _block_at(draft, line) if draft and line else None,
    }


def _block_at(draft: Draft, line: int) -> int | None:
    """The number of the block that a line of the source belongs to."""
    before = [(block.line, -number) for number, block in enumerate(draft.blocks) if block.line and block.line <= line]
    return -max(before)[1] if before else None


def _result_text(article: ArticlePreview, out: Path) -> str:
    """What an export would do now, in one sentence."""
    view = article.view
    if view.stage == "checking":
        return "Checking both editions …"
    if view.stage != "done" or view.report is None:
        return "Making the pages …"
    if view.report.exit_code is not Exit.OK or view.draft is None:
        errors = sum(1 for one in _listed(view.report) if one.severity is Severity.ERROR)
        return f"An export would publish nothing: {errors} error{'' if errors == 1 else 's'}."
    sizes = " and ".join(f"{form.upper()} ({_size(size)})" for form, size in sorted(view.draft.sizes.items()))
    return f"An export would publish the {sizes} in {out}/."


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1000))} KB"
