"""The content store on an S3-compatible service, as a larger installation uses it."""

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from intake.errors import Corrupted, NotKept
from intake.store import ObjectStore, open_store


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="photos")
    yield "photos"
    server.stop()


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
