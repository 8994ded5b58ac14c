"""Sheets that two people look at whatever the first one says, and those that both key blindly."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.store.cases import Case
from models.tables.sheets import Decision, DecisionKind
from models.values.ballots import UnitKind

LOOKS = frozenset({DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.SECOND_LOOK})


def is_keyed_twice(case: Case) -> bool:
    """Tell whether nobody may be shown a number: advance sets, and totals that came by phone.

    An election may have every sheet keyed so (its setting `keyed_twice`).
    """
    is_set = case.place.unit.kind is UnitKind.COUNTING_SET
    return is_set or not case.pages or bool(case.settings.get("keyed_twice"))


def untold(case: Case) -> Case:
    """Return a case without the machine's numbers, for those who must read the paper themselves."""
    cells = {
        k: replace(c, value=None, digits=None, words=None, accepted=False)
        for k, c in case.cells.items()
    }
    return replace(case, cells=cells)


def was_recalled(case: Case) -> bool:
    """Tell whether a sheet was recalled at some time: its numbers may be public already."""
    return any(d.kind is DecisionKind.RECALL for d in case.decisions)


def needs_two(case: Case) -> bool:
    """Tell whether a sheet gets a second look though nothing is disputed."""
    return case.sheet.is_sampled or was_recalled(case) or is_keyed_twice(case)


def first_looks(case: Case) -> list[Decision]:
    """Return the first looks at a sheet, oldest first; a returned sheet may have had several."""
    return first_looks_in(case.decisions)


def first_looks_in(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the first looks among what was decided about one sheet."""
    return [d for d in decisions if d.look == 1 and d.kind in LOOKS]


def tries_of_second(case: Case) -> list[Decision]:
    """Return what the second person keyed so far, since the last first look."""
    firsts = first_looks(case)
    since = (firsts[-1].id or 0) if firsts else 0
    kinds = (DecisionKind.SECOND_LOOK,)
    return [d for d in case.decisions if d.kind in kinds and (d.id or 0) > since]


def differing(one: Mapping[str, int], other: Mapping[str, int]) -> frozenset[str]:
    """Return the fields on which two keyings differ; a line left blank is an answer too."""
    return frozenset(k for k in {*one, *other} if one.get(k) != other.get(k))
