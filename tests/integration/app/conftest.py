"""The demo election set up once, and the web application over a copy of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.demo.setting_up import set_up
from app.opening import Ground, open_ground
from app.settings import Settings
from app.web import create_app


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/khanaen.sqlite3",
        files_url=f"file://{folder}/files",
        publish_url=f"file://{folder}/public",
        secret_key=SecretStr("s" * 64),
        signing_key_file=folder / "signing.key",
        demo_file=folder / "demo.json",
        is_demo=True,
    )


@pytest.fixture(scope="session")
def set_up_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo election, as `khanaen demo` leaves it."""
    folder = tmp_path_factory.mktemp("demo")
    set_up(_settings(folder), lambda *_: None)
    return folder


@pytest.fixture
def demo_settings(set_up_demo: Path, tmp_path: Path) -> Settings:
    folder = tmp_path / "var"
    shutil.copytree(set_up_demo, folder)
    return _settings(folder)


@pytest.fixture
def demo_ground(demo_settings: Settings) -> Iterator[Ground]:
    opened = open_ground(demo_settings)
    yield opened
    opened.close()


@pytest.fixture
def client(demo_ground: Ground) -> Iterator[TestClient]:
    app = create_app(demo_ground)
    with TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False) as opened:
        yield opened
