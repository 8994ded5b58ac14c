"""The published figures as an election report of NIST SP 1500-100 (version 2.0, JSON).

Constituencies are `GpUnit`s of an other type `constituency` below their provinces (`province`) and
the country; each has one contest of candidates, and the list ballot is one contest of parties a
constituency. Votes are given by stream: `election-day`, `early` (advance, in the constituency) and
`absentee` (out of it and overseas). The status is always `unofficial-partial` until certified.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from models.values.ballots import Ballot, Stream
from results.manifest import over_streams

_TYPES: Final = {
    Stream.ELECTION_DAY.value: "election-day",
    Stream.ADVANCE_IN.value: "early",
    Stream.OUT_AND_OVERSEAS.value: "absentee",
    Stream.OVERSEAS.value: "uocava",
}
_OTHER: Final = {"invalid": "Overvotes", "no_vote": "Undervotes"}
"""The nearest counts of the format: ballots for nobody, and ballots that chose nobody."""

_COLOUR: Final = re.compile("#[0-9a-f]{6}")

Head = Mapping[str, Any]


def election_report(root: Mapping[str, Any], heads: Sequence[Head]) -> dict[str, Any]:
    """Return the report as JSON data."""
    is_final = {head["state"] for head in heads} <= {"certified"}
    return {
        "@type": "ElectionResults.ElectionReport",
        "Format": "summary-contest",
        "GeneratedDate": root["published_at"],
        "Issuer": "Khanaen",
        "IssuerAbbreviation": "KHN",
        "IsTest": bool(root["rehearsal"]),
        "TestType": "rehearsal" if root["rehearsal"] else "none",
        "SequenceStart": root["sequence"],
        "SequenceEnd": root["sequence"],
        "Status": "unofficial-complete" if is_final else "unofficial-partial",
        "VendorApplicationId": "khanaen",
        "Notes": "Unofficial: published from signed unit reports, no call is made.",
        "GpUnit": list(_places(heads)),
        "Party": [_party(choice) for choice in _parties(heads)],
        "Election": [_election(root, heads)],
    }


def _parties(heads: Sequence[Head]) -> list[Mapping[str, Any]]:
    lists = (head["choices"].get(Ballot.PARTY_LIST, []) for head in heads)
    return next((listed for listed in lists if listed), [])


def _party(choice: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "@type": "ElectionResults.Party",
        "@id": f"party-{choice['number']}",
        "Name": _words(choice["name"]),
        "Abbreviation": _words({"th": choice["party"]}),
    }
    # The format knows small letters only, and no empty colour.
    colour = str(choice["colour"]).lower()
    return found | ({"Color": colour[1:]} if _COLOUR.fullmatch(colour) else {})


def _places(heads: Sequence[Head]) -> Iterator[dict[str, Any]]:
    provinces: dict[str, list[Head]] = {}
    for head in heads:
        provinces.setdefault(head["province"]["code"], []).append(head)
    yield _place("country", "country", {"th": "ประเทศไทย", "en": "Thailand"}) | {
        "ComposingGpUnitIds": [f"province-{code}" for code in provinces]
    }
    for code, group in provinces.items():
        yield _place(f"province-{code}", "province", group[0]["province"]) | {
            "ComposingGpUnitIds": [f"constituency-{head['code']}" for head in group]
        }
        for head in group:
            yield _place(f"constituency-{head['code']}", "constituency", _name(head)) | {
                "IsDistricted": True,
                "Number": str(head["number"]),
                "TotalSubUnits": sum(head["expected"].values()),
                "SubUnitsReported": sum(head["counted"].values()),
            }


def _place(id_: str, kind: str, name: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "ElectionResults.ReportingUnit",
        "@id": id_,
        "Type": "country" if kind == "country" else "other",
        "Name": _words(name),
    }
    if kind != "country":
        found |= {"OtherType": kind}
    return found


def _name(head: Head) -> dict[str, str]:
    return {
        "th": f"{head['province']['th']} เขตเลือกตั้งที่ {head['number']}",
        "en": f"{head['province']['en']}, constituency {head['number']}",
    }


def _election(root: Mapping[str, Any], heads: Sequence[Head]) -> dict[str, Any]:
    date = root["election"]["voting_date"]
    ids = {party["name"]["th"]: f"party-{party['number']}" for party in _parties(heads)}
    return {
        "@type": "ElectionResults.Election",
        "Name": _words(root["election"]),
        "Type": "general",
        "StartDate": date,
        "EndDate": date,
        "ElectionScopeId": "country",
        "Candidate": [c for head in heads for c in _candidates(head, ids)],
        "Contest": [contest for head in heads for contest in _contests(head)],
    }


def _candidates(head: Head, parties: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for choice in head["choices"].get(Ballot.CONSTITUENCY, []):
        party = parties.get(choice["party"])
        yield ({"PartyId": party} if party else {}) | {
            "@type": "ElectionResults.Candidate",
            "@id": f"candidate-{head['code']}-{choice['number']}",
            "BallotName": _words(choice["name"]),
            "PreElectionStatus": "withdrawn" if choice["struck_off"] else "qualified",
        }


def _contests(head: Head) -> Iterator[dict[str, Any]]:
    name = _name(head)
    if Ballot.CONSTITUENCY in head["choices"]:
        yield _contest(head, Ballot.CONSTITUENCY, "CandidateContest") | {
            "Name": f"{name['en']}: constituency ballot",
            "VotesAllowed": 1,
            "NumberElected": 1,
        }
    if Ballot.PARTY_LIST in head["choices"]:
        yield _contest(head, Ballot.PARTY_LIST, "PartyContest") | {
            "Name": f"{name['en']}: party-list ballot",
        }


def _contest(head: Head, ballot: str, kind: str) -> dict[str, Any]:
    return {
        "@type": f"ElectionResults.{kind}",
        "@id": f"contest-{head['code']}-{ballot}",
        "ElectionDistrictId": f"constituency-{head['code']}",
        "VoteVariation": "plurality" if kind == "CandidateContest" else "proportional",
        "SubUnitsReported": sum(head["counted"].values()),
        "TotalSubUnits": sum(head["expected"].values()),
        "ContestSelection": [
            _selection(head, ballot, choice) for choice in head["choices"][ballot]
        ],
        "OtherCounts": list(_other_counts(head, ballot)),
    }


def _selection(head: Head, ballot: str, choice: Mapping[str, Any]) -> dict[str, Any]:
    id_ = f"selection-{head['code']}-{ballot}-{choice['number']}"
    counts = list(_votes(head, ballot, choice["key"]))
    if ballot == Ballot.CONSTITUENCY:
        who = {
            "@type": "ElectionResults.CandidateSelection",
            "CandidateIds": [f"candidate-{head['code']}-{choice['number']}"],
        }
    else:
        who = {
            "@type": "ElectionResults.PartySelection",
            "PartyIds": [f"party-{choice['number']}"],
        }
    return {"@id": id_, **who, "SequenceOrder": choice["number"], "VoteCounts": counts}


def _votes(head: Head, ballot: str, key: str) -> Iterator[dict[str, Any]]:
    for stream, by_ballot in sorted(head["totals"].items()):
        counts = by_ballot.get(ballot, {})
        if key in counts:
            yield {
                "@type": "ElectionResults.VoteCounts",
                "GpUnitId": f"constituency-{head['code']}",
                "Type": _TYPES[stream],
                "Count": counts[key],
            }


def _other_counts(head: Head, ballot: str) -> Iterator[dict[str, Any]]:
    sums = over_streams(head, ballot)
    if sums:
        yield {
            "@type": "ElectionResults.OtherCounts",
            "GpUnitId": f"constituency-{head['code']}",
            **{name: sums.get(key, 0) for key, name in _OTHER.items()},
        }


def _words(name: Mapping[str, str]) -> dict[str, Any]:
    texts: Iterable[tuple[str, str]] = [(k, name[k]) for k in ("th", "en") if k in name]
    return {
        "@type": "ElectionResults.InternationalizedText",
        "Text": [
            {"@type": "ElectionResults.LanguageString", "Language": language, "Content": text}
            for language, text in texts
        ],
    }
