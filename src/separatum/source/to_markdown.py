"""Write an article down as Markdown again: what was published and nothing else, because it is made from nothing else.

Comments, private keys of the front matter and everything that was cleaned away are not in an `Article`, so they cannot
get into its transcript. Reading the transcript gives the same article.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from copy import deepcopy
from datetime import date

from separatum.model.article import AmendmentKind, Article, Image, Metadata, Role
from separatum.model.mathml_text import linear

_ESCAPED = re.compile(r"([\\`*_\[\]<>~|{}$^]|=(?==)|\+(?=\+)|%(?=%)|:(?=[\w+-]+:))|&(?=#?\w+;)")
_AT_START = re.compile(
    r"^(#{1,6}(?! *$)|!!! |\?\?\?|={3} |@\[|[-+] |>|:|=+$|-{2,}$|\d{1,9}[.)] |\+{3}|\[\^)", re.MULTILINE
)
_SIMPLE = {"em": "*", "strong": "**", "s": "~~"}
_OUR_NAME = re.compile(r"table-\d+-\d+")
"""What `source/tables.py` calls the head of a column or row that others name."""


def transcript(article: Article) -> bytes:
    """The article as Markdown with YAML front matter, in UTF-8."""
    front = _yaml(_front_matter(article))
    root = ET.fromstring(f"<body>{article.body}</body>")  # noqa: S314 - made by source/
    notes = root.find("section[@class='notes']")
    if notes is not None:
        root.remove(notes)
    images = {image.href: image for image in article.images}
    text = _blocks(root, images)
    if notes is not None:
        text += "\n\n" + "\n\n".join(_note(note, images) for note in notes.iter("aside"))
    return f"---\n{front}---\n\n{text}\n".encode()


def _yaml(table: dict[str, object]) -> str:
    import yaml

    class Plain(yaml.SafeDumper):
        """Writes equal values out, where YAML would refer from one to the other."""

        def ignore_aliases(self, _: object) -> bool:
            return True

    return yaml.dump(table, Dumper=Plain, allow_unicode=True, sort_keys=False, width=100)


def _front_matter(article: Article) -> dict[str, object]:
    metadata = article.metadata
    given: dict[str, object] = {
        "title": metadata.title,
        "short_title": metadata.short_title if metadata.short_title != metadata.title else None,
        "kicker": metadata.kicker,
        "standfirst": metadata.standfirst,
        "byline": _people(metadata),
        "place": metadata.place,
        "published": metadata.published,
        "modified": metadata.modified if metadata.modified != metadata.published else None,
        "language": metadata.language,
        "publisher": metadata.publisher
        and _known(name=metadata.publisher.name, url=metadata.publisher.url, contact=metadata.publisher.contact),
        "source_url": metadata.source_url,
        "rights": metadata.rights,
        "licence": metadata.licence and _known(name=metadata.licence.name, url=metadata.licence.url),
        "subjects": list(metadata.subjects),
        "corrections": _amendments(metadata, AmendmentKind.CORRECTION),
        "updates": _amendments(metadata, AmendmentKind.UPDATE),
    }
    return {key: value for key, value in given.items() if value}


def _known(**given: str | None) -> dict[str, str]:
    return {key: value for key, value in given.items() if value is not None}


_ROLES = {Role.AUTHOR: "author", Role.EDITOR: "editor", Role.ILLUSTRATOR: "illustrator"} | {
    Role.PHOTOGRAPHER: "photographer",
    Role.TRANSLATOR: "translator",
}


def _people(metadata: Metadata) -> list[dict[str, str]]:
    return [
        _known(
            name=person.name, role=None if person.role is Role.AUTHOR else _ROLES[person.role], file_as=person.file_as
        )
        for person in metadata.contributors
    ]


def _amendments(metadata: Metadata, kind: AmendmentKind) -> list[dict[str, str | date]]:
    return [{"date": one.date, "text": one.text} for one in metadata.amendments if one.kind is kind]


Images = Mapping[str, Image]


def _blocks(parent: ET.Element, images: Images) -> str:
    before: str | None = None
    parts: list[str] = []
    for child in parent:
        if parts and child.tag == "figure" and "beside" in child.get("class", "").split():
            parts[-1] += f" {_block(child, images)}"  # in one paragraph with the figure before it
            continue
        # One list right after another of its kind would go on with it.
        parts.append(_html(child) if child.tag == before and before in {"ul", "ol"} else _block(child, images))
        before = child.tag
    return "\n\n".join(parts)


def _block(element: ET.Element, images: Images) -> str:
    write = _BY_CLASS.get(element.get("class", "")) or _BY_TAG.get(element.tag) or _markup
    return write(element, images)


def _heading(element: ET.Element, _images: Images) -> str:
    language = f" lang={element.get('lang')}" if element.get("lang") else ""
    return f"{'#' * int(element.tag[1])} {_inline(element)} {{#{element.get('id')}{language}}}"


def _paragraph(element: ET.Element, _images: Images) -> str:
    return _at_line_start(_inline(element)) + _language_of(element)


def _pull_quote(element: ET.Element, images: Images) -> str:
    return _quoted(_blocks(element, images)) + "\n{.pullquote}"


def _callout(element: ET.Element, images: Images) -> str:
    """A callout, or what a web page folds away, as a quotation that says its kind."""
    head = element[0] if len(element) and element[0].get("class") in {"callout-title", "summary"} else None
    if set(element.attrib) - {"class", "data-kind"} or (head is not None and set(head.attrib) - {"class"}):
        return _html(element)
    title, parts = "", ET.Element("div")
    parts.extend(element)
    if head is not None:
        title = f" {_inline(head)}"
        parts.remove(head)
    held = _blocks(parts, images)
    kind = element.get("data-kind", "details").upper()
    return _quoted(f"[!{kind}]{title}" + (f"\n\n{held}" if held else ""))


def _related(element: ET.Element, _images: Images) -> str:
    link = element.find(".//a")
    return _html(element) if link is None else f"[{_inline(link)}](<{link.get('href')}>){{.related}}"


def _quotation(element: ET.Element, images: Images) -> str:
    return _quoted(_holding(element, images)) + _language_of(element)


def _code(element: ET.Element, _images: Images) -> str:
    return _fenced("".join(element.itertext()), element.get("data-language", ""))


def _break(_element: ET.Element, _images: Images) -> str:
    return "* * *"


def _markup(element: ET.Element, _images: Images) -> str:
    return _html(element)


def _html(element: ET.Element) -> str:
    """What has no sign in Markdown, or needs more than it can say: as HTML, which is read as well."""
    bare = deepcopy(element)
    bare.tail = None
    for parent in list(bare.iter()):
        if parent.tag in {"td", "th"}:  # what a cell is headed by is found anew, and given names of its own
            parent.attrib.pop("headers", None)
            if _OUR_NAME.fullmatch(parent.get("id", "")):
                del parent.attrib["id"]
        for place, formula in enumerate(list(parent)):
            if formula.tag == "math":
                parent[place] = _marked(formula)
    return ET.tostring(bare, encoding="unicode", method="html")


def _marked(formula: ET.Element) -> ET.Element:
    """A formula within HTML, where no Markdown is read."""
    kind, sign = ("display", "$$") if formula.get("display") else ("inline", "$")
    mark = ET.Element("span", {"data-formula": kind})
    if formula.get("alttext") != linear(formula):
        mark.set("alt", formula.get("alttext", ""))
    mark.text, mark.tail = f"{sign}{formula.get('tex')}{sign}", formula.tail
    return mark


def _holding(element: ET.Element, images: Images) -> str:
    """What an item or a quotation holds: bare phrases that blocks may follow, or blocks."""
    bare = ET.Element("p")
    bare.text = element.text
    blocks: list[ET.Element] = []
    for child in element:
        if child.tag in {
            "p",
            "ul",
            "ol",
            "dl",
            "pre",
            "blockquote",
            "table",
            "figure",
            "aside",
            "hr",
            "h2",
            "h3",
            "h4",
        }:
            blocks.append(child)
        elif not blocks:
            bare.append(child)
    held = [_block(one, images) for one in blocks]
    first = _at_line_start(_inline(bare)) if (bare.text or "").strip() or len(bare) else ""
    joint = "\n" if blocks and blocks[0].tag in {"ul", "ol"} else "\n\n"
    return (first + (joint if first and held else "") + "\n\n".join(held)).strip("\n")


def _list(element: ET.Element, images: Images) -> str:
    start = int(element.get("start", "1"))
    items = []
    is_close = any((item.text or "").strip() for item in element)  # an empty line would make paragraphs of its items
    is_loose = not is_close and any(item.find("p") is not None for item in element)
    for number, item in enumerate(element, start=start):
        mark = f"{number}." if element.tag == "ol" else "-"
        held = _task(item) + _holding(item, images)
        if is_close and [part.tag for part in item] == ["p", "figure"]:
            held = held.replace("\n\n", "\n", 1)
        items.append(f"{mark:<4}{_indented(held)}")
    return ("\n\n" if is_loose else "\n").join(items)


def _task(item: ET.Element) -> str:
    """The box of a task, which is taken out of its item."""
    if item.get("class") != "task":
        return ""
    for parent in (item, *item.iterfind("p")):
        box = parent.find("span[@class='box']")
        if box is not None:
            rest = (box.tail or "").lstrip()
            parent.remove(box)
            parent.text = (parent.text or "") + rest
            return "[x] " if box.text == "☑" else "[ ] "
    return ""


_RULES = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}
_BLOCKS_IN_CELLS = frozenset({"p", "ul", "ol", "table"})


def _table(table: ET.Element, _images: Images) -> str:
    """A table of phrases, with the first row as its head; as HTML, if it holds more."""
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row]
    inside = [inner for cell in cells for inner in cell.iter()]
    if (
        table.find("thead") is None
        or any(inner.tag in _BLOCKS_IN_CELLS for inner in inside)
        or any("|" in "".join(inner.itertext()) for inner in inside if inner.tag == "code")
        or any("|" in inner.get("tex", "") for inner in inside if inner.tag == "math")
        or any(set(cell.attrib) - {"class", "scope"} for cell in cells)
    ):
        return _html(table)
    lines = [[_cell(cell) for cell in row] for row in rows]
    lines.insert(1, [_RULES[cell.get("class", "")] for cell in rows[0]])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: ET.Element) -> str:
    return f"**{_inline(cell)}**" if cell.get("scope") == "row" else _inline(cell)


def _indented(text: str) -> str:
    return re.sub(r"\n(?!\n|$)", "\n    ", text)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _fenced(code: str, language: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{fence}{language}\n{code.rstrip(chr(10))}\n{fence}"


_NUMBERED = re.compile(r"figure-\d+|")
"""The identifiers that figures get in their order, if they have none."""


def _figure(figure: ET.Element, _images: Images) -> str:
    picture = next(figure.iter("img"))
    spans = {part.get("class", ""): part for part in figure.iterfind("figcaption/span")}
    title = f' "{_in_title(_inline(spans["caption"]))}"' if "caption" in spans else ""
    whose = [] if _NUMBERED.fullmatch(figure.get("id", "")) else [f"#{figure.get('id')}"]
    whose += [".wide"] if "wide" in figure.get("class", "").split() else []
    whose += ['fig-alt=""'] if picture.get("role") == "presentation" and "caption" in spans else []
    whose += [f'{key}="{_in_title("".join(spans[key].itertext()))}"' for key in ("credit", "licence") if key in spans]
    alternative = _escape(picture.get("alt", ""))
    return f"![{alternative}](<{picture.get('src')}>{title})" + (f"{{{' '.join(whose)}}}" if whose else "")


def _in_title(text: str) -> str:
    return text.replace('"', "&quot;")


def _note(note: ET.Element, images: Images) -> str:
    return f"[^{note.get('id', '').removeprefix('note-')}]: {_indented(_blocks(note, images))}"


def _language_of(element: ET.Element) -> str:
    return f"\n{{lang={element.get('lang')}}}" if element.get("lang") else ""


def _inline(parent: ET.Element) -> str:
    """The phrases of an element."""
    escape = _escape if parent.tag == "a" else _escape_unlinked
    parts = [escape(parent.text or "")]
    for child in parent:
        parts += [_phrase(child), escape(child.tail or "")]
    return "".join(parts)


def _phrase(element: ET.Element) -> str:
    tag = element.tag
    if tag == "math":
        return _formula(element)
    if tag == "a" and element.get("class") == "noteref":
        return f"[^{element.get('href', '').removeprefix('#note-')}]"
    if tag == "a" and set(element.attrib) == {"href"}:
        return f"[{_inline(element)}](<{element.get('href')}>)"
    if not element.attrib and (element.text or "").strip():
        if tag in _SIMPLE and not _touches_space(element):
            return f"{_SIMPLE[tag]}{_inline(element)}{_SIMPLE[tag]}"
        if tag == "code" and "`" not in (element.text or ""):
            return f"`{element.text}`"
    attributes = "".join(f' {key}="{_attribute(value)}"' for key, value in element.attrib.items())
    return f"<{tag}{attributes}/>" if tag in {"br", "img"} else f"<{tag}{attributes}>{_inline(element)}</{tag}>"


def _formula(element: ET.Element) -> str:
    sign = "$$" if element.get("display") else "$"
    words = element.get("alttext", "")
    attribute = "" if words == linear(element) else f'{{alt="{_in_title(words)}"}}'
    return f"{sign}{element.get('tex')}{sign}{attribute}"


def _touches_space(element: ET.Element) -> bool:
    text = "".join(element.itertext())
    return not text or text[0].isspace() or text[-1].isspace() or len(element) > 0


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _escape(text: str) -> str:
    def sign(match: re.Match[str]) -> str:
        if match[1] and match[1] in "\\[":  # “\\(” and “\\[” would open a formula
            return f"&#{ord(match[1])};"
        return f"\\{match[1]}" if match[1] else "&amp;"

    return _ESCAPED.sub(sign, text)


def _escape_unlinked(text: str) -> str:
    """Words outside of a link: an address among them is none, and must not become one."""
    text = re.sub(r"(https?|ftp):(?=//)", r"\1&#58;", _escape(text), flags=re.IGNORECASE)
    return re.sub(r"(?<=[\w.+-])@(?=\w)", "&#64;", re.sub(r"\b(www)\.", r"\1&#46;", text, flags=re.IGNORECASE))


def _at_line_start(text: str) -> str:
    """A paragraph that does not look like something else by its first signs."""
    return _AT_START.sub(
        lambda match: f"\\{match[0]}" if not match[0][0].isdigit() else _number(match[0]), text, count=1
    )


def _number(mark: str) -> str:
    return re.sub(r"([.)])", r"\\\1", mark)


_BY_CLASS = {"pullquote": _pull_quote, "related": _related, "callout": _callout, "details": _callout}
_BY_TAG = {"h2": _heading, "h3": _heading, "h4": _heading, "p": _paragraph, "figure": _figure, "table": _table} | {
    "blockquote": _quotation,
    "ul": _list,
    "ol": _list,
    "pre": _code,
    "hr": _break,
}
