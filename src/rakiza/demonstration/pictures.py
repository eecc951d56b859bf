"""Fictional pictures of devices: plain shapes on paper, drawn in code by the group of the family."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

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
Points = NDArray[np.float64]
Mask = NDArray[np.bool_]
Inside = Callable[[Points, Points], Mask]  # both from -1 to 1: a row across, a column down


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
    inside = shape_of(family)
    narrow = 1.0 if number == 1 else 2.4
    across = (narrow * (2 * np.arange(WIDTH) / WIDTH - 1) * WIDTH / HEIGHT)[np.newaxis, :]
    down = (2 * np.arange(HEIGHT) / HEIGHT - 1)[:, np.newaxis]
    filled = inside(across, down)
    near = ((-0.03, 0.0), (0.03, 0.0), (0.0, -0.03), (0.0, 0.03))
    core = np.logical_and.reduce([filled, *(inside(across + x, down + y) for x, y in near)])
    pixels = np.array((PAPER, INK, colour), np.uint8)[filled.astype(np.uint8) + core]
    return png(WIDTH, HEIGHT, pixels.tobytes())


def shape_of(family: str) -> Inside:
    """Return what is drawn of a family: whether points, both from -1 to 1, are of it."""
    return next((shape for words, shape in SHAPES if any(word in family for word in words)), _sheet)


def _barrel(across: Points, down: Points) -> Mask:
    """A barrel with a tip and a plunger, as a syringe's."""
    body = (abs(down) < 0.22) & (across > -0.75) & (across < 0.45)
    tip = (abs(down) < 0.05) & (across >= 0.45) & (across < 0.95)
    rod = (abs(down) < 0.09) & (across > -1.05) & (across <= -0.75)
    plunger = (abs(down) < 0.34) & (across > -1.12) & (across < -1.05)
    return body | tip | rod | plunger


def _stick(across: Points, down: Points) -> Mask:
    """A thin stem with a bud at its end, as a swab's."""
    stem = (abs(down) < 0.035) & (across > -1.05) & (across < 0.6)
    bud = ((across - 0.75) / 0.28) ** 2 + (down / 0.13) ** 2 < 1
    return stem | bud


def _sheet(across: Points, down: Points) -> Mask:
    """Folded sheets, as a compress's."""
    fold = (abs(down - 0.16) < 0.015) | (abs(down + 0.16) < 0.015)
    return (abs(across) < 0.8) & (abs(down) < 0.5) & ~fold


def _ring(across: Points, down: Points) -> Mask:
    """A coil, as a tube's."""
    far = across * across + down * down
    coils = ((far > 0.3) & (far < 0.5)) | ((far > 0.1) & (far < 0.2))
    return coils | ((abs(down - 0.6) < 0.07) & (across > 0))


def _box(across: Points, down: Points) -> Mask:
    """An apparatus with a window on four feet."""
    body = (abs(across) < 0.7) & (down > -0.6) & (down < 0.5)
    window = (abs(across) < 0.45) & (down > -0.4) & (down < 0.0)
    feet = (down >= 0.5) & (down < 0.68) & (abs(across) > 0.45) & (abs(across) < 0.62)
    return (body & ~window) | feet


SHAPES: tuple[tuple[tuple[str, ...], Inside], ...] = (
    (("bed", "monitor", "device", "machine", "wheel", "ventilator", "table", "scanner", "kit"), _box),
    (("cotton_swab", "swab_transport"), _stick),
    (("syringe", "needle", "trocar", "pipette"), _barrel),
    (("catheter", "tube", "set", "line", "drain", "cannula", "suture", "bag"), _ring),
)
