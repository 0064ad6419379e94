"""Part the text of a PDF's pages into what readers see and what they do not, and why not.

Where text begins is compared with the page's edges and with what is painted before and after it. Only upright
rectangles and images count as covers, so that nothing is called hidden that may be seen.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from separatum.checks.formats.pdf_file import PdfFile
from separatum.checks.formats.pdf_fonts import PdfFont, read_font
from separatum.checks.formats.pdf_objects import elements, entry, identity, text
from separatum.checks.privacy.pdf_geometry import (
    EVERYWHERE,
    SAME,
    Box,
    Matrix,
    bounds,
    box_of,
    common,
    is_clipped_away,
    times,
)
from separatum.checks.privacy.pdf_graphics_state import (
    BLACK,
    SMALLEST,
    WHITE,
    Colour,
    Page,
    Run,
    State,
    lightness,
    reason_unseen,
)

_DEEPEST = 12
_MOST_RUNS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Concealed:
    """The text of one page."""

    shown: str
    hidden: dict[str, str]
    """What is not seen, by the reason why."""

    @property
    def everything(self) -> str:
        """All its text."""
        return " ".join((self.shown, *self.hidden.values()))


def read_concealed(file: PdfFile) -> tuple[Concealed, ...]:
    """The text of each page, seen and unseen."""
    off = {identity(layer) for layer in layers_off(file)} - {None}
    return tuple(_read(page, off) for page in file.pages)


def layers_off(file: PdfFile) -> list[Any]:
    """The layers that are off when the file is opened (8.11.4.3)."""
    layers = entry(file.root, "/OCProperties")
    if text(entry(layers, "/D", "/BaseState")) != "/OFF":
        return elements(entry(layers, "/D", "/OFF"))
    on = {identity(layer) for layer in elements(entry(layers, "/D", "/ON"))}
    return [layer for layer in elements(entry(layers, "/OCGs")) if identity(layer) not in on]


def _read(page: Any, off: set[Any]) -> Concealed:
    box = box_of(page.obj.get("/CropBox") or page.obj.get("/MediaBox") or entry(page.obj, "/Parent", "/MediaBox"))
    painted = Page(box=box)
    _Painter(painted, off).read(page.obj, entry(page.obj, "/Resources"), 0)
    shown: list[str] = []
    hidden: dict[str, list[str]] = {}
    for run in painted.runs:
        reason = reason_unseen(run, painted)
        (shown if reason is None else hidden.setdefault(reason, [])).append(run.words)
    told = {reason: " ".join(words).strip() for reason, words in hidden.items()}
    return Concealed(shown=" ".join(shown), hidden={reason: words for reason, words in told.items() if words})


class _Painter:
    """Follows a content stream (7.8.2) and takes down where text stands and what is painted."""

    def __init__(self, page: Page, off: set[Any]) -> None:
        self._page = page
        self._off = off
        self._state = State()
        self._stack: list[State] = []
        self._line = self._text = SAME
        self._leading = 0.0
        self._path: list[tuple[float, float]] = []
        self._rectangles: list[Box] = []
        self._clips = False
        self._layers: list[bool] = []
        self._fonts: dict[tuple[int, int], PdfFont] = {}

    def read(self, stream: Any, resources: Any, depth: int) -> None:
        """Read a page or a form; what is damaged in it is left out."""
        import pikepdf

        with suppress(pikepdf.PdfError, IndexError, TypeError, RuntimeError):
            for instruction in pikepdf.parse_content_stream(stream):
                if len(self._page.runs) > _MOST_RUNS:
                    return
                with suppress(AttributeError, IndexError, KeyError, TypeError, ValueError, ArithmeticError):
                    self._obey(str(instruction.operator), list(instruction.operands), resources, depth)

    def _obey(self, operator: str, operands: list[Any], resources: Any, depth: int) -> None:
        self._page.order += 1
        if operator in {"Tj", "TJ", "'", '"'}:
            self._show(operator, operands)
        elif operator[0] == "T" or operator in {"BT", "ET"}:
            self._set_text(operator, operands, resources)
        elif operator in {"m", "l", "c", "v", "y", "re"}:
            self._draw(operator, [float(one) for one in operands])
        elif operator in {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"}:
            self._paint(operator)
        elif operator in {"W", "W*"}:
            self._clips = True
        elif operator in {"g", "rg", "k", "sc", "scn", "cs"}:
            self._colour(operator, operands)
        elif operator in {"BDC", "BMC", "EMC"}:
            self._mark(operator, operands, resources)
        elif operator == "Do":
            self._place(entry(resources, "/XObject", text(operands[0])), resources, depth)
        elif operator in {"sh", "INLINE IMAGE"}:
            self._page.grounds.append((self._page.order, EVERYWHERE, -1))
            self._page.bars.append((self._page.order, EVERYWHERE, None))
        else:
            self._keep(operator, operands, resources)

    def _keep(self, operator: str, operands: list[Any], resources: Any) -> None:
        if operator == "q":
            self._stack.append(replace(self._state))
        elif operator == "Q" and self._stack:
            self._state = self._stack.pop()
        elif operator == "cm":
            self._state.matrix = times(_matrix(operands), self._state.matrix)
        elif operator == "gs":
            opacity = entry(resources, "/ExtGState", text(operands[0]), "/ca")
            self._state.opacity = 1 if opacity is None else float(opacity)

    def _set_text(self, operator: str, operands: list[Any], resources: Any) -> None:
        """The operators of 9.3 and 9.4.2."""
        if operator == "BT":
            self._line = self._text = SAME
        elif operator == "Tf":
            self._state.font = self._font(entry(resources, "/Font", text(operands[0])))
            self._state.size = float(operands[1])
        elif operator == "Tr":
            self._state.mode = int(operands[0])
        elif operator == "TL":
            self._leading = float(operands[0])
        elif operator == "Tm":
            self._line = self._text = _matrix(operands)
        elif operator in {"Td", "TD"}:
            if operator == "TD":
                self._leading = -float(operands[1])
            self._next_line(float(operands[0]), float(operands[1]))
        elif operator == "T*":
            self._next_line(0, -self._leading)

    def _next_line(self, x: float, y: float) -> None:
        self._line = self._text = times((1, 0, 0, 1, x, y), self._line)

    def _font(self, found: Any) -> PdfFont | None:
        if found is None:
            return None
        known = identity(found)
        if known not in self._fonts:
            font = read_font(found)
            if known is None:
                return font
            self._fonts[known] = font
        return self._fonts[known]

    def _show(self, operator: str, operands: list[Any]) -> None:
        import pikepdf

        if operator in {"'", '"'}:
            self._next_line(0, -self._leading)
        strings = elements(operands[0]) if operator == "TJ" else operands[-1:]
        words = ""
        for string in strings:
            if isinstance(string, pikepdf.String):
                words += self._words(bytes(string))
            elif float(string) < -180:  # a gap as wide as a space
                words += " "
        whole = times(self._text, self._state.matrix)
        state, size = self._state, self._state.size * max(abs(whole[2]), abs(whole[3]))
        run = Run(
            place=whole[4:],
            words=words,
            reason=self._unseen(size),
            fill=state.fill,
            colour=state.colour,
            size=size,
            order=self._page.order,
        )
        if run.reason is None and is_clipped_away(run.place, size, state.clip):
            run.reason = "text that is clipped away"
        self._page.runs.append(run)
        self._text = times((1, 0, 0, 1, len(words) * self._state.size * 0.5, 0), self._text)

    def _words(self, string: bytes) -> str:
        font = self._state.font
        if font is None or (not font.characters and font.code_length == 1):
            return string.decode("cp1252", "replace")
        return "".join(font.show(string)[0])

    def _unseen(self, size: float) -> str | None:
        if any(self._layers):
            return "text in a layer that is off"
        if self._state.mode in {3, 7}:
            return "text in the mode of invisible text, as under scanned pages"
        if self._state.opacity == 0:
            return "text that is wholly transparent"
        return f"text smaller than {SMALLEST:g} point" if 0 < size < SMALLEST else None

    def _draw(self, operator: str, numbers: list[float]) -> None:
        if operator == "re":
            x, y, width, height = numbers
            corners = [self._at(x, y), self._at(x + width, y), self._at(x, y + height), self._at(x + width, y + height)]
            self._path += corners
            if abs(self._state.matrix[1]) + abs(self._state.matrix[2]) < 1e-6:
                self._rectangles.append(bounds(corners))
        else:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            self._path += [self._at(x, y) for x, y in pairs]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return times((1, 0, 0, 1, x, y), self._state.matrix)[4:]

    def _paint(self, operator: str) -> None:
        if operator not in {"S", "s", "n"} and self._path and not any(self._layers):
            # White is a ground only where it surely covers; black, too: what is black on it is called unseen.
            extreme = self._state.fill >= WHITE or 0 <= self._state.fill <= BLACK
            boxes = self._rectangles if extreme and self._state.opacity == 1 else []
            self._page.grounds += [(self._page.order, box, self._state.fill) for box in boxes]
            if self._state.fill < WHITE and not boxes:
                self._page.grounds.append((self._page.order, bounds(self._path), -1))
            is_full = self._state.opacity == 1 and len(self._path) == 4 * len(self._rectangles)
            if is_full:
                self._page.bars += [(self._page.order, box, self._state.colour) for box in self._rectangles]
            else:
                self._page.bars.append((self._page.order, bounds(self._path), None))
            if self._state.opacity == 1 and self._state.fill >= 0:
                self._page.covers += [(self._page.order, box) for box in self._rectangles]
        if self._clips and self._path:  # the clip lies within these bounds (8.5.4)
            self._state.clip = common(self._state.clip, bounds(self._path))
        self._path, self._rectangles, self._clips = [], [], False

    def _colour(self, operator: str, operands: list[Any]) -> None:
        """How light the colour is: 0 for black, 1 for white, -1 for patterns and colours of other spaces."""
        numbers = [float(one) for one in operands if not isinstance(one, str) and not text(one)]
        colour: Colour | None = None
        if operator == "cs":
            colour = (0, 0, 0)
        elif len(numbers) == 4:
            cyan, magenta, yellow = (1 - min(1, ink + numbers[3]) for ink in numbers[:3])
            colour = (cyan, magenta, yellow)
        elif len(numbers) == 3 and len(operands) == 3:
            colour = (numbers[0], numbers[1], numbers[2])
        elif len(numbers) == 1 and len(operands) == 1:
            colour = (numbers[0], numbers[0], numbers[0])
        self._state.colour, self._state.fill = colour, -1 if colour is None else lightness(colour)

    def _mark(self, operator: str, operands: list[Any], resources: Any) -> None:
        """Marked content that belongs to a layer (8.11.3.2)."""
        if operator == "EMC":
            if self._layers:
                self._layers.pop()
            return
        layer = entry(resources, "/Properties", text(operands[-1])) if operator == "BDC" else None
        self._layers.append(self._is_off(layer))

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or what depends on some layers (8.11.2.2), is not shown."""
        layers = entry(layer, "/OCGs")
        if layers is None:
            return layer is not None and identity(layer) in self._off
        are_off = [identity(one) in self._off for one in elements(layers) or [layers]]
        match text(entry(layer, "/P")):
            case "/AllOn":
                return any(are_off)
            case "/AnyOff":
                return not any(are_off)
            case "/AllOff":
                return not all(are_off)
        return bool(are_off) and all(are_off)

    def _place(self, thing: Any, resources: Any, depth: int) -> None:
        kind = text(entry(thing, "/Subtype"))
        self._layers.append(self._is_off(entry(thing, "/OC")))
        if kind == "/Image" and not any(self._layers):
            box = bounds([self._at(x, y) for x in (0, 1) for y in (0, 1)])
            self._page.grounds.append((self._page.order, box, -1))
            self._page.bars.append((self._page.order, box, None))
            is_whole = entry(thing, "/SMask") is None and entry(thing, "/Mask") is None
            if is_whole and not entry(thing, "/ImageMask") and self._state.opacity == 1:
                self._page.covers.append((self._page.order, box))
        elif kind == "/Form" and depth < _DEEPEST:
            kept, stack, self._stack = replace(self._state), self._stack, []
            matrix = entry(thing, "/Matrix")
            if matrix is not None:
                self._state.matrix = times(_matrix(elements(matrix)), self._state.matrix)
            x0, y0, x1, y1 = box_of(entry(thing, "/BBox"))
            corners = [self._at(x, y) for x in (x0, x1) for y in (y0, y1)]
            self._state.clip = common(self._state.clip, bounds(corners))
            self.read(thing, entry(thing, "/Resources") or resources, depth + 1)
            self._state, self._stack = kept, stack
        self._layers.pop()


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f
