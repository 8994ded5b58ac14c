"""Every lane and every role has its line in the table of stories, and the stories are there."""

import re
from pathlib import Path

from models.store.lanes import Lane
from models.tables.people import Role

ROOT = Path(__file__).resolve().parents[3]
TOLD = (ROOT / "docs" / "review.md").read_text().split("## Stories in a browser")[1]
LINES = re.findall(r"^\| (\w+) \| (.+) \|$", TOLD.split("## Screens")[0], re.MULTILINE)


def test_every_lane_and_role_has_its_line() -> None:
    told = [name for name, story in LINES if story != "story"]
    assert told == [*(lane.value for lane in Lane), *(role.value for role in Role)]


def test_every_line_names_a_story_that_is_there() -> None:
    for name, stories in LINES[1:]:
        named = re.findall(r"`(\w+\.py)::(\w+)`", stories)
        assert named or stories == "story", name
        for file, story in named:
            assert f"def {story}(" in (ROOT / "tests" / "e2e" / file).read_text(), story
