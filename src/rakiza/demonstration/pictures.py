"""Fictional pictures of devices: plain shapes on paper, drawn in code by the group of the family."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from rakiza.demonstration.draw import share
from rakiza.kernel.documents.png import png
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.pictures.actions import Alternative, Upload, add_pictures, describe_picture
from rakiza.reference.families import load

WIDTH, HEIGHT = 320, 240
Colour = tuple[int, int, int]
PAPER: Colour = (246, 247, 244)
INK: Colour = (46, 62, 60)
TEALS: tuple[Colour, ...] = ((15, 92, 85), (64, 128, 120), (122, 150, 104), (176, 132, 72))
VIEWS = (("de face", "منظر أمامي", "front view"), ("de côté", "منظر جانبي", "side view"))
Inside = Callable[[float, float], bool]  # both from -1 to 1


def give_pictures(actor: Actor, device: Device) -> None:
    """Draw a device twice and say in three languages what is seen."""
    drawn = [Upload(f"vue-{number}.png", draw(device.family, number)) for number in (1, 2)]
    add_pictures(actor, device, drawn, seen=current_version(device))
    labels = load().by_id()[device.family].labels
    for picture, (fr, ar, en) in zip(device.pictures.order_by("position"), VIEWS, strict=True):
        said = Alternative(
            f"{labels.fr}, {fr} (dessin)", f"{labels.ar}، {ar} (رسم)", f"{labels.en}, {en} (drawing)"
        )
        describe_picture(actor, picture, said, seen=current_version(device))


@cache
def draw(family: str, number: int) -> bytes:
    """Return a PNG of a family's shape; the same family and number give the same bytes."""
    colour = TEALS[int(share("colour", family) * len(TEALS))]
    inside = next((shape for words, shape in SHAPES if any(word in family for word in words)), _sheet)
    narrow = 1.0 if number == 1 else 2.4
    rows = []
    for y in range(HEIGHT):
        down = 2 * y / HEIGHT - 1
        row = [
            _pixel(inside, colour, narrow * (2 * x / WIDTH - 1) * WIDTH / HEIGHT, down) for x in range(WIDTH)
        ]
        rows.append(bytes(value for pixel in row for value in pixel))
    return png(WIDTH, HEIGHT, b"".join(rows))


def _pixel(inside: Inside, colour: Colour, across: float, down: float) -> Colour:
    if inside(across, down):
        near = ((-0.03, 0.0), (0.03, 0.0), (0.0, -0.03), (0.0, 0.03))
        edge = not all(inside(across + x, down + y) for x, y in near)
        return INK if edge else colour
    return PAPER


def _barrel(across: float, down: float) -> bool:
    """A barrel with a tip and a plunger, as a syringe's."""
    body = abs(down) < 0.22 and -0.75 < across < 0.45
    tip = abs(down) < 0.05 and 0.45 <= across < 0.95
    rod = abs(down) < 0.09 and -1.05 < across <= -0.75
    return body or tip or rod or (abs(down) < 0.34 and -1.12 < across < -1.05)


def _sheet(across: float, down: float) -> bool:
    """Folded sheets, as a compress's."""
    return (
        abs(across) < 0.8 and abs(down) < 0.5 and not (abs(down - 0.16) < 0.015 or abs(down + 0.16) < 0.015)
    )


def _ring(across: float, down: float) -> bool:
    """A coil, as a tube's."""
    far = across * across + down * down
    return 0.3 < far < 0.5 or (0.1 < far < 0.2) or (abs(down - 0.6) < 0.07 and across > 0)


def _box(across: float, down: float) -> bool:
    """An apparatus with a window on four feet."""
    body = abs(across) < 0.7 and -0.6 < down < 0.5
    window = abs(across) < 0.45 and -0.4 < down < 0.0
    feet = 0.5 <= down < 0.68 and 0.45 < abs(across) < 0.62
    return (body and not window) or feet


SHAPES: tuple[tuple[tuple[str, ...], Inside], ...] = (
    (("bed", "monitor", "device", "machine", "wheel", "ventilator", "table", "scanner", "kit"), _box),
    (("syringe", "needle", "trocar", "pipette", "swab"), _barrel),
    (("catheter", "tube", "set", "line", "drain", "cannula", "suture", "bag"), _ring),
)
