"""Inputs made by chance: parts of what the tests have, cut, joined, repeated, salted with signs that mean something."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.fuzz import tiny

TESTS = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "corpus"
FRONT = b"---\ntitle: A case\nlanguage: en\npublished: 2017-04-05\n---\n\n"
LONGEST = 20_000
"""Bytes: what grows longer is cut, so that a million inputs are read in an hour or two."""

Seeds = Sequence[bytes]
Make = Callable[[random.Random, Seeds], bytes]


def _salt(words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in re.split(r"[ \n]+", words.strip(" \n")))


SALT = _salt(
    "> - * 1. ``` ~~~ ` ** __ ~~ [x](y) ![a](map.png) ![b](photo.jpg) [^1] [^1]: {.pullquote} {#id} {lang=ru} | |-|-|"
    " # ## "
    "=== --- +++ : <div> </div> <p <!-- --> <script> </script> <td> <ul> <li> <table> <q> <b hidden> <img src=map.png"
    " alt=x> "
    "<iframe &amp; &#0; &#x202e; &nosuch; \\ \" ' « » „ “ ” … http://a.b/?utm_x=1 mailto:a@b javascript:x \x00 \x0b "
    "\u200b "
    "\u202e \u2028 \ufeff \U0001f1e6 é ж ש ع title: tags: [a, {b: *c} &d !!x byline: corrections: image: map.png "
    "image_alt: "
    "language: ka translations: %2e%2e/ ::: *[a]: b ==m== H~2~O https://youtu.be/x [email protected] Read more "
    "1986–2017 "
    "10 % Dr. 5\u00a0000 <figure><img src=map.png alt=a></figure> <blockquote> <cite> <h3> </table> <!doctype x> "
    "<?php ]]> {{<x>}} {{</x>}} {{%notice%}} {{%/notice%}} {%raw%} {%endraw%} {{page.title}} {#c#} <Tabs> </Tabs> "
    "<Photo/> :::note ::: [!NOTE] !!! ??? %% [[a|b]] ![[map.png]] ^[x] \\( \\) \\[ \\] $$ $x$ [caption] [/caption] "
    ":tada: ++x++ @[card](x) [TOC] {:toc} {==x==} • ☐ [x] <a/> <i/> \t\t \\begin{align} <o:p> {/*x*/} import"
)
XML_SALT = _salt(
    "< > /> </ & &amp; &#0; &#xD800; ]]> <![CDATA[ <!-- --> <?x?> <!DOCTYPE <!ENTITY &e; xmlns= xml:lang= epub:type= "
    "id= href= "
    "src= hidden= style= class= role= dir= rtl # ../ %00 %2e%2e/ data: javascript: http://a.b lang= 0 -1 99999999999 "
    "1e999 NaN "
    "' \" <table> <tr> <td> <ol> <img/> <a> <aside> <math> <svg> url( @import @media { } ; : /* */ !important \\ \\41"
    " U+0-7F "
    "display:none linear=no properties= nav fallback= media-type= rowspan=0 colspan=65535 refines=# prefix= "
    "aria-label= <br/> é ש"
)
PDF_SALT = _salt(
    "<< >> [ ] ( ) < > / null true 0 -1 1 3 99999999999 1e99 R 3\u00a00\u00a0R obj endobj stream endstream xref "
    "trailer /Kids /Parent /P "
    "/K /S /A /AA /Next /JS /Names /Annots /Contents /Resources /Font /ToUnicode /Length /Filter /FlateDecode "
    "/ASCIIHexDecode "
    "/MCID BDC BMC EMC BT ET Tj TJ Tf Tm q Q cm re f Do /OC /Lang /Alt /ActualText \\ \\050 % %%EOF startxref /Root "
    "/Info /Encrypt "
    "/Pg /Type /Page /MediaBox /Nums /Dests /First /Last /Count /Subtype /W /Widths beginbfrange beginbfchar "
    "<FEFF00E9> /Prev #2F"
)
LISTS = (
    "# names\n=Nowak\nЯна Милашина\nDoe, Jane\nə\n".encode(),
    "O'Neil\nAnn-Marie  Smith\nİpek Ürün\nმილაშინა\n王\nשם\nß\n".encode(),
)


def article_seeds() -> tuple[bytes, ...]:
    """All small sources that the tests have."""
    folders = (TESTS / "source" / "good", TESTS / "source" / "bad", TESTS / "hostile" / "cases", CORPUS)
    files = [path for folder in folders for path in sorted(folder.glob("*.md"))]
    return tuple(content for path in files if len(content := path.read_bytes()) < LONGEST)


def kept_seeds(*suffixes: str) -> tuple[bytes, ...]:
    """What was found before, of some kinds."""
    return tuple(path.read_bytes() for path in sorted(CORPUS.glob("*")) if path.suffix in suffixes)


def book_seeds() -> tuple[bytes, ...]:
    """Small EPUBs."""
    return (tiny.book(), *kept_seeds(".epub"))


def pdf_seeds() -> tuple[bytes, ...]:
    """Small PDFs, the plainest more often."""
    return (tiny.sheet(), tiny.sheet(), tiny.repacked_pdf(tiny.sheet()), *kept_seeds(".pdf"))


def picture_seeds() -> tuple[bytes, ...]:
    """Small images."""
    return (*tiny.pictures(), *kept_seeds(".image"))


def drawing_seeds() -> tuple[bytes, ...]:
    """Small drawings."""
    return (*tiny.drawings(), *kept_seeds(".svg"))


def list_seeds() -> tuple[bytes, ...]:
    """Lists of forbidden words."""
    return (*LISTS, *kept_seeds(".list"))


def article_input(chance: random.Random, sources: Seeds) -> bytes:
    """One source file, more or less like an article."""
    # The shorter of two: more are read in a second, and what is found is found in fewer lines.
    one, other = (min(chance.choices(sources, k=2), key=len) for _ in range(2))
    content = one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other) + 1) :]
    content = salted(chance, content, SALT, chance.randint(0, 8))
    if chance.random() < 0.1:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(chance.randint(1, 4)) + content[at:]
    content = content[:LONGEST]
    return content if chance.random() < 0.3 else FRONT + content.replace(FRONT, b"")


def book_input(chance: random.Random, seeds: Seeds) -> bytes:
    """An EPUB whose parts are harmed, or which is harmed itself."""
    whole = chance.choice(seeds)
    if chance.random() < 0.25:
        return harmed(chance, whole)
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - a seed that is harmed as a whole
        return harmed(chance, whole)
    for name in chance.choices(list(parts), k=chance.randint(1, 2)) if parts else ():
        change = chance.randrange(8)
        if change == 0:
            parts.pop(name, None)
        elif change == 1:
            parts[name] = chance.choice(list(parts.values()) or [b""])
        elif name.endswith(".png"):
            parts[name] = harmed(chance, chance.choice(tiny.pictures()))
        else:
            parts[name] = salted(chance, parts.get(name, b""), XML_SALT, chance.randint(1, 6))
    return tiny.packed(parts)


def pdf_input(chance: random.Random, seeds: Seeds) -> bytes:
    """A PDF that is harmed by bytes or by words of its language."""
    whole = chance.choice(seeds)
    return harmed(chance, whole) if chance.random() < 0.4 else salted(chance, whole, PDF_SALT, chance.randint(1, 6))


def picture_input(chance: random.Random, seeds: Seeds) -> bytes:
    """A harmed image."""
    return harmed(chance, chance.choice(seeds))


def drawing_input(chance: random.Random, seeds: Seeds) -> bytes:
    """A harmed drawing."""
    return salted(chance, chance.choice(seeds), XML_SALT, chance.randint(1, 5))


def list_input(chance: random.Random, seeds: Seeds) -> bytes:
    """A list of forbidden words."""
    return salted(chance, chance.choice(seeds), SALT, chance.randint(0, 8))


def salted(chance: random.Random, content: bytes, salt: tuple[bytes, ...], times: int) -> bytes:
    """The content with words put in or in the place of others, and pieces moved about."""
    for _ in range(times):
        at = chance.randrange(len(content) + 1)
        cut = chance.choice((0, 0, 1, 5, 50))
        if chance.random() < 0.2 and content:
            start = chance.randrange(len(content))
            piece = content[start : start + chance.randint(1, 80)]
        else:
            piece = chance.choice(salt) * chance.choice((1, 1, 1, 2, 3, 40))
        content = content[:at] + piece + chance.choice((b"", b"", b"\n", b"\n\n", b" ")) + content[at + cut :]
    return content[:LONGEST]


def harmed(chance: random.Random, whole: bytes) -> bytes:
    """A file with some bytes changed, cut out or repeated."""
    content = bytearray(whole or b"\0")
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content) or 1)
        match chance.randrange(5):
            case 0:
                content[at : at + 1] = chance.randbytes(1)
            case 1:
                del content[at : at + chance.randint(1, 60)]
            case 2:
                content[at:at] = content[at : at + chance.randint(1, 60)]
            case 3:
                content[at : at + 4] = chance.choice(
                    (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1")
                )
            case _:
                content[at : at + 4] = chance.randbytes(4)
    return bytes(content)
