"""What docker/ names exists: settings, commands, secrets and modules."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from app.access import access_table
from app.cli import build
from app.headers import _HEADERS
from app.settings import PREFIX, Settings

DOCKER = Path(__file__).resolve().parents[3] / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
OURS = {n: s for n, s in COMPOSE["services"].items() if s.get("image") == "khanaen"}
UNITS = sorted((DOCKER / "systemd").glob("*.service"))
NOT_SETTINGS = {
    # Read by compose itself: the folder of the election, of the secrets, and the port outside.
    "KHANAEN_ELECTION",
    "KHANAEN_SECRETS",
    "KHANAEN_HTTP_PORT",
}


def _known_commands() -> set[str]:
    return set(get_command(build()).commands)  # type: ignore[attr-defined]


def test_every_setting_that_is_named_exists() -> None:
    text = (DOCKER / "compose.yaml").read_text() + (DOCKER / "README.md").read_text()
    named = set(re.findall(r"KHANAEN_[A-Z_]+", text)) - NOT_SETTINGS
    assert {n.removeprefix(PREFIX).lower() for n in named} <= set(Settings.model_fields)


def test_every_process_of_a_night_has_a_service_and_a_unit() -> None:
    assert {"web", "worker", "publisher", "chat", "prepare"} <= set(OURS)
    assert [u.stem for u in UNITS] == [
        "khanaen-chat",
        "khanaen-printer",
        "khanaen-publisher",
        "khanaen-web",
        "khanaen-worker",
    ]


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_container_starts_what_exists(name: str) -> None:
    _assert_startable(list(OURS[name]["command"]))


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: str(u.stem))
def test_a_unit_starts_what_exists(unit: Path) -> None:
    started = re.search(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
    assert started is not None
    _assert_startable([Path(started[1].split()[0]).name, *started[1].split()[1:]])


def _assert_startable(words: list[str]) -> None:
    if words[0] == "khanaen":
        assert words[1] in _known_commands()
    else:
        assert words[1] == "-m"
        assert importlib.util.find_spec(words[2]) is not None


def test_every_secret_and_volume_is_declared() -> None:
    for name, service in COMPOSE["services"].items():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or source[0] in "./$", volume


def test_only_the_publisher_holds_the_signing_key() -> None:
    assert [n for n, s in OURS.items() if "signing_key" in s["secrets"]] == ["publisher"]
    units = {file.name: file.read_text() for file in (DOCKER / "systemd").glob("*.service")}
    holding = [name for name, text in units.items() if "signing.key" in text]
    assert holding == ["khanaen-publisher.service"]


def test_nothing_but_nginx_and_grafana_is_reached_from_outside() -> None:
    open_to = {n: s["ports"] for n, s in COMPOSE["services"].items() if "ports" in s}
    assert set(open_to) == {"nginx", "grafana"}
    assert open_to["grafana"] == ["127.0.0.1:3000:3000"]


def test_nginx_hands_every_door_to_the_web_process() -> None:
    text = (DOCKER / "nginx" / "nginx.conf").read_text()
    doors = re.findall(r"location ~ (\S+) \{", text)
    routes = {row.path for row in access_table()} - {"/metrics"}
    lost = {path for path in routes if not any(re.search(door, path) for door in doors)}
    assert {path for path in lost if not path.startswith("/demo")} == set()


def test_static_pages_carry_the_application_s_headers() -> None:
    text = (DOCKER / "nginx" / "public_headers.conf").read_text()
    said = re.findall(r"^add_header (\S+) \"?(.+?)\"? always;$", text, re.MULTILINE)
    given = {name.lower(): value for name, value in said}
    given.pop("cache-control")
    assert given == _HEADERS


def test_every_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((DOCKER / "prometheus" / "alerts.yml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({a["alert"] for a in alerts}) == len(alerts)
    assert all(a["annotations"]["do"] and a["annotations"]["summary"] for a in alerts)
