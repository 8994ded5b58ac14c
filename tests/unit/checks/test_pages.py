"""Docs pages say what the code says."""

from dataclasses import fields
from pathlib import Path

from app.election.page import files_section
from models.checks.page import rules_section
from models.checks.rules import rules
from models.checks.thresholds import Thresholds

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_of_rules_is_the_table() -> None:
    assert (DOCS / "checks.md").read_text("utf-8").endswith(rules_section())


def test_the_page_of_the_folder_is_its_shapes() -> None:
    assert (DOCS / "election-folder.md").read_text("utf-8").endswith(files_section())


def test_equations_name_the_thresholds_that_count() -> None:
    limits = Thresholds()
    said = {code: rule.equation for code, rule in rules().items()}
    assert f"mod {limits.pad}" in said["R311"]
    assert f"G ≥ {limits.twin_good}" in said["R106"]
    assert f"{limits.shift_nats} per vote" in said["R204"]
    assert f"max({limits.roll_gap}, {limits.roll_share:.0%}" in said["R309"].replace(" %", "%")
    assert f"{limits.turnout_mads:.0f}·MAD" in said["R501"]
    assert f"{limits.spoilt_mads:.0f}·MAD" in said["R502"]
    assert f"≥ {limits.digit_least}" in said["R505"]


def test_every_threshold_says_which_rule_it_serves() -> None:
    source = (DOCS.parent / "models/checks/thresholds.py").read_text("utf-8")
    for field in fields(Thresholds):
        after = source.split(f"    {field.name}: ", 1)[1].splitlines()[1]
        assert '"""R' in after, field.name
