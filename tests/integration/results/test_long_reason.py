"""What the operator says of a pause is held within the pointer's four kilobytes."""

import json
from pathlib import Path

from models.database import Database
from results.addresses import LATEST, canonical
from results.errors import PublicationError
from results.pointer import POINTER_LIMIT, set_status, signed
from results.target import Folder
from tests.integration.results.newsroom import KEY, open_newsroom


def pointer_of(file: Path) -> dict:
    return json.loads(file.read_bytes())


def test_a_reason_leaves_the_pointer_room_to_name_the_pages(
    database: Database, tmp_path: Path
) -> None:
    """A pause may be said before the first page is printed; the list of pages is named in it."""
    room = open_newsroom(database, tmp_path / "public")
    file = room.folder / LATEST
    before = json.loads(file.read_bytes())
    file.write_bytes(canonical(signed(before | {"printed": None}, KEY)))
    longest = 0
    for length in range(10, 4096, 10):
        try:
            set_status(Folder(room.folder), KEY, "paused", {"th": "x" * length, "en": "x"})
        except PublicationError as trouble:
            assert "too long" in str(trouble)  # noqa: PT017 - the first that is refused
            break
        longest = length
    assert longest > 1000
    assert len(pointer_of(file)["reason"]["th"]) == longest
    assert room.publish(1) is None
    assert pointer_of(file)["printed"]["snapshot"] == 1
    assert file.stat().st_size <= POINTER_LIMIT
