"""Publication to an S3-compatible store: the same tree, words for caches, and going on half-way."""

from collections.abc import Iterator
from typing import Any, ClassVar

import boto3
import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from results.addresses import LATEST
from results.errors import PublicationError
from results.publish import Press
from results.target import Store, cache_control, open_target
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
    assert (page["CacheControl"], page["ContentType"]) == ("public, max-age=15", "text/html")


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
