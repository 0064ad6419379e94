"""Lay down what our editions are made of, so that bare libraries can make files of the very same."""

import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from separatum.editions import edition
from separatum.editions.font_subset import cut
from separatum.editions.pdf.print_markup import QR, for_paper, qr_code
from separatum.editions.pdf.writer import _SIGNS
from separatum.exports.pipeline import read
from separatum.style.compose import compose, language_of
from separatum.style.fonts import drawn, faces_for
from separatum.style.style import font_face_rules, load_style
from separatum.style.stylesheets import fitted, language_rules


def prepare(article: Path, folder: Path) -> None:
    """Write an article's page as HTML with its sheet, fonts and images, and the parts of its EPUB, to a folder."""
    _page(article, folder / "page")
    _book(article, folder / "book")


def _page(path: Path, folder: Path) -> None:
    article, style = read(path), load_style()
    root = compose(article, style)
    metadata, speech = article.metadata, language_of(article.metadata)
    asked = faces_for(article, root, speech, style)
    characters = frozenset(map(ord, "".join((drawn(root), metadata.short_title, _SIGNS, *speech.words.values()))))
    sheet = fitted(style.common + style.print + style.paper.sheet, asked, speech) + language_rules(root, asked)
    outlet = metadata.publisher.name if metadata.publisher else ""
    strings = {"outlet": outlet, "short-title": metadata.short_title, "edition-id": metadata.identifier}
    head = ", ".join(f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in strings.items())
    for_paper(root, metadata, style)
    parts = {
        "page.xhtml": ET.tostring(root),
        "sheet.css": f"{font_face_rules((*style.faces, *asked.faces), '.ttf')}{sheet}".encode(),
    }
    parts |= {"head.css": f"html {{ string-set: {head} }}".encode()}
    parts |= {image.href: image.data for image in article.images}
    parts |= {f"fonts/{face.ttf.stem}.ttf": face.ttf.read_bytes() for face in style.faces}
    parts |= {f"fonts/{face.ttf.stem}.ttf": cut(face, characters) for face in asked.faces}
    if metadata.source_url:
        parts[QR] = qr_code(metadata.source_url)
    for name, content in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _book(path: Path, folder: Path) -> None:
    whole = folder.with_name("whole.epub")
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.write_bytes(edition("epub").write(read(path), load_style()))
    with zipfile.ZipFile(whole) as book:
        book.extractall(folder)
