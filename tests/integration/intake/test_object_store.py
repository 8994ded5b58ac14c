"""The content store on an S3-compatible service, as a larger installation uses it."""

import boto3
import pytest

from intake.errors import Corrupted, NotKept
from intake.store import ObjectStore, open_store


def test_bytes_come_back_from_s3(bucket: str) -> None:
    store = open_store(f"s3://{bucket}/night")
    assert isinstance(store, ObjectStore)
    sha256 = store.write(b"photo")
    assert store.has(sha256)
    assert store.read(sha256) == b"photo"
    with pytest.raises(NotKept):
        store.read("0" * 64)
    key = f"night/{sha256[:2]}/{sha256}"
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=b"phota")
    with pytest.raises(Corrupted):
        store.read(sha256)
