"""Photos with painted names go through publication: no paint, no name, no original comes out."""

import hashlib

from sqlmodel import select

from models.tables.photos import PageReading
from tests.integration.ocr_page.paint import Painted, painted
from tests.integration.ocr_page.photos import sheet
from tests.integration.results.newsroom import Newsroom

CODE = "ส.ส. 5/17"


def test_nothing_that_is_published_shows_a_name(newsroom: Newsroom) -> None:
    pages = sheet(CODE, 3)
    shots = [painted(page, "desk", seed=3) for page in pages]
    names = {r.text for page in pages for r in page.regions if r.kind.value == "name" and r.text}
    assert names
    assert [shot.shown for shot in shots] == [0] * len(shots)
    newsroom.count(["SM-1-U001"], 3)
    _show(newsroom, shots)
    newsroom.publish(5)
    allowed = {shot.public.jpeg for shot in shots if shot.public}
    pictures = 0
    for path, data in newsroom.files().items():
        assert not any(name.encode() in data for name in names), path
        assert not any(shot.photo in data for shot in shots), path
        if data.startswith(b"\xff\xd8"):
            assert data in allowed
            pictures += 1
    assert pictures == len(allowed)


def _show(room: Newsroom, shots: list[Painted]) -> None:
    """Let the pages of a counted unit have these public images."""
    images = [shot.public for shot in shots if shot.public]
    with room.database.writing() as session:
        for reading in session.exec(select(PageReading)):
            public = images[reading.photo_id % len(images)]
            reading.public_sha256 = hashlib.sha256(public.jpeg).hexdigest()
            room.images.kept[reading.public_sha256] = public.jpeg
            reading.public_width, reading.public_height = public.width, public.height
            reading.public_boxes = dict(public.boxes)
