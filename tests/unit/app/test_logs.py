"""Every line of a log is a JSON object, the last words too; one setting makes it plain."""

import json
import os
import subprocess
import sys

PROGRAM = """
import logging, threading, warnings
from app.logs import start_logging
start_logging("worker", {form!r})
log = logging.getLogger("app.worker")
log.info("nothing of note")
log.warning("ภาพ %s\\nrests", 7)
try:
    raise ValueError("odd")
except ValueError:
    log.exception("photo %s failed", 8)
warnings.warn("old", DeprecationWarning)
thread = threading.Thread(target=lambda: 1 / 0)
thread.start(); thread.join()
from dbos import DBOS
logging.getLogger("dbos").warning("queue")
raise KeyError("gone")
"""


def lines_of(form: str) -> list[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "always::DeprecationWarning:__main__"}
    command = [sys.executable, "-c", PROGRAM.format(form=form)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    return done.stderr.splitlines()


def test_each_line_is_an_object() -> None:
    said = [json.loads(line) for line in lines_of("json")]
    assert {(one["process"], one["pid"]) for one in said} == {("worker", said[0]["pid"])}
    assert [(one["level"], one.get("error")) for one in said] == [
        ("warning", None),
        ("error", "ValueError"),
        ("warning", None),
        ("critical", "ZeroDivisionError"),
        ("warning", None),
        ("critical", "KeyError"),
    ]
    assert said[0]["says"] == "ภาพ 7\nrests"
    assert said[1]["says"] == "photo 8 failed"
    assert said[1]["trace"].endswith("ValueError: odd")
    assert said[0]["at"].endswith("+00:00")
    assert said[4]["logger"] == "dbos"


def test_a_person_reads_it_plain() -> None:
    lines = lines_of("text")
    assert any(line.endswith("ERROR app.worker photo 8 failed") for line in lines)
    assert "ValueError: odd" in lines
