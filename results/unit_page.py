"""The page of one unit: every number beside its crop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from models.states.unit import UnitState
from models.values.fields import TOTAL, row_number
from pages.languages import Language
from results.edition import Edition
from results.issue import Issue, path_in
from results.release import ONE_BALLOT

ORDERED: Final = (UnitState.SUSPENDED, UnitState.RECOUNT, UnitState.REVOTE, UnitState.NO_COUNT)
"""States in which a unit that was public has no numbers any more."""
_CROP_HEIGHT: Final = 42
"""Pixels on the page: a line of handwriting reads well at twice the size of the print."""
_WIDEST: Final = 280
_MARGIN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Crop:
    """A window on the sheet's public image; all figures but the shown size are its pixels."""

    path: str
    width: int
    height: int
    view_box: str
    shown: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a sheet."""

    key: str
    value: int
    choice: Mapping[str, Any] | None
    crop: Crop | None

    @property
    def anchor(self) -> str:
        """The fragment by which others point at this number."""
        return self.key.replace(":", "-")


def paths(code: str) -> tuple[str, ...]:
    """Return where the page of a unit lies in each language."""
    return tuple(path_in(language, page_path(code)) for language in Language)


def page_path(code: str) -> str:
    """Return the path of a unit's page in Thai."""
    return f"u/{code}.html"


def draw_page(
    issue: Issue,
    edition: Edition,
    manifest: Mapping[str, Any],
    record: Mapping[str, Any],
    link: Mapping[str, Any],
) -> dict[str, str]:
    """Draw a unit's page; return path → hash."""
    ballots = [
        {"ballot": ballot, "sheet": sheet, "lines": _lines(manifest, ballot, sheet)}
        for ballot, sheet in record["ballots"].items()
    ]
    code = record["unit"]["code"]
    reason = next((u["reason"] for u in manifest["units"] if u["code"] == code), None)
    context = {
        "manifest": manifest,
        "record": record,
        "is_one_ballot": reason == ONE_BALLOT,
        "entry_reason": reason,
        "orders": tuple(ORDERED),
        "record_link": link,
        "ballots": ballots,
        "parse": datetime.fromisoformat,
        "count_keys": (*_HEAD_ORDER, TOTAL),
        "names": choice_names(manifest),
        "card_page": f"c/{manifest['code']}.html",
    }
    return issue.print_page(edition, "unit.html", page_path(code), context)


def crop_of(sheet: Mapping[str, Any], key: str) -> Crop | None:
    """Return the window on a field of a sheet, or None where no public image shows it."""
    for page in sheet["pages"]:
        image = page["image"]
        if image and key in image["boxes"]:
            return _window(image, image["boxes"][key])
    return None


def _window(image: Mapping[str, Any], box: tuple[int, int, int, int]) -> Crop | None:
    x0, y0, x1, y1 = box
    if x1 <= x0 or y1 <= y0:
        return None
    margin = round((y1 - y0) * _MARGIN)
    left, top = max(0, x0 - margin), max(0, y0 - margin)
    width = min(image["width"], x1 + margin) - left
    height = min(image["height"], y1 + margin) - top
    scale = min(_CROP_HEIGHT / height, _WIDEST / width)
    return Crop(
        image["path"],
        image["width"],
        image["height"],
        f"{left} {top} {width} {height}",
        (round(width * scale, 1), round(height * scale, 1)),
    )


def _lines(manifest: Mapping[str, Any], ballot: str, sheet: Mapping[str, Any]) -> list[Line]:
    choices = {c["key"]: c for c in manifest["choices"].get(ballot, [])}
    counts = sheet["counts"]
    return [
        Line(key, counts[key], choices.get(key), crop_of(sheet, key))
        for key in sorted(counts, key=_place)
    ]


def _place(key: str) -> tuple[int, int, str]:
    number = row_number(key)
    if number is not None:
        return (1, number, "")
    return (2, 0, "") if key == TOTAL else (0, _HEAD.get(key, 99), key)


_HEAD_ORDER: Final = (
    "on_roll",
    "came",
    "allocated",
    "received",
    "envelopes",
    "ballots_found",
    "used",
    "good",
    "invalid",
    "no_vote",
    "remaining",
)
_HEAD: Final = {key: place for place, key in enumerate(_HEAD_ORDER)}


def choice_names(manifest: Mapping[str, Any]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Return ballot → field key → name, for the history."""
    return {
        ballot: {c["key"]: c["name"] for c in choices}
        for ballot, choices in manifest["choices"].items()
    }
