"""Decoding and reading one picture; outside of tests this runs in the cage only."""

import io
from collections.abc import Iterator

from PIL import Image

from app.cage.sight import NO_NAMES, Shown, Sight
from intake.errors import Refused
from intake.normalise import normalise
from models.values.glance import Glance
from models.values.likely_units import Names
from models.values.refusals import Refusal
from ocr.errors import NotAnImage
from ocr.look import look_at
from ocr.page.tesseract import ReadPrint, printed_text
from ocr.place_names.network import shipped_network
from ocr.scan import load_networks, read_on


def watch(
    data: bytes, frame: int, names: Names = NO_NAMES, read_print: ReadPrint = printed_text
) -> Iterator[Shown]:
    """Decode one frame of a file and look at it; then read it and make its public image.

    `names` are those of places that may stand in its head; `read_print` is who reads a title where
    the form is in doubt.

    Raises:
        Refused: the file is no picture, damaged, encrypted or too large.
    """
    image = normalise(data, frame)
    try:
        seen = look_at(image.data)
    except NotAnImage:
        raise Refused(Refusal.UNDECODABLE) from None
    yield Glance(seen.form, seen.number, seen.problems, seen.glare_at)
    scan, public = read_on(seen, names=lambda: names, read_print=read_print)
    yield Sight(image.data, image.width, image.height, image.frames, scan, public)


def glance(data: bytes, frame: int) -> Iterator[Shown]:
    """Decode one frame of a file and only look at it.

    Raises:
        Refused: the file is no picture, damaged, encrypted or too large.
    """
    yield next(watch(data, frame))


def look(data: bytes, frame: int) -> Sight:
    """Return all that is got out of one frame of a file.

    Raises:
        Refused: the file is no picture, damaged, encrypted or too large.
    """
    return next(shown for shown in watch(data, frame) if isinstance(shown, Sight))


def warm() -> None:
    """Load the networks and descriptions, so that the first picture waits for nothing."""
    load_networks()
    shipped_network()
    out = io.BytesIO()
    Image.new("L", (64, 64), 255).save(out, "PNG")
    look(out.getvalue(), 0)
