"""Draw the pictures of the seven articles: photographs in shape and weight, made in code."""

from pathlib import Path

from PIL import Image, ImageDraw

_WIDE, _UPRIGHT, _SQUARE, _DRAWN = (1500, 1000), (1000, 1500), (1200, 1200), (1400, 700)
PICTURES = {
    "landing.jpg": _WIDE,
    "vat.jpg": _WIDE,
    "rags.jpg": _WIDE,
    "beater.jpg": _UPRIGHT,
    "mould.jpg": _WIDE,
    "drain.jpg": _WIDE,
    "press.jpg": _UPRIGHT,
    "loft.jpg": _WIDE,
    "light.jpg": _SQUARE,
    "oven.jpg": _WIDE,
    "lamp.jpg": _WIDE,
    "kiln.jpg": _WIDE,
    "cable.png": _DRAWN,
    "curve.png": _DRAWN,
}


def draw_pictures(folder: Path) -> None:
    """Put all pictures into a folder; each looks the same whenever it is drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, size) in enumerate(PICTURES.items()):
        _picture(size, number).save(folder / name, quality=80)


def _picture(size: tuple[int, int], number: int) -> Image.Image:
    """A ground that grows lighter, with some shapes that differ from picture to picture."""
    ground = Image.linear_gradient("L").resize(size)
    strengths = (180 + 9 * number, 200, 220 - 7 * number)
    bands = [ground.point([40 + grey * strength // 400 for grey in range(256)]) for strength in strengths]
    picture = Image.merge("RGB", bands)
    draw = ImageDraw.Draw(picture)
    width, height = size
    for step in range(5 + number % 4):
        left, top = (width * ((step * 37 + number * 53) % 83) // 100, height * ((step * 29 + number * 31) % 71) // 100)
        box = (left, top, left + width // 6, top + height // 5)
        shade = 60 + (step * 41 + number * 17) % 160
        (draw.ellipse if (step + number) % 2 else draw.rectangle)(box, fill=(shade, shade, 255 - shade // 2))
    return picture
