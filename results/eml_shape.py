"""The published figures as an EML 510 count (OASIS Election Markup Language 5.0, XML).

Two elections stand in one file: the constituency ballot with a contest each constituency, reported
by stream, and the list ballot with one contest of the country, reported by constituency. `Cast` is
the ballots used, `TotalCounted` the good ones; rejected are `invalid` ballots and those that chose
nobody (`no-vote`). Only words of EML's own are used: where its schema lets others add theirs it
demands a schema for them, and a newsroom has EML's alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from models.values.ballots import Ballot
from models.values.fields import row_key
from results.manifest import over_streams

NAMESPACE: Final = "urn:oasis:names:tc:evs:schema:eml"

_REJECTED: Final = {"invalid": "invalid", "no_vote": "no-vote"}
_COUNTRY: Final = "TH"
_YES_OR_NO: Final = {True: "yes", False: "no"}
_UNOFFICIAL: Final = "ยังไม่เป็นทางการ · unofficial"
_REHEARSAL: Final = "ซ้อม ไม่ใช่ผลการเลือกตั้ง · rehearsal, not an election"

Head = Mapping[str, Any]
Sums = Mapping[str, int]


def eml_count(root: Mapping[str, Any], heads: Sequence[Head]) -> bytes:
    """Return the count as a file, UTF-8."""
    eml = Element("EML", {"xmlns": NAMESPACE, "Id": "510", "SchemaVersion": "5"})
    _add(eml, "TransactionId", root["sequence"])
    authority = SubElement(eml, "ManagingAuthority")
    _add(authority, "AuthorityIdentifier", "Khanaen", Id="KHN")
    SubElement(authority, "AuthorityAddress")
    _add(eml, "IssueDate", root["published_at"])
    count = SubElement(eml, "Count")
    _event(count, root)
    _constituencies(_election(count, root, Ballot.CONSTITUENCY), root, heads)
    if any(head["choices"].get(Ballot.PARTY_LIST) for head in heads):
        _party_list(_election(count, root, Ballot.PARTY_LIST), root, heads)
    data: bytes = tostring(eml, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _event(count: Element, root: Mapping[str, Any]) -> None:
    """Say which election this is, on which day, and that nothing here is official."""
    event = SubElement(count, "EventIdentifier", Id=root["election"]["code"])
    _add(event, "EventName", root["election"]["th"])
    said = _REHEARSAL if root["rehearsal"] else _UNOFFICIAL
    _add(event, "EventQualifier", said, Id=root["election"]["voting_date"])


def _election(count: Element, root: Mapping[str, Any], ballot: Ballot) -> Element:
    """Begin an election of one ballot; return its list of contests."""
    election = SubElement(count, "Election")
    named = SubElement(election, "ElectionIdentifier", Id=f"{root['election']['code']}-{ballot}")
    _add(named, "ElectionName", root["election"]["th"])
    _add(named, "ElectionCategory", ballot.value)
    return SubElement(election, "Contests")


def _constituencies(contests: Element, root: Mapping[str, Any], heads: Iterable[Head]) -> None:
    for head in heads:
        choices = head["choices"].get(Ballot.CONSTITUENCY, [])
        if not choices:
            continue
        contest = _contest(contests, head["code"], _name(head))
        _qualify(contest, root, [head])
        _votes(SubElement(contest, "TotalVotes"), over_streams(head, Ballot.CONSTITUENCY), choices)
        for stream, by_ballot in sorted(head["totals"].items()):
            place = (f"{head['code']}::{stream}", stream)
            _reported(contest, place, by_ballot.get(Ballot.CONSTITUENCY, {}), choices)


def _party_list(contests: Element, root: Mapping[str, Any], heads: Sequence[Head]) -> None:
    contest = _contest(contests, _COUNTRY, "ประเทศไทย")
    _qualify(contest, root, heads)
    own = [(head, over_streams(head, Ballot.PARTY_LIST)) for head in heads]
    parties = next(head["choices"][Ballot.PARTY_LIST] for head in heads if _has_list(head))
    total = sum((Counter(sums) for _, sums in own), Counter[str]())
    _votes(SubElement(contest, "TotalVotes"), total, parties, is_list=True)
    for head, sums in own:
        _reported(contest, (head["code"], _name(head)), sums, parties, is_list=True)


def _has_list(head: Head) -> bool:
    return bool(head["choices"].get(Ballot.PARTY_LIST))


def _contest(contests: Element, code: str, name: str) -> Element:
    contest = SubElement(contests, "Contest")
    _add(SubElement(contest, "ContestIdentifier", Id=code), "ContestName", name)
    return contest


def _qualify(contest: Element, root: Mapping[str, Any], heads: Iterable[Head]) -> None:
    """Say whether a contest is a rehearsal, that it is never final, and whether units lack."""
    lacks = any(head["counted"] != head["expected"] for head in heads)
    said = SubElement(contest, "CountQualifier")
    _add(said, "Simulation", _YES_OR_NO[bool(root["rehearsal"])])
    _add(said, "Final", _YES_OR_NO[False])
    _add(said, "Partial", _YES_OR_NO[lacks])


def _reported(
    contest: Element,
    place: tuple[str, str],
    sums: Sums,
    choices: Iterable[Mapping[str, Any]],
    *,
    is_list: bool = False,
) -> None:
    """Add what one part of the contest reported; one that reported nothing is not there."""
    if sums:
        part = SubElement(contest, "ReportingUnitVotes")
        _add(part, "ReportingUnitIdentifier", place[1], Id=place[0])
        _votes(part, sums, choices, is_list=is_list)


def _votes(
    part: Element, sums: Sums, choices: Iterable[Mapping[str, Any]], *, is_list: bool = False
) -> None:
    for choice in choices:
        selection = SubElement(part, "Selection")
        number = str(choice["number"])
        if is_list:
            party = SubElement(selection, "AffiliationIdentifier", Id=number)
            _add(party, "RegisteredName", choice["name"]["th"])
        else:
            SubElement(SubElement(selection, "Candidate"), "CandidateIdentifier", Id=number)
        _add(selection, "ValidVotes", sums.get(row_key(choice["number"]), 0))
    _add(part, "Cast", sums.get("used", 0) + sums.get("received", 0))
    _add(part, "TotalCounted", sums.get("good", 0))
    for key, why in _REJECTED.items():
        _add(part, "RejectedVotes", sums.get(key, 0), ReasonCode=why)


def _name(head: Head) -> str:
    return f"{head['province']['th']} เขตเลือกตั้งที่ {head['number']}"


def _add(parent: Element, tag: str, text: object, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = str(text)
