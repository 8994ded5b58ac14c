"""Publication to an S3-compatible store: the same tree, words for caches, and going on half-way."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import boto3
import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from results.addresses import LATEST
from results.caching import cache_control, kind_of
from results.errors import Overtaken, PublicationError
from results.pointer import set_status
from results.publish import Press
from results.target import Store, open_target
from results.verify import verify
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import KEY, Newsroom


class Listed:
    """A store as a source for verification."""

    def __init__(self, store: Store) -> None:
        self.read = store.read

    def paths(self) -> Iterator[str]:
        yield from ()


class Cut(Store):
    """A store whose line breaks after some writes."""

    left = 10

    def put(self, path: str, data: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise PublicationError("the line broke")
        super().put(path, data)


def head(bucket: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = boto3.client("s3").head_object(Bucket=bucket, Key=f"night/{path}")
    return found


def test_a_broken_upload_goes_on_and_ends_whole(night: Newsroom, bucket: str) -> None:
    url = f"s3://{bucket}/night"
    with pytest.raises(PublicationError):
        Press(night.database, night.images, Cut(url), KEY).publish(later(30))
    store = open_target(url)
    assert isinstance(store, Store)
    assert store.read(LATEST) is None
    assert Press(night.database, night.images, store, KEY).publish(later(31)) is not None
    report = verify(Listed(store), KEY.public)
    assert report.faults == []
    assert head(bucket, LATEST)["CacheControl"] == "public, max-age=2"
    record = next(p for p in report.listed if p.startswith("data/files/") and p.endswith(".json"))
    assert "immutable" in head(bucket, record)["CacheControl"]
    page = head(bucket, "index.html")
    assert (page["CacheControl"], page["ContentType"]) == (
        "public, max-age=15",
        "text/html; charset=utf-8",
    )


@pytest.mark.parametrize("path", ["data/files/ab/abc.json", "assets/board.1234.css"])
def test_what_never_changes_is_kept_for_good(path: str) -> None:
    assert "immutable" in cache_control(path)


@pytest.mark.parametrize(
    "path",
    [
        LATEST,
        "data/printed.json",
        "csv/totals.csv",
        "index.html",
        # A snapshot that was cut short leaves these, and the next one writes them anew.
        "data/snapshots/000001.json",
        "data/changes/000001.json",
    ],
)
def test_what_changes_is_asked_for_again(path: str) -> None:
    assert "immutable" not in cache_control(path)


class Bucket(MemoryFileSystem):
    """A store that takes the words for caches as gcsfs does, and notes them."""

    protocol = "gs"
    said: ClassVar[dict[str, tuple[Any, ...]]] = {}

    def pipe_file(
        self,
        path: str,
        value: bytes,
        content_type: str = "application/octet-stream",
        fixed_key_metadata: dict[str, str] | None = None,
    ) -> None:
        self.said[path.rpartition("/")[2]] = (content_type, fixed_key_metadata)
        super().pipe_file(path, value)


def test_another_store_is_told_how_long_to_keep_a_file() -> None:
    fsspec.register_implementation("gs", Bucket, clobber=True)
    store = open_target("gs://bucket/night")
    store.put(LATEST, b"{}")
    store.put("data/files/ab/ab.json", b"{}")
    assert Bucket.said["latest.json"] == (
        "application/json",
        {"cache_control": "public, max-age=2"},
    )
    assert "immutable" in Bucket.said["ab.json"][1]["cache_control"]
    assert store.read(LATEST) == b"{}"


def test_an_address_whose_package_is_missing_names_it() -> None:
    with pytest.raises(PublicationError, match="gdrive"):
        open_target("gdrive://night")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("csv/totals.csv", "text/csv; charset=utf-8"),
        ("index.html.gz", "application/gzip"),  # a browser would show it as a page of nonsense
        ("parquet/units.parquet", "application/vnd.apache.parquet"),
        ("data/files/ab/ab.json.minisig", "text/plain; charset=utf-8"),
        ("data/files/ab/ab.jpg", "image/jpeg"),
        ("what.else", "application/octet-stream"),
    ],
)
def test_what_a_browser_is_told_that_a_file_is(path: str, kind: str) -> None:
    assert kind_of(path) == kind


class Faster(Store):
    """A store in which somebody else writes the pointer just before we do, some times."""

    def __init__(self, url: str, times: int, others: bytes) -> None:
        super().__init__(url)
        self.left = times
        self.others = others

    def replace(self, path: str, was: bytes, data: bytes) -> None:
        if self.left:
            self.left -= 1
            super().put(path, self.others)
        super().replace(path, was, data)


def test_an_operator_s_word_overwrites_no_newer_snapshot(night: Newsroom, bucket: str) -> None:
    """A store has no locks: the word goes onto the snapshot that was faster."""
    url = f"s3://{bucket}/night"
    store = open_target(url)
    Press(night.database, night.images, store, KEY).publish(later(30))
    before = store.read(LATEST) or b""
    night.count(["SM-2-U001"], 31)
    Press(night.database, night.images, store, KEY).publish(later(32))
    newest = store.read(LATEST) or b""
    store.put(LATEST, before)
    told = set_status(Faster(url, 1, newest), KEY, "paused", {"th": "พัก", "en": "a pause"})
    pointer = json.loads(store.read(LATEST) or b"")
    assert (pointer["sequence"], pointer["status"]) == (told, "paused")
    assert told == json.loads(newest)["sequence"] > json.loads(before)["sequence"]


def test_s3_refuses_what_was_read_before_another_wrote(bucket: str) -> None:
    store = open_target(f"s3://{bucket}/night")
    store.put(LATEST, b"1")
    store.replace(LATEST, b"1", b"2")
    assert store.read(LATEST) == b"2"
    with pytest.raises(Overtaken):
        store.replace(LATEST, b"1", b"3")
    assert store.read(LATEST) == b"2"


class Slow(Store):
    """A store in which somebody writes between our last look and our write."""

    def read(self, path: str) -> bytes | None:
        found = super().read(path)
        if found == b"1":
            super().put(path, b"theirs")
        return found


def test_s3_refuses_even_between_the_last_look_and_the_write(bucket: str) -> None:
    store = Slow(f"s3://{bucket}/night")
    store.put(LATEST, b"1")
    with pytest.raises(Overtaken):
        store.replace(LATEST, b"1", b"ours")
    assert store.read(LATEST) == b"theirs"
