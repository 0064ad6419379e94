"""Set an article with typst, in the face, the size and the measure of one of ours: for comparison."""

import re
from pathlib import Path

from separatum.source import read
from separatum.style.style import FONTS, Style

_SPECIAL = re.compile(r"[\\#$*_`<>@\[\]~/=+-]")


def lay_out_with_typst(article: Path, path: Path, style: Style) -> None:
    """Write a PDF with typst's own layout: justified, hyphenated, notes at the foot, pictures where they are."""
    import typst

    known = read(article)[0]
    source = _typst(article.read_text(encoding="utf-8"), known.metadata.title, known.metadata.language, style)
    file = article.with_suffix(".typ")
    file.write_text(source, encoding="utf-8")
    typst.compile(file, output=path, root=article.parent, font_paths=[FONTS, Path("/usr/share/fonts")])


def _typst(text: str, title: str, language: str, style: Style) -> str:
    paper = style.paper
    top, right, bottom, left = paper.margins
    body = text.split("\n---\n", 1)[1]
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.*)$", body, re.MULTILINE))
    body = re.sub(r"^\[\^\w+\]: .*$", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\{[.#].*\}$", "", body, flags=re.MULTILINE)
    blocks = [_block(block, notes) for block in re.split(r"\n\n+", body.strip())]
    lang = language.split("-", maxsplit=1)[0]
    columns = f"columns: {paper.columns}," if paper.columns > 1 else ""
    return (
        f"#set page(width: {paper.width}pt, height: {paper.height}pt, {columns} "
        f"margin: (top: {top}pt, right: {right}pt, bottom: {bottom}pt, left: {left}pt))\n"
        f"#set columns(gutter: {paper.gap}pt)\n"
        f'#set text(font: ("Literata", "Noto Serif Georgian", "Amiri", "Noto Serif CJK SC"), lang: "{lang}")\n'
        f"#set text(size: {paper.text}pt)\n"
        f"#set par(justify: true, leading: 0.72em, spacing: 0.72em, first-line-indent: 1.3em)\n"
        f"#text(size: {paper.headline}pt)[{_escaped(title)}]\n\n" + "\n\n".join(blocks) + "\n"
    )


def _block(block: str, notes: dict[str, str]) -> str:
    if block.lstrip().startswith("```"):
        return re.sub(r"^ +", "", block, flags=re.MULTILINE)
    if (picture := re.match(r"!\[[^\]]*\]\(([^ )]+)(?: \"(.*)\")?\)", block)) is not None:
        return f'#figure(image("{picture[1]}", width: 100%), caption: [{_escaped(picture[2] or "")}])'
    if (heading := re.match(r"(#+) (.*)", block)) is not None:
        return f"{'=' * (len(heading[1]) - 1)} {_escaped(heading[2])}"
    if block.startswith("|"):
        rows = [[_inline(cell.strip(), notes) for cell in row.strip("|").split("|")] for row in block.splitlines()]
        cells = ", ".join(f"[{cell}]" for number, row in enumerate(rows) if number != 1 for cell in row)
        return f"#table(columns: {len(rows[0])}, {cells})"
    if re.match(r"(\d+\.|-) ", block):
        items = re.split(r"\n(?=(?:\d+\.|-) )", block)
        return "\n".join(_item(item, notes) for item in items)
    return _inline(block.removeprefix("> "), notes)


def _item(text: str, notes: dict[str, str]) -> str:
    sign, _, words = text.partition(" ")
    return ("- " if sign == "-" else "+ ") + _inline(words, notes)


def _inline(text: str, notes: dict[str, str]) -> str:
    parts = re.split(r"(\[\^\w+\]|`[^`]*`|\*\*[^*]+\*\*|\*[^*]+\*)", text)
    return "".join(_part(part, notes) for part in parts)


def _part(part: str, notes: dict[str, str]) -> str:
    if (call := re.fullmatch(r"\[\^(\w+)\]", part)) is not None:
        return f"#footnote[{_escaped(notes.get(call[1], ''))}]"
    if part.startswith("`") and part.endswith("`") and len(part) > 1:
        return part
    if part.startswith("**") and len(part) > 4:
        return f"#strong[{_escaped(part.strip('*'))}]"
    if part.startswith("*") and len(part) > 2:
        return f"#emph[{_escaped(part.strip('*'))}]"
    return _escaped(part)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda sign: "\\" + sign[0], text)
