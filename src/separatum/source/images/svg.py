"""A drawing (SVG) becomes pixels, after all but its plain shapes and words is taken out of it.

Why not kept as a drawing: old reading systems show no SVG in `img` or draw its text in another face, PDF/A-3a would
want each of its words tagged and its fonts embedded, and an SVG can hold scripts and addresses. As pixels, it looks the
same in both editions.
"""

import re
from typing import TYPE_CHECKING

from separatum.source import rules
from separatum.source.images.sandbox import PictureError
from separatum.source.images.svg_filters import long_side
from separatum.source.images.svg_fonts import characters, set_in_families
from separatum.source.images.svg_renderer import UndrawableError, drawn_apart, try_apart

if TYPE_CHECKING:
    from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    """
    svg g defs title desc symbol use path rect circle ellipse line polyline polygon text tspan textPath clipPath mask
    marker pattern linearGradient radialGradient stop switch style filter feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA
    feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
    feSpotLight feTile feTurbulence
    """.split()  # noqa: SIM905  (a word list reads better so)
)
# What could show something, but only from outside of the drawing, or as another kind of document.
_FOREIGN = frozenset({"image", "feImage", "foreignObject", "video", "audio", "iframe"})
_OUTSIDE = re.compile(r"url\(\s*[\"']?\s*(?!#)|@import|expression\(|\\|javascript:|data:", re.IGNORECASE)
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}", re.IGNORECASE)
"""Letters from elsewhere: a drawing has those of the package."""
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?)\s*(px|pt|pc|mm|cm|in|em|%)?\s*")
_PIXELS = {"px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16}  # CSS Values 4, 6.2
BYTES_LIMIT = 8 * 2**20
USES_LIMIT = 10_000
"""How many elements there may be once every `use` is carried out."""
LONG_SIDE = 2200
"""Pixels: the width of a page at 300 to the inch; with filters, fewer."""


def is_drawing(content: bytes) -> bool:
    """Whether a file claims to be SVG."""
    return b"<svg" in content[:4096] or b":svg" in content[:4096]


def drawn(name: str, content: bytes) -> bytes:
    """Draw an SVG as a PNG on white, without reading anything else.

    Text is set in the faces of the package only, so that it looks the same on every machine.

    Raises:
        PictureError: it is not well-formed, too large, or cannot be drawn.
    """
    svg, size = _prepared(name, content)
    try:
        return drawn_apart(svg, *size)
    except UndrawableError as error:
        raise _broken(name, str(error)) from error


def measured(name: str, content: bytes) -> tuple[int, int]:
    """About the width and the height of an SVG when it is drawn, in pixels; its faults are those of drawing it.

    Raises:
        PictureError: it is not well-formed, too large, or cannot be drawn.
    """
    svg, size = _prepared(name, content)
    try:
        try_apart(svg, *size)
    except UndrawableError as error:
        raise _broken(name, str(error)) from error
    return size


def _prepared(name: str, content: bytes) -> tuple[bytes, tuple[int, int]]:
    """A drawing without what reads anything else, and its size in pixels."""
    from lxml import etree

    root = _cleaned(name, content)
    width, height = _size(name, root)
    zoom = long_side(root, _SVG, (width, height), LONG_SIDE) / max(width, height)
    _require_glyphs(name, root)
    set_in_families(root, _SVG)
    size = max(1, round(width * zoom)), max(1, round(height * zoom))
    return etree.tostring(root, encoding="utf-8"), size


def _require_glyphs(name: str, root: "etree._Element") -> None:
    """See that each sign of a drawing's text has a shape: without one, an empty box would be drawn.

    Raises:
        PictureError: some have none.
    """
    shown = {sign for text in root.iter(f"{{{_SVG}}}text") for sign in "".join(map(str, text.itertext()))}
    lacking = sorted(
        sign for sign in shown if not sign.isspace() and sign.isprintable() and ord(sign) not in characters()
    )
    if lacking:
        signs = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in lacking[:8]) + (" …" if len(lacking) > 8 else "")
        message = f"the drawing “{name}” has signs that no font has that it is drawn with: {signs}"
        hint = "turn its text into paths in a drawing program, or export it as PNG"
        raise PictureError(rules.DRAWING_GLYPH, message, hint)


def words_of(name: str, content: bytes) -> str:
    """The words of a drawing, also those of its title and description, before they become pixels.

    Raises:
        PictureError: it is not well-formed, or too large.
    """
    return "\n".join(filter(None, (" ".join(text.split()) for text in map(str, _cleaned(name, content).itertext()))))


