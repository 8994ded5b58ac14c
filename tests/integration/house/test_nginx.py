"""The published files and the doors behind a real nginx, with the configuration of docker/."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from app.trial import free_port
from tests.fixtures.night import wait_for

CONF = Path(__file__).resolve().parents[3] / "docker" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx-light is not installed")


class _Web(BaseHTTPRequestHandler):
    """Answers with what it was asked, in the place of the web process."""

    def do_GET(self) -> None:
        body = f"{self.path} {self.headers.get('X-Forwarded-For')}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class _Site:
    url: str
    public: Path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    public, port = tmp_path / "public", free_port()
    public.mkdir()
    web = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    Thread(target=web.serve_forever, daemon=True).start()
    for part in CONF.glob("*.conf"):
        text = part.read_text()
        for old, new in (
            ("server web:8000", f"server 127.0.0.1:{web.server_port}"),
            ("listen 8080", f"listen 127.0.0.1:{port}"),
            ("/srv/public", str(public)),
            ("/tmp/nginx.pid", str(tmp_path / "nginx.pid")),  # noqa: S108 - the container's own
            ("/dev/stdout", str(tmp_path / "access.log")),
            ("include mime.types", "include /etc/nginx/mime.types"),
        ):
            text = text.replace(old, new)
        (tmp_path / part.name).write_text(("user root;\n" if _is_main(part) else "") + text)
    assert NGINX is not None
    server = subprocess.Popen(
        [NGINX, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-g", "daemon off;"]
    )
    url = f"http://127.0.0.1:{port}"
    wait_for(lambda: _answers(url), 10, "nginx")
    yield _Site(url, public)
    server.terminate()
    server.wait(10)
    web.shutdown()
    web.server_close()


def test_the_configuration_is_read_without_a_warning(site: _Site) -> None:
    assert NGINX is not None
    folder = site.public.parent
    said = subprocess.run(
        [NGINX, "-t", "-q", "-p", folder, "-c", folder / "nginx.conf"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stderr == ""


def _is_main(part: Path) -> bool:
    return part.name == "nginx.conf" and os.geteuid() == 0


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/healthz", trust_env=False)
    except httpx.TransportError:
        return False
    return True


def test_published_files_come_from_disk_with_their_headers(site: _Site) -> None:
    file = site.public / "data" / "files" / "ab" / f"{'ab' * 32}.json"
    file.parent.mkdir(parents=True)
    file.write_text("{}\n")
    (site.public / "index.html").write_text("<p>คะแนน</p>")
    (site.public / "data" / "latest.json").write_text(f'{{"key":"{"k" * 1200}"}}')
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        page = client.get("/")
        assert page.text == "<p>คะแนน</p>"
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-cache"
        pointer = client.get("/data/latest.json")
        assert pointer.headers["cache-control"] == "no-cache"
        assert "default-src 'none'" in pointer.headers["content-security-policy"]
        assert "content-encoding" not in pointer.headers
        lasting = client.get(f"/data/files/ab/{file.name}")
        assert "immutable" in lasting.headers["cache-control"]
        again = client.get(lasting.url, headers={"if-none-match": lasting.headers["etag"]})
        assert (again.status_code, again.headers["cache-control"]) == (
            304,
            lasting.headers["cache-control"],
        )
        for path in ("/data/files/ab/other.json", "/data/snapshots/000002.json"):
            missing = client.get(path)
            assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-cache")


def test_doors_reach_the_web_process_and_metrics_do_not(site: _Site) -> None:
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        assert client.get("/review").text == "/review 127.0.0.1"
        assert client.get("/send/photos?x=1").text == "/send/photos?x=1 127.0.0.1"
        assert client.get("/metrics").status_code == 404


def test_a_flood_at_the_doors_is_slowed_and_readers_are_not(site: _Site) -> None:
    (site.public / "index.html").write_text("x")
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        doors = {client.get("/review").status_code for _ in range(150)}
        board = {client.get("/").status_code for _ in range(150)}
    assert doors == {200, 429}
    assert board == {200}


def test_a_large_event_is_refused_before_the_web_process(site: _Site) -> None:
    answer = httpx.post(f"{site.url}/line", content=bytes(2_000_000), trust_env=False)
    assert answer.status_code == 413


def test_files_packed_beforehand_are_sent_packed(site: _Site) -> None:
    (site.public / "counts.csv").write_text("a,b\n")
    (site.public / "counts.csv.gz").write_bytes(gzip.compress(b"a,b\n"))
    answer = httpx.get(f"{site.url}/counts.csv", trust_env=False)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "a,b\n"
