"""The reports of every unit of a province, from consolidation on: one file, and a page to search.

They take the place of folders of scans: every number leads to the image of its form.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from models.states.constituency import ConstituencyState
from results.addresses import canonical
from results.edition import Edition
from results.issue import Issue
from results.previous import read_json
from results.shelf import Head, Shelf
from results.target import Target

Manifest = Mapping[str, Any]

_DONE: Final = (ConstituencyState.CONSOLIDATED, ConstituencyState.CERTIFIED)


def file_path(code: str) -> str:
    """Return where the file of a province's reports lies."""
    return f"reports/{code}.json"


def page_path(code: str) -> str:
    """Return where the page to search them lies in Thai."""
    return f"reports/{code}.html"


def draw_reports(
    issue: Issue,
    edition: Edition,
    shown: tuple[Sequence[Head], Mapping[str, Any]],
    shelf: Shelf,
    target: Target,
) -> dict[str, str]:
    """Draw file and page of a province's consolidated constituencies; return path → hash.

    `shown` are the heads of its constituencies, and the entries of the root by code.
    """
    group, entries = shown
    done = [head["code"] for head in group if head["state"] in _DONE]
    if not done:
        return {}
    manifests = [shelf.manifest(entries[code]["manifest"]) for code in done]
    province = group[0]["province"]
    path = file_path(province["code"])
    whole = _file(issue, province, manifests, target)
    data = canonical(whole)
    context = {
        "province": province,
        "manifests": manifests,
        "missing": [head for head in group if head["code"] not in done],
        "bytes": len(data),
        "report_file": path,
        "units": sum(len(_public(manifest)) for manifest in manifests),
        "without_photo": _without_photo(whole),
        "public": _public,
    }
    page = issue.print_page(edition, "reports.html", page_path(province["code"]), context)
    return page | {path: edition.copy(path, data)}


def _public(manifest: Manifest) -> list[Mapping[str, Any]]:
    return [unit for unit in manifest["units"] if unit["record"]]


def _without_photo(file: Mapping[str, Any]) -> int:
    """Return in how many units a number has no photo: by phone or file, shown at consolidation."""
    return sum(
        any(not sheet["pages"] for sheet in unit["ballots"].values())
        for constituency in file["constituencies"]
        for unit in constituency["units"]
    )


def _file(
    issue: Issue, province: Mapping[str, Any], manifests: Sequence[Manifest], target: Target
) -> dict[str, Any]:
    return {
        "kind": "province_reports",
        "official": False,
        "rehearsal": issue.register.election.is_rehearsal,
        "election": issue.register.election.code,
        "snapshot": issue.sequence,
        "province": province,
        "constituencies": [
            {
                "code": manifest["code"],
                "number": manifest["number"],
                "state": manifest["state"],
                "choices": manifest["choices"],
                "totals": manifest["totals"],
                "units": [
                    {"record": unit["record"], **read_json(target, unit["record"])}
                    for unit in _public(manifest)
                ],
            }
            for manifest in manifests
        ],
    }