def _broken(name: str, why: str) -> PictureError:
    message = f"the drawing “{name}” cannot be drawn: {why}"
    return PictureError(rules.IMAGE_BROKEN, message, "open it in a drawing program and export it as PNG")


def _cleaned(name: str, content: bytes) -> "etree._Element":
    from lxml import etree

    if len(content) > BYTES_LIMIT:
        raise PictureError(
            rules.IMAGE_TOO_LARGE, f"the drawing “{name}” has {len(content) >> 20} MB", "export it as PNG"
        )
    # SVG 2, 5: entities are no part of what is drawn, and none is ever looked up.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(name, error.msg) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise _broken(name, "its root is not “svg” of the namespace “http://www.w3.org/2000/svg”")
    # A tree without its document: the document type, and the entities in it, stay behind.
    _allow(name, root)
    if _carried_out(root) > USES_LIMIT:
        raise PictureError(
            rules.IMAGE_TOO_LARGE, f"the drawing “{name}” repeats itself without end", "export it as PNG"
        )
    try:
        return etree.fromstring(etree.tostring(root, with_tail=False), parser)
    except etree.XMLSyntaxError as error:  # an attribute asks for an entity
        raise _broken(name, error.msg) from error


def _allow(name: str, root: "etree._Element") -> None:
    """Take out every element and attribute that is not on the list."""
    from lxml import etree

    for element in list(root.iter()):
        kind: object = element.tag  # a function, for entities
        tag = etree.QName(kind) if isinstance(kind, str) else None
        local = tag.localname if tag is not None and tag.namespace == _SVG else ""
        if local in _FOREIGN:
            raise _broken(name, f"it shows something else inside of itself, by “{local}” on line {element.sourceline}")
        if local == "a":  # a container as “g” is one (SVG 2, 16.2); within text, a span: its address goes
            above = element.getparent()
            is_phrase = above is not None and etree.QName(above).localname in {"text", "tspan", "textPath"}
            local = "tspan" if is_phrase else "g"
            element.tag = f"{{{_SVG}}}{local}"
        if local == "style" and not len(element):
            element.text = _FACE.sub("", element.text or "")
        style = local == "style" and _OUTSIDE.search("".join(map(str, element.itertext()))) is not None
        if local not in _ELEMENTS or style:
            _take_out(element)
            continue
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            attribute = etree.QName(key).localname.lower()
            leads_out = attribute == "href" and not value.strip().startswith("#")
            if leads_out and local == "use":
                raise _broken(name, "it shows something that is outside of it")
            if leads_out or attribute.startswith("on") or attribute in {"src", "base"} or _OUTSIDE.search(value):
                del element.attrib[key]


def _take_out(element: "etree._Element") -> None:
    """Remove an element but not the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is None:
        parent.text = (parent.text or "") + element.tail
    elif element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _carried_out(root: "etree._Element") -> int:
    """How many elements there are when every `use` is replaced by what it means; circles count as endless."""
    from lxml import etree

    named = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    sizes: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def size(element: "etree._Element", depth: int) -> int:
        if element in sizes:
            return sizes[element]
        if element in open_ or depth > 100:
            return USES_LIMIT + 1
        open_.add(element)
        total = 1 + sum(size(child, depth + 1) for child in element)
        links = (str(value) for key, value in element.attrib.items() if etree.QName(str(key)).localname == "href")
        href = next(links, "")
        target = named.get(href.strip()[1:]) if etree.QName(element).localname == "use" else None
        if target is not None:
            total += size(target, depth + 1)
        open_.discard(element)
        sizes[element] = min(total, USES_LIMIT + 1)
        return sizes[element]

    return size(root, 0)


def _size(name: str, root: "etree._Element") -> tuple[float, float]:
    """Width and height, from the attributes or else from the view box (SVG 2, 8.2)."""
    written = [_NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        seen = (float(box[2]), float(box[3])) if len(box) == 4 else (300.0, 150.0)
    except ValueError:
        seen = (300.0, 150.0)
    sizes = [float(found[1]) * _PIXELS[found[2] or "px"] if found and found[2] != "%" else None for found in written]
    width = sizes[0] or (sizes[1] or 0) * seen[0] / (seen[1] or 1) or seen[0]
    height = sizes[1] or width * seen[1] / (seen[0] or 1) or seen[1]
    if not (0 < width < 1e6 and 0 < height < 1e6 and 1 / 50 < width / height < 50):
        raise _broken(name, "it has no sane width and height")
    return width, height
