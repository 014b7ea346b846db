"""Drawn pictures for a few cases: shapes on paper, no photographs, nobody in them."""

from __future__ import annotations

import io
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from cases.actions._files import StoredFile
from cases.rules.pictures import redraw

SIZE: Final = (960, 640)
SKY, GROUND, LINE, WARM = "#dfe8ee", "#b9b4a8", "#3c4a55", "#d98e2b"


def picture(rng: Random, number: int) -> StoredFile:
    """One drawing, checked and re-encoded as an upload would be."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, *SIZE), fill=GROUND)
    rng.choice((_street, _houses, _pipe))(draw, rng)
    raw = io.BytesIO()
    image.save(raw, "JPEG", quality=82)
    drawn = redraw(raw.getvalue(), "JPEG")
    return StoredFile(f"现场图{number}.jpg", "image/jpeg", drawn.content, drawn.width, drawn.height)


def _street(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """A road with lamps and a hole."""
    draw.polygon([(380, 430), (580, 430), (940, 640), (20, 640)], fill="#8d8f90")
    for x in range(90, 900, rng.randint(190, 260)):
        draw.line([(x, 430), (x, 170), (x + 60, 150)], fill=LINE, width=8)
        draw.ellipse((x + 45, 145, x + 85, 170), fill=WARM if rng.random() < 0.5 else LINE)
    x, y = rng.randint(300, 560), rng.randint(500, 580)
    draw.ellipse((x, y, x + rng.randint(90, 170), y + 46), fill="#4a4a48")


def _houses(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Blocks of flats with a few lit windows."""
    for left in (60, 350, 640):
        top = rng.randint(90, 220)
        draw.rectangle((left, top, left + 240, 470), fill="#c9b79c", outline=LINE, width=4)
        for y in range(top + 24, 440, 54):
            for x in range(left + 20, left + 220, 52):
                draw.rectangle((x, y, x + 30, y + 32), fill=WARM if rng.random() < 0.2 else "#7f95a3")


def _pipe(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """A pipe that leaks into a puddle."""
    draw.line([(0, 260), (960, 260)], fill="#8a8f94", width=52)
    x = rng.randint(260, 700)
    draw.rectangle((x - 24, 226, x + 24, 294), fill=LINE)
    for _drop in range(rng.randint(5, 9)):
        left, top = x + rng.randint(-16, 16), rng.randint(300, 480)
        draw.ellipse((left, top, left + 12, top + 20), fill="#4f86a8")
    draw.ellipse((x - 150, 500, x + 150, 570), fill="#6f9cb8")
