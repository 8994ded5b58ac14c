"""The object store stalls, breaks and comes back: no photo is lost, and none goes to people."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

import pytest
from s3fs import S3FileSystem

from app.cage.looking import watch
from app.persisting import persisting
from app.pipeline import read_photo
from app.readiness import ANSWER_S, readiness
from intake.errors import StoreAway
from intake.store import _S3_BOUNDS, open_store
from models.database import Database
from models.states.photo import PhotoState
from models.tables.photos import PageReading, Photo
from tests.fixtures.line import Line
from tests.fixtures.proxy import Mood, Proxy, proxy_before
from tests.fixtures.sheets import drawn_sheet


@pytest.fixture
def each_database(database: Database) -> Database:
    """One engine will do: it is the store that fails here."""
    return database


@pytest.fixture
def proxy(bucket: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    behind = urlsplit(os.environ["AWS_ENDPOINT_URL"]).port
    assert behind is not None
    assert bucket
    with proxy_before(behind) as opened:
        monkeypatch.setenv("AWS_ENDPOINT_URL", opened.address)
        # As short as the bounds allow: nothing is waited for that a test need not wait for.
        monkeypatch.setitem(_S3_BOUNDS["config_kwargs"], "read_timeout", 0.2)
        S3FileSystem.clear_instance_cache()
        yield opened


@pytest.fixture
def far_line(line: Line, proxy: Proxy, bucket: str) -> Line:
    """The line with its photos in an object store behind the proxy."""
    assert proxy.mood is Mood.PASS
    url = f"s3://{bucket}/night"
    settings = line.ground.settings.model_copy(update={"files_url": url})
    return Line(replace(line.ground, store=open_store(url), settings=settings))


def test_a_photo_is_read_once_the_store_is_back(far_line: Line, proxy: Proxy) -> None:
    receipt = far_line.send(drawn_sheet().photos[0])
    moods = iter((Mood.STALL, Mood.BREAK, Mood.LIE, Mood.BREAK, Mood.PASS))
    proxy.mood = next(moods)

    def wait(_seconds: float) -> bool:
        proxy.mood = next(moods)
        return False

    step = partial(read_photo, far_line.ground, watch)
    persisting("read_photo", step, wait)(receipt.photo_id)
    (photo,) = far_line.all(Photo)
    assert (photo.state, photo.attempts) == (PhotoState.READ, 1)
    assert len(far_line.all(PageReading)) == 1
    assert proxy.mood is Mood.PASS


@pytest.mark.parametrize(
    ("mood", "error"),
    [(Mood.STALL, Exception), (Mood.BREAK, Exception), (Mood.LIE, StoreAway)],
)
def test_no_receipt_is_given_for_what_is_not_kept(
    far_line: Line, proxy: Proxy, mood: Mood, error: type[Exception]
) -> None:
    photo = drawn_sheet().photos[0]
    proxy.mood = mood
    with pytest.raises(error):
        far_line.send(photo)
    assert far_line.all(Photo) == []
    proxy.mood = Mood.PASS
    far_line.send(photo)
    assert len(far_line.all(Photo)) == 1


def test_readiness_tells_of_a_store_that_stalls_or_lies(far_line: Line, proxy: Proxy) -> None:
    def store(answer_s: float = ANSWER_S) -> tuple[bool, str]:
        found = readiness(far_line.ground, answer_s)
        return next((one.is_well, one.found) for one in found if one.what == "store")

    assert store() == (True, "answers")
    proxy.mood = Mood.STALL
    is_well, _ = store(0.1)
    assert not is_well
    proxy.mood = Mood.LIE
    assert store() == (False, "claims to keep what nobody gave it")
    proxy.mood = Mood.PASS
    assert store() == (True, "answers")
