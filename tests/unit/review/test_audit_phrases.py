"""Every action that the code writes into the audit log has a phrase: the code is walked."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from models.states.unit import UnitEvent
from models.tables.sheets import DecisionKind
from models.values.objections import ObjectionState
from pages.phrases import phrases
from review.acts import named

ROOT = Path(__file__).resolve().parents[3]
LAYERS = ("app", "bot", "review", "results", "intake", "pages", "models")
WRITERS = {"append": None, "AuditEntry": None, "Guard": 0}
"""What writes an entry, and where the action stands if it is not named."""
FAMILIES = {
    "word.kind.value": tuple(DecisionKind),
    "event.value": tuple(UnitEvent),
    "f'objection {objection.state.value}'": tuple(f"objection {s}" for s in ObjectionState),
}
CARRIED = {"guard.action", "row['action']", "None"}
"""What comes from a guard, or back out of the log."""


@dataclass
class Walk:
    """One file: which actions its calls write, with parameters followed to who gives them."""

    module: ModuleType
    tree: ast.Module
    found: set[str] = field(default_factory=set)

    def writers(self) -> Iterator[ast.Call]:
        for call in self._calls():
            name = ast.unparse(call.func).rsplit(".", 1)[-1]
            if name in WRITERS and (
                name != "append" or any(k.arg == "action" for k in call.keywords)
            ):
                yield call

    def take_all(self) -> None:
        for call in self.writers():
            name = ast.unparse(call.func).rsplit(".", 1)[-1]
            self.take(_given(call, "action", WRITERS[name]), call)

    def take(self, said: ast.expr, near: ast.Call) -> None:
        words = ast.unparse(said)
        if isinstance(said, ast.IfExp):
            self.take(said.body, near)
            self.take(said.orelse, near)
        elif words in FAMILIES:
            self.found.update(FAMILIES[words])
        elif words not in CARRIED:
            self._look_up(said, near)

    def _look_up(self, said: ast.expr, near: ast.Call) -> None:
        around = self._around(near)
        places = [a.arg for a in (*around.args.args, *around.args.kwonlyargs)] if around else []
        if around and isinstance(said, ast.Name) and said.id in places:
            for call in self._calls():
                if ast.unparse(call.func) == around.name:
                    self.take(_given(call, said.id, places.index(said.id)), call)
            return
        value: object = self.module
        if isinstance(said, ast.Constant):
            value = said.value
        else:
            for name in ast.unparse(said).split("."):
                value = getattr(value, name)
        assert isinstance(value, str), ast.unparse(said)
        self.found.add(value)

    def _calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def _around(self, call: ast.Call) -> ast.FunctionDef | None:
        functions = [n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef)]
        inside = [f for f in functions if any(n is call for n in ast.walk(f))]
        return inside[-1] if inside else None


def _given(call: ast.Call, name: str, place: int | None) -> ast.expr:
    named_so = [k.value for k in call.keywords if k.arg == name]
    return named_so[0] if named_so else call.args[place if place is not None else -1]


def written() -> set[str]:
    found: set[str] = set()
    for file in (f for layer in LAYERS for f in (ROOT / layer).rglob("*.py")):
        text = file.read_text()
        if "action=" in text or "Guard(" in text:
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            walk = Walk(importlib.import_module(name), ast.parse(text))
            walk.take_all()
            found |= walk.found
    return found


def test_every_action_of_the_log_has_a_phrase_and_every_phrase_an_action() -> None:
    actions = written()
    assert {"confirm", "sign in", "release", "objection received", "key report again"} <= actions
    told = {key for key in phrases() if key.startswith("audit.did_")}
    assert told == {f"audit.{named(action)}" for action in actions}
