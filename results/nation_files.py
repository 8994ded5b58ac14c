"""What a snapshot says of the whole country, made from the manifests alone (R607)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from models.store import corrections
from results import board_page
from results.addresses import blob, json_blob
from results.edition import Edition
from results.exports import joined, totals_csv
from results.issue import Issue
from results.previous import read_bytes
from results.records import correction_data
from results.target import Target

_LOG_LENGTH = 500


def make_nation(
    session: Session,
    issue: Issue,
    manifests: Sequence[Mapping[str, Any]],
    edition: Edition,
    target: Target,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Put the national files into the edition; return links for the root, and the copies."""
    log = correction_log(session)
    files = {
        "totals_csv": edition.add(blob(totals_csv(manifests), "csv")),
        "units_csv": edition.add(blob(_all_units(manifests, edition, target), "csv")),
        "corrections": edition.add(json_blob({"kind": "corrections", "entries": log})),
    }
    copies = {}
    for name in ("totals_csv", "units_csv"):
        path = f"csv/{name.removesuffix('_csv')}.csv"
        copies[path] = edition.copy(path, edition.immutable[files[name]["path"]])
    return files, copies | board_page.draw_pages(issue, edition, manifests, log, files)


def correction_log(session: Session) -> list[dict[str, Any]]:
    """Return the newest corrections of the election, newest first."""
    return [
        correction_data(correction) | {"unit": unit.code}
        for correction, unit in corrections.newest(session, _LOG_LENGTH)
    ]


def _all_units(manifests: Sequence[Mapping[str, Any]], edition: Edition, target: Target) -> bytes:
    links = [manifest["files"]["units_csv"] for manifest in manifests]
    return joined(edition.immutable.get(k["path"]) or read_bytes(target, k) for k in links)
