"""A published number changes only by a named correction (R606), checked on the records alone."""

from collections.abc import Iterator, Mapping
from typing import Any


def unexplained(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields of a unit that changed from one record to a later one without a word.

    Corrections that are new in the later record must lead from the old number to the new one,
    field by field, without a gap. A field is named as `ballot field key`.
    """
    known = {entry["id"] for entry in before["corrections"]}
    news = [entry for entry in after["corrections"] if entry["id"] not in known]
    return tuple(
        f"{ballot} {key}"
        for ballot, key, old, new in _both(before, after)
        if _led_to(old, ballot, key, news) != new
    )


def lost_corrections(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the corrections of a unit that a later record does not have, or has otherwise."""
    kept = {_told(entry) for entry in after["corrections"]}
    return tuple(entry["id"] for entry in before["corrections"] if _told(entry) not in kept)


def _told(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what of a correction stays for good; words of people can be forgotten."""
    return tuple(entry[name] for name in ("id", "ballot", "key", "old", "new"))


def _both(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, str, int | None, int | None]]:
    for ballot in sorted(before["ballots"].keys() | after["ballots"].keys()):
        old = before["ballots"].get(ballot, {"counts": {}})["counts"]
        new = after["ballots"].get(ballot, {"counts": {}})["counts"]
        for key in sorted(old.keys() | new.keys()):
            yield ballot, key, old.get(key), new.get(key)


def _led_to(
    value: int | None, ballot: str, key: str, corrections: list[dict[str, Any]]
) -> int | None:
    """Follow the corrections of a field from a value; -1, which no count is, for a gap."""
    for entry in sorted(corrections, key=lambda e: e["id"]):
        if (entry["ballot"], entry["key"]) == (ballot, key):
            if entry["old"] != value:
                return -1
            value = entry["new"]
    return value
