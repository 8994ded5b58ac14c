"""One unit's numbers are followed from the pointer to its photos."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import build
from results.addresses import LATEST
from results.errors import PublicationError
from results.sources import FolderSource
from results.trace import Trace, trace
from tests.integration.results.newsroom import KEY, OTHER, Newsroom


def follow(room: Newsroom, unit: str, key: object = KEY.public) -> Trace:
    return trace(FolderSource(room.folder), unit, key)


def test_a_public_unit_leads_to_its_numbers_and_photos(night: Newsroom) -> None:
    found = follow(night, "SM-1-U001")
    assert found.faults == []
    assert (found.constituency, found.where) == ("SM-1", "counted")
    assert found.record["unit"]["code"] == "SM-1-U001"
    assert found.record["corrections"]
    pages = [page for sheet in found.record["ballots"].values() for page in sheet["pages"]]
    assert set(found.photos) == {page["photo_sha256"] for page in pages}
    assert len(found.photos) == len(pages) > 0


def test_a_unit_that_is_not_public_has_no_numbers(night: Newsroom) -> None:
    found = follow(night, "SM-2-U001")
    assert (found.faults, found.path, found.record, found.photos) == ([], "", {}, {})


def test_a_unit_that_nobody_has_is_said_to_be_none(night: Newsroom) -> None:
    with pytest.raises(PublicationError, match="no constituency has a unit SM-9-U001"):
        follow(night, "SM-9-U001")


def test_each_step_of_the_way_is_checked(night: Newsroom) -> None:
    """A changed byte anywhere between the pointer and the images is found."""
    found = follow(night, "SM-1-U002")
    images = [
        page["image"]["path"]
        for sheet in found.record["ballots"].values()
        for page in sheet["pages"]
        if page["image"]
    ]
    assert images
    for path in (LATEST, found.pointer["root"]["path"], found.manifest, found.path, images[0]):
        file = night.folder / path
        whole = file.read_bytes()
        file.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        assert follow(night, "SM-1-U002").faults, path
        file.write_bytes(whole)
    assert follow(night, "SM-1-U002", OTHER.public).faults


def test_only_the_files_on_the_way_are_asked_for(night: Newsroom) -> None:
    """A newsroom asks a web address, not a folder: the way costs a handful of files."""
    source = Asked(night.folder)
    found = trace(source, "SM-1-U002", KEY.public)
    pages = sum(len(sheet["pages"]) for sheet in found.record["ballots"].values())
    assert len(source.asked) == 4 + pages


class Asked(FolderSource):
    """A folder that notes what is asked of it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked: list[str] = []

    def read(self, path: str) -> bytes | None:
        self.asked.append(path)
        return super().read(path)


def command(*words: str) -> Result:
    return CliRunner().invoke(build(), ["verify", *words])


def test_the_command_says_the_way_and_knows_a_photo(night: Newsroom, tmp_path: Path) -> None:
    key = tmp_path / "khanaen.pub"
    key.write_text(KEY.public.to_text())
    told = command(str(night.folder), "--unit", "SM-1-U001", "--key", str(key))
    found = follow(night, "SM-1-U001")
    assert told.exit_code == 0
    for word in (KEY.public.fingerprint, found.manifest, found.path, *found.photos):
        assert word in told.stdout
    photo = tmp_path / "mine.jpg"
    photo.write_bytes(b"another picture")
    strange = command(str(night.folder), "--unit", "SM-1-U001", "--photo", str(photo))
    assert strange.exit_code == 1
    assert "not a photo of it" in strange.stdout
    assert command(str(night.folder), "--unit", "nobody").exit_code == 2
    assert command(str(night.folder), "--photo", str(photo)).exit_code == 2
    (night.folder / found.path).write_bytes(json.dumps(found.record).encode())
    assert command(str(night.folder), "--unit", "SM-1-U001").exit_code == 1
