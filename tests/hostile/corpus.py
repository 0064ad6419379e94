"""The hostile articles: each is a file in `cases/`, either the article itself or, where it is large, a recipe for it.

A recipe (TOML) holds the `body`, perhaps the `front` matter and the name of the `file`; `[parts]` are put into both
where they are named in braces, each a `text` repeated `times` times; `[beside]` are the files that lie beside the
article.
"""

import os
import struct
import tomllib
import zlib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.iterdir())
CANARY = "SECRET-CANARY"
"""Stands in every file that must never be read."""
FRONT = "---\ntitle: A case\nlanguage: en\npublished: 2017-04-05\n---\n\n"


def build(case: Path, folder: Path) -> Path:
    """Write an article with all that lies about it, and answer its path.

    A file with the canary lies in `folder`; the article lies one folder deeper, with a small map beside it.
    """
    (folder / "secret.png").write_bytes(png(9, 9, tail=CANARY))
    home = folder / "articles"
    (home / "sub").mkdir(parents=True)
    (home / "map.png").write_bytes(png(40, 30))
    if case.suffix == ".md":
        article = home / case.name
        article.write_bytes(case.read_bytes())
        return article
    recipe = tomllib.loads(case.read_text(encoding="utf-8"))
    parts = {name: _repeated(part) for name, part in recipe.get("parts", {}).items()}
    for name, file in recipe.get("beside", {}).items():
        _lay_beside(home, name, file, parts)
    article = home / str(recipe.get("file", f"{case.stem}.md"))
    text = _filled(recipe.get("front", FRONT), parts) + _filled(recipe["body"], parts)
    article.write_text(text, encoding="utf-8", newline="")
    return article


def png(width: int, height: int, *, cut: int = 0, tail: str = "") -> bytes:
    """A white image of one bit a pixel: small as a file, however large it is."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    squeezed = zlib.compressobj(9)
    pixels = b"".join(squeezed.compress(row) for _ in range(height)) + squeezed.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b""))
    written = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return written[: len(written) - cut] + tail.encode()


def _repeated(part: dict[str, Any]) -> str:
    sign, step = part.get("sign", " "), part.get("indent", 0)
    if not step:
        return str(part["text"] * part["times"])
    return "".join(sign * (step * number) + part["text"] for number in range(part["times"]))


def _filled(text: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        text = text.replace("{" + name + "}", part)
    return text


def _lay_beside(home: Path, name: str, file: dict[str, Any], parts: dict[str, str]) -> None:
    place = home / name
    if "link" in file:
        if place.is_dir():
            place.rmdir()
        place.symlink_to(file["link"])
        return
    place.parent.mkdir(exist_ok=True)
    if "pipe" in file:
        os.mkfifo(place)
    elif "png" in file:
        place.write_bytes(png(*file["png"], cut=file.get("cut", 0), tail=file.get("tail", "")))
    elif "zeros" in file:
        with place.open("wb") as sparse:
            sparse.truncate(file["zeros"])
    elif "hex" in file:
        place.write_bytes(bytes.fromhex(file["hex"]))
    else:
        place.write_text(_filled(file["text"], parts), encoding="utf-8")
