import re
from enum import StrEnum
from pathlib import Path

import pytest

import bot
import pages
import review
from models.states.constituency import ConstituencyState
from models.states.sheet import SheetState
from models.states.unit import UnitState
from models.store.consolidation import Wait
from models.store.lanes import Lane
from models.tables.calls import CallOutcome
from models.tables.late_photos import LateAnswer
from models.tables.recalls import RecallReason
from models.tables.sheets import AnswerKind, DecisionKind
from models.values.ballots import Stream
from models.values.findings import Severity
from pages.errors import PhraseMissing
from pages.languages import Language
from pages.phrases import phrases, say
from review.fields import Doubt
from review.returning import ReturnReason
from review.verdicts import Explanation, ParkReason

THAI = re.compile("[\u0e00-\u0e7f]")
USED = re.compile(r"""(?:\bt|say)\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def test_every_phrase_speaks_thai_in_thai_and_no_thai_in_english() -> None:
    mixed = [k for k, p in phrases().items() if THAI.search(p.en.replace(SWITCH, ""))]
    assert mixed == []
    assert [k for k, p in phrases().items() if not THAI.search(p.th) and k not in NO_WORDS] == []


SWITCH = "ภาษาไทย"
"""The one Thai word on English pages: it leads to the others."""
NO_WORDS = {"common.switch_language", "chat.fix_tapped"}


def test_names_are_filled_in() -> None:
    assert say("common.ballot_number", Language.TH, number=4) == "เบอร์ 4"


def test_a_missing_phrase_or_word_is_a_mistake() -> None:
    with pytest.raises(PhraseMissing):
        say("common.no_such_phrase", Language.TH)
    with pytest.raises(PhraseMissing):
        say("common.ballot_number", Language.EN)


def used_keys() -> set[str]:
    folders = [Path(p.__file__ or "").parent for p in (pages, review, bot)]
    files = [f for d in folders for s in ("*.html", "*.py") for f in d.rglob(s)]
    return {key for f in files for key in USED.findall(f.read_text(encoding="utf-8"))}


def test_every_phrase_that_a_page_uses_exists() -> None:
    whole = {key for key in used_keys() if not key.endswith("_")}
    assert whole - set(phrases()) == set()


@pytest.mark.parametrize(
    ("stem", "members"),
    [
        ("send.state_", SheetState),
        ("review.state_", SheetState),
        ("review.unit_state_", UnitState),
        ("review.park_", ParkReason),
        ("review.why_", Explanation),
        ("review.return_", ReturnReason),
        ("send.return_", ReturnReason),
        ("review.doubt_", Doubt),
        ("review.committee_", AnswerKind),
        ("review.severity_", Severity),
        ("common.stream_", Stream),
        ("common.changed_", DecisionKind),
        ("review.recall_", RecallReason),
        ("lane.", Lane),
        ("late.", LateAnswer),
        ("phone.outcome_", CallOutcome),
        ("clerk.state_", ConstituencyState),
        ("clerk.wait_", Wait),
    ],
)
def test_every_member_of_a_closed_list_has_its_phrase(stem: str, members: type[StrEnum]) -> None:
    assert {stem + m.value for m in members} - set(phrases()) == set()
