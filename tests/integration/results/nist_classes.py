"""The classes of NIST SP 1500-100 (version 2.0) that we write, as a JSON schema of our own words.

Written after NIST's `NIST_V2_election_results_reporting.json`: names, which are required, kinds and
closed lists are those of each class there; what a class does not name is refused, as there.
"""

from typing import Any, Final

_TEXT: Final = {"type": "string"}
_WHOLE: Final = {"type": "integer"}
_NUMBER: Final = {"type": "number"}
_FLAG: Final = {"type": "boolean"}
_DATE: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_MOMENT: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
_COLOUR: Final = {"type": "string", "pattern": "[0-9a-f]{6}"}


def _class(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


def _one_of(*words: str) -> dict[str, Any]:
    return {"enum": list(words)}


def _list(*kinds: dict[str, Any], least: int = 0) -> dict[str, Any]:
    kind = kinds[0] if len(kinds) == 1 else {"oneOf": list(kinds)}
    return {"type": "array", "items": kind, "minItems": least}


_WORDS: Final = _class("InternationalizedText")
_CONTEST: Final = {
    "@id": _TEXT,
    "BallotTitle": _WORDS,
    "ContestSelection": _list(_class("PartySelection"), _class("CandidateSelection")),
    "ElectionDistrictId": _TEXT,
    "Name": _TEXT,
    "OtherCounts": _list(_class("OtherCounts")),
    "SequenceOrder": _WHOLE,
    "SubUnitsReported": _WHOLE,
    "TotalSubUnits": _WHOLE,
    "VoteVariation": _one_of(
        "approval", "borda", "cumulative", "majority", "n-of-m", "other", "plurality",
        "proportional", "range", "rcv", "super-majority",
    ),
}  # fmt: skip
_SELECTION: Final = {
    "@id": _TEXT,
    "SequenceOrder": _WHOLE,
    "VoteCounts": _list(_class("VoteCounts")),
}

_REPORT_NEEDS: Final = (
    "Format GeneratedDate Issuer IssuerAbbreviation SequenceEnd SequenceStart Status "
    "VendorApplicationId"
)
_CLASSES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "ElectionReport": (
        _REPORT_NEEDS,
        {
            "Election": _list(_class("Election")),
            "Format": _one_of("precinct-level", "summary-contest"),
            "GeneratedDate": _MOMENT,
            "GpUnit": _list(_class("ReportingUnit")),
            "IsTest": _FLAG,
            "Issuer": _TEXT,
            "IssuerAbbreviation": _TEXT,
            "Notes": _TEXT,
            "Party": _list(_class("Party")),
            "SequenceEnd": _WHOLE,
            "SequenceStart": _WHOLE,
            "Status": _one_of(
                "certified", "correction", "pre-election", "recount", "unofficial-complete",
                "unofficial-partial",
            ),
            "TestType": _TEXT,
            "VendorApplicationId": _TEXT,
        },
    ),
    "Election": (
        "ElectionScopeId EndDate Name StartDate Type",
        {
            "Candidate": _list(_class("Candidate")),
            "Contest": _list(_class("PartyContest"), _class("CandidateContest")),
            "ElectionScopeId": _TEXT,
            "EndDate": _DATE,
            "Name": _WORDS,
            "StartDate": _DATE,
            "Type": _one_of(
                "general", "other", "partisan-primary-closed", "partisan-primary-open", "primary",
                "runoff", "special",
            ),
        },
    ),
    "ReportingUnit": (
        "@id Type",
        {
            "@id": _TEXT,
            "ComposingGpUnitIds": _list(_TEXT),
            "IsDistricted": _FLAG,
            "Name": _WORDS,
            "Number": _TEXT,
            "OtherType": _TEXT,
            "SubUnitsReported": _WHOLE,
            "TotalSubUnits": _WHOLE,
            "Type": _one_of(
                "ballot-batch", "ballot-style-area", "borough", "city", "city-council",
                "combined-precinct", "congressional", "country", "county", "county-council",
                "drop-box", "judicial", "municipality", "other", "polling-place", "precinct",
                "school", "special", "split-precinct", "state", "state-house", "state-senate",
                "town", "township", "utility", "village", "vote-center", "ward", "water",
            ),
            "VotersParticipated": _WHOLE,
            "VotersRegistered": _WHOLE,
        },
    ),
    "Party": (
        "@id Name",
        {"@id": _TEXT, "Abbreviation": _WORDS, "Color": _COLOUR, "Name": _WORDS},
    ),
    "Candidate": (
        "@id BallotName",
        {
            "@id": _TEXT,
            "BallotName": _WORDS,
            "PartyId": _TEXT,
            "PreElectionStatus": _one_of("filed", "qualified", "withdrawn"),
        },
    ),
    "CandidateContest": (
        "@id ElectionDistrictId Name VotesAllowed",
        {**_CONTEST, "NumberElected": _WHOLE, "VotesAllowed": _WHOLE},
    ),
    "PartyContest": ("@id ElectionDistrictId Name", _CONTEST),
    "CandidateSelection": ("@id", {**_SELECTION, "CandidateIds": _list(_TEXT)}),
    "PartySelection": ("@id PartyIds", {**_SELECTION, "PartyIds": _list(_TEXT, least=1)}),
    "VoteCounts": (
        "Count GpUnitId Type",
        {
            "Count": _NUMBER,
            "GpUnitId": _TEXT,
            "OtherType": _TEXT,
            "Type": _one_of(
                "absentee", "absentee-fwab", "absentee-in-person", "absentee-mail", "early",
                "election-day", "other", "provisional", "seats", "total", "uocava", "write-in",
            ),
        },
    ),
    "OtherCounts": (
        "GpUnitId",
        {"GpUnitId": _TEXT, "Overvotes": _NUMBER, "Undervotes": _NUMBER, "WriteIns": _WHOLE},
    ),
    "InternationalizedText": (
        "Text",
        {"Label": _TEXT, "Text": _list(_class("LanguageString"), least=1)},
    ),
    "LanguageString": ("Content Language", {"Content": _TEXT, "Language": _TEXT}),
}  # fmt: skip
"""Class → what it must have besides its type, and everything of it that we may write."""


def _definition(name: str, required: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["@type", *required.split()],
        "properties": {"@type": _one_of(f"ElectionResults.{name}"), **fields},
        "additionalProperties": False,
    }


SCHEMA: Final[dict[str, Any]] = {
    **_class("ElectionReport"),
    "definitions": {name: _definition(name, *parts) for name, parts in _CLASSES.items()},
}
"""A JSON schema of a whole report."""
