"""Alerts and board ask for metrics, and for labels, that /metrics really tells."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

DOCKER = Path(__file__).resolve().parents[3] / "docker"
_OF_PROMETHEUS = {"job", "instance", "le"}


def told(client: TestClient) -> dict[str, set[str]]:
    """Return the labels of every metric, once each door has answered and refused something."""
    for door in ("/send", "/review", "/", "/readyz"):
        client.get(door)
    client.post("/line", content=b"{}", headers={"x-line-signature": "wrong"})
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    return {s.name: {n for o in samples if o.name == s.name for n in o.labels} for s in samples}


def asked() -> list[tuple[str, str]]:
    """Return every expression with the words in which its labels are named."""
    rules = yaml.safe_load((DOCKER / "prometheus" / "alerts.yml").read_text())
    board: dict[str, Any] = json.loads(
        (DOCKER / "grafana" / "dashboards" / "khanaen.json").read_text()
    )
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    targets = [target for panel in board["panels"] for target in panel["targets"]]
    return [
        *((a["expr"], " ".join(map(str, a["annotations"].values()))) for a in alerts),
        *((t["expr"], t.get("legendFormat", "")) for t in targets),
    ]


def labels_in(expression: str, words: str) -> set[str]:
    chosen = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)
    grouped = [g for found in re.findall(r"by \(([^)]*)\)", expression) for g in found.split(",")]
    shown = re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", words)
    return {name.strip() for name in (*chosen, *grouped, *shown)} - _OF_PROMETHEUS


def test_alerts_and_board_ask_for_what_is_told(client: TestClient) -> None:
    known = told(client)
    for expression, words in asked():
        metrics = re.findall(r"khanaen_\w+", expression)
        assert set(metrics) <= set(known), expression
        labels = set().union(*(known[name] for name in metrics))
        assert labels_in(expression, words) <= labels, (expression, words)


def test_every_alert_can_be_reached(client: TestClient) -> None:
    """A queue or state that is never told, a misspelt one, would keep an alert silent."""
    page = client.get("/metrics").text
    for expression, _ in asked():
        for metric, label, value in re.findall(r"(\w+)\{(queue|state)=~?\"([\w|]+)\"", expression):
            for name in value.split("|"):
                assert f'{metric}{{{label}="{name}"}}' in page


def test_prometheus_takes_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed: sudo apt-get install prometheus")
    rules = str(DOCKER / "prometheus" / "alerts.yml")
    check = [promtool, "check", "rules", rules]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
