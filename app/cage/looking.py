"""Decoding and reading one picture; outside of tests this runs in the cage only."""

import io

from PIL import Image

from app.cage.sight import PublicSight, Sight
from intake.errors import Refused
from intake.normalise import normalise
from models.values.refusals import Refusal
from ocr.errors import NotAnImage
from ocr.scan import scan_page


def look(data: bytes, frame: int) -> Sight:
    """Decode one frame of a file, read it and make its public image.

    Raises:
        Refused: the file is no picture, damaged, encrypted or too large.
    """
    image = normalise(data, frame)
    try:
        scan, page = scan_page(image.data)
    except NotAnImage:
        raise Refused(Refusal.UNDECODABLE) from None
    public = None
    if page is not None:
        public = PublicSight(page.jpeg, page.width, page.height, dict(page.boxes))
    return Sight(image.data, image.width, image.height, image.frames, scan, public)


def warm() -> None:
    """Load the networks and descriptions, so that the first picture waits for nothing."""
    out = io.BytesIO()
    Image.new("L", (64, 64), 255).save(out, "PNG")
    look(out.getvalue(), 0)
