"""A published folder with everything in it, and a store of invented public images."""

import hashlib
import io
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageDraw
from sqlmodel import select

from models.database import Database
from models.tables.photos import PageReading
from results.publish import Published, publish
from results.signing import SigningKey
from tests.integration.results.electorate import (
    BALLOTS,
    confirm,
    confirm_both,
    found,
    invented_counts,
    later,
    recall,
    unit_of,
)

KEY = SigningKey(bytes(range(8)), bytes(range(32)))
OTHER = SigningKey(bytes(8), bytes(32))


class Images:
    """A content store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, seed: int) -> str:
        """Draw a public image and return its hash."""
        picture = Image.new("RGB", (400, 300), "white")
        ImageDraw.Draw(picture).text((130, 45), str(seed), fill="black")
        stream = io.BytesIO()
        picture.save(stream, "JPEG")
        data = stream.getvalue()
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return sha256

    def read(self, sha256: str) -> bytes:
        return self.kept[sha256]


class Newsroom:
    """A database, its images and the folder that it is published to."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.images = Images()
        self.folder = folder

    def publish(self, minutes: float) -> Published | None:
        return self.publish_at(later(minutes))

    def publish_at(self, at: datetime) -> Published | None:
        return publish(self.database, self.images, self.folder.as_uri(), KEY, at)

    def count(self, codes: list[str], minutes: float, seed: int = 1) -> None:
        """Confirm both sheets of some units and give each a public image."""
        with self.database.writing() as session:
            for place, code in enumerate(codes):
                confirm_both(session, code, minutes, seed + place)
            fresh = select(PageReading).where(PageReading.public_sha256 == None)  # noqa: E711
            for reading in session.exec(fresh):
                reading.public_sha256 = self.images.keep(reading.photo_id)
                reading.public_width, reading.public_height = 400, 300
                reading.public_boxes = {"row:1": [120, 40, 200, 70], "good": [120, 10, 200, 30]}

    def correct(self, code: str, minutes: float) -> None:
        """Recall a unit's constituency sheet and confirm it with four votes moved."""
        with self.database.writing() as session:
            unit = unit_of(session, code)
            recall(session, unit, BALLOTS[0], later(minutes))
            counts = invented_counts(BALLOTS[0], 1)
            counts |= {"row:1": counts["row:1"] + 4, "row:2": counts["row:2"] - 4}
            confirm(session, unit, BALLOTS[0], counts, later(minutes))

    def files(self) -> dict[str, bytes]:
        every = self.folder.rglob("*")
        found_files = (f for f in every if f.is_file() and not f.name.startswith("."))
        return {f.relative_to(self.folder).as_posix(): f.read_bytes() for f in found_files}


def open_newsroom(database: Database, folder: Path, *, units: int = 4) -> Newsroom:
    """Enter an election of two constituencies and publish the empty first snapshot."""
    with database.writing() as session:
        found(session, units=units, constituencies=2)
    room = Newsroom(database, folder)
    assert room.publish(-5) is not None
    return room


def full_night(database: Database, folder: Path) -> Newsroom:
    """Publish three snapshots: empty, four units, one of them corrected."""
    room = open_newsroom(database, folder)
    room.count(["SM-1-U001", "SM-1-U002", "SM-1-S001", "SM-2-U003"], 3)
    assert room.publish(5) is not None
    room.correct("SM-1-U001", 7)
    assert room.publish(9) is not None
    return room
