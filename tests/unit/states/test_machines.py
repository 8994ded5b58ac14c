"""The states in the code are those of the documented diagrams, and nothing else is possible."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import IllegalMove
from models.states.constituency import CONSTITUENCY, ConstituencyEvent, ConstituencyState
from models.states.machine import Machine
from models.states.photo import PHOTO, PhotoEvent, PhotoState
from models.states.sheet import SHEET, SheetEvent, SheetState
from models.states.unit import UNIT, UnitEvent, UnitState

PAGE = Path(__file__).parents[3] / "docs" / "states.md"
BLOCK = re.compile(r"```states (\w+)\n(.*?)```", re.DOTALL)
MOVE = re.compile(r"(\w+) --\[(\w+)\]--> (\w+)")

MACHINES: tuple[tuple[Machine[Any, Any], type[StrEnum], type[StrEnum]], ...] = (
    (PHOTO, PhotoState, PhotoEvent),
    (SHEET, SheetState, SheetEvent),
    (UNIT, UnitState, UnitEvent),
    (CONSTITUENCY, ConstituencyState, ConstituencyEvent),
)
BY_NAME = {m.name: (m, states, events) for m, states, events in MACHINES}


def drawn() -> Mapping[str, list[str]]:
    return {name: body.split("\n")[:-1] for name, body in BLOCK.findall(PAGE.read_text("utf-8"))}


def test_every_machine_is_drawn_once() -> None:
    assert sorted(drawn()) == sorted(BY_NAME)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_diagram_is_the_code(name: str) -> None:
    machine, _, _ = BY_NAME[name]
    first, *lines = drawn()[name]
    assert first == f"start {machine.start.value}"
    moves = {(s.value, e.value): to.value for (s, e), to in machine.moves.items()}
    said = [MOVE.fullmatch(line) for line in lines]
    assert all(said)
    pairs = {(m[1], m[2]): m[3] for m in said if m}
    assert len(pairs) == len(lines)
    assert pairs == moves


@pytest.mark.parametrize("name", BY_NAME)
def test_every_state_is_reached_and_every_event_has_a_use(name: str) -> None:
    machine, states, events = BY_NAME[name]
    reached = {machine.start}
    for _ in states:
        reached |= {to for (state, _), to in machine.moves.items() if state in reached}
    assert reached == set(states)
    assert {event for _, event in machine.moves} == set(events)


@given(st.data())
def test_a_walk_stays_on_the_diagram(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(BY_NAME)))
    machine, states, events = BY_NAME[name]
    lines = set(drawn()[name])
    state: Any = machine.start
    for event in data.draw(st.lists(st.sampled_from(list(events)), max_size=12)):
        if not machine.allows(state, event):
            with pytest.raises(IllegalMove) as refused:
                machine.after(state, event)
            said = (refused.value.machine, refused.value.state, refused.value.event)
            assert said == (name, state, event)
            continue
        after = machine.after(state, event)
        assert f"{state.value} --[{event.value}]--> {after.value}" in lines
        state = after
    assert state in set(states)


def test_ends_are_ends() -> None:
    ends = {
        m.name: {s.value for s in states} - {s.value for s, _ in m.moves}
        for m, states, _ in MACHINES
    }
    assert ends == {
        "photo": {"read", "needs_human", "rejected"},
        "sheet": {"superseded"},
        "unit": set(),
        "constituency": {"certified"},
    }


def test_a_confirmed_sheet_is_only_ever_recalled() -> None:
    leaving = {event for (state, event) in SHEET.moves if state is SheetState.CONFIRMED}
    assert leaving == {SheetEvent.RECALL}
