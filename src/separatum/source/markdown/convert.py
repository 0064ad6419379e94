"""Markdown becomes HTML, not yet cleaned: one text, and each of its notes."""

from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from separatum.source import rules
from separatum.source.html.sourced_html import Html
from separatum.source.markdown.extensions import make_parser, parse
from separatum.source.markdown.limits import require_closed, require_closed_tags
from separatum.source.markdown.parser import Note, Notice, Reading, walk
from separatum.source.markdown.render import language_of, render


class Conversion:
    """A text as HTML, and what the parser saw on the way."""

    def __init__(self, known: Reading, tokens: list[Token]) -> None:
        self._known = known
        self._notes_done = 0
        self.text = self._render(tokens)
        """The text without its notes."""

    @property
    def abbreviations(self) -> Mapping[str, str]:
        """What abbreviations stand for."""
        return self._known.abbreviations

    @property
    def notes(self) -> Sequence[Note]:
        """The notes so far, in the order in which they are written."""
        return self._known.notes

    def new_notes(self) -> tuple[Html, ...]:
        """The notes that were not yet asked for, in the order in which they are written: captions can bring more."""
        new = self._known.notes[self._notes_done :]
        self._notes_done = len(self._known.notes)
        for note in new:
            _look_at_code(note.tokens, self._known)
        return tuple(self._render(note.tokens) for note in new)

    def phrase(self, text: str, line: int) -> Html:
        """The Markdown of a caption, from a line of the text, as HTML."""
        token = Token("inline", "", 0, content=text, map=[line, line + 1])
        token.children = self._inline(text, line)
        return self._render([token])

    def notices(self) -> tuple[Notice, ...]:
        """What there is to say, when all notes were asked for."""
        _look_at_notes(self._known)
        return tuple(self._known.notices)

    def _inline(self, text: str, line: int = 0) -> list[Token]:
        children: list[Token] = []
        self._known.first = line
        make_parser().inline.parse(text, make_parser(), {"reading": self._known}, children)
        return children

    def _render(self, tokens: list[Token]) -> Html:
        made = render(tokens, self._known, self._inline)
        require_closed_tags(made.text, made.line)
        return made


def convert(
    text: str,
    *,
    has_picture: Callable[[str], bool] = lambda _: False,
    variables: Mapping[str, str] | None = None,
) -> Conversion:
    """Convert Markdown to HTML; raw HTML in it passes as it is.

    Args:
        text: the body of an article.
        has_picture: whether a picture's file is there, for tags that may or may not show one.
        variables: what a template's variables stand for, such as “page.title”.

    Raises:
        TooDeepError: containers or brackets are nested beyond the limit.
        TooOpenError: too many tags are never closed.
        RecursionError: other things are nested too deeply.
    """
    require_closed(text)
    known = Reading(has_picture=has_picture, variables=dict(variables or {}))
    tokens = parse(text, known)
    _look_at_code(tokens, known)
    return Conversion(known, tokens)


def _look_at_notes(known: Reading) -> None:
    for name, line in known.missing.items():
        message, hint = f"there is no note “[^{name}]”; its call is printed", f"write a line “[^{name}]: …”"
        known.say_at(rules.NOTE_MISSING, message, hint, line)
    for note in known.doubled:
        message, hint = (
            f"the note “[^{note.name}]” is written twice",
            f"give one of them another name than “{note.name}”",
        )
        known.say_at(rules.NOTE_TWICE, message, hint, note.line)
    for note in known.notes:
        if not any(token.content.strip() or token.type == "hr" for token in walk(note.tokens)):
            message, hint = f"the note “[^{note.name}]” is empty", f"write its text behind “[^{note.name}]:”"
            known.say_at(rules.NOTE_EMPTY, message, hint, note.line)


_DRAWN = frozenset(
    """
    mermaid plantuml puml graphviz dot d2 ditaa flowchart flow sequence wavedrom vega vega-lite chart markmap nomnoml
    abc svgbob bpmn excalidraw erd pikchr tikz geojson topojson stl map leaflet smiles music-abc echarts infographic
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_ASKED = frozenset(["dataview", "dataviewjs", "tasks", "query", "base", "ad-note", "button", "tracker", "kanban"])


def _look_at_code(tokens: list[Token], known: Reading) -> None:
    """Report code that a web site would draw or run."""
    for token in tokens:
        if token.type != "fence":
            continue
        name, line = language_of(token.info), (token.map or [0])[0]
        if name in _DRAWN:
            message = f"a drawing in “{name}” is given as its code: nothing draws it"
            known.say_at(rules.CODE_DRAWN, message, "draw it, and put it in as an image with a description", line)
        elif name in _ASKED:
            message = f"the result of a query in “{name}” is not in the file; the query is printed"
            known.say_at(rules.CODE_DRAWN, message, "put in its place what it gives", line)
        elif token.info.strip().startswith("{=") and token.info.strip() not in {"{=html}", "{=html5}"}:
            words = " ".join(token.content.split())[:80]
            message = f"“{words}” was left out: it is for {token.info.strip(' {}=')} alone"
            known.say_at(rules.SITE_TAG, message, "write it in Markdown", line)
