"""The published figures as an EML 510 count (OASIS Election Markup Language 5.0, XML).

Two elections stand in one file: the constituency ballot with a contest each constituency, reported
by stream, and the list ballot with one contest of the country, reported by constituency. `Cast` is
the ballots used, `TotalCounted` the good ones; rejected are `invalid` ballots and those that chose
nobody (`no-vote`). What EML has no word for stands in a namespace of our own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from models.values.ballots import Ballot
from models.values.fields import row_key
from results.manifest import over_streams

NAMESPACE: Final = "urn:oasis:names:tc:evs:schema:eml"
OURS: Final = "urn:khanaen:results:1"

_REJECTED: Final = {"invalid": "invalid", "no_vote": "no-vote"}
_COUNTRY: Final = "TH"
_SPACES: Final = {"xmlns": NAMESPACE, "xmlns:kh": OURS}

Head = Mapping[str, Any]
Sums = Mapping[str, int]


def eml_count(root: Mapping[str, Any], heads: Sequence[Head]) -> bytes:
    """Return the count as a file, UTF-8."""
    eml = Element("EML", {**_SPACES, "Id": "510", "SchemaVersion": "5"})
    _add(eml, "TransactionId", root["sequence"])
    authority = SubElement(eml, "ManagingAuthority")
    _add(authority, "AuthorityIdentifier", "Khanaen", Id="KHN")
    SubElement(authority, "AuthorityAddress")
    _add(eml, "IssueDate", root["published_at"][:10])
    _add(eml, "kh:Snapshot", root["sequence"], At=root["published_at"])
    _add(eml, "kh:Official", "false")
    _add(eml, "kh:Rehearsal", str(root["rehearsal"]).lower())
    count = SubElement(eml, "Count")
    SubElement(count, "EventIdentifier")
    _constituencies(_election(count, root, Ballot.CONSTITUENCY), heads)
    if any(head["choices"].get(Ballot.PARTY_LIST) for head in heads):
        _party_list(_election(count, root, Ballot.PARTY_LIST), heads)
    data: bytes = tostring(eml, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _election(count: Element, root: Mapping[str, Any], ballot: Ballot) -> Element:
    """Begin an election of one ballot; return its list of contests."""
    election = SubElement(count, "Election")
    named = SubElement(election, "ElectionIdentifier", Id=f"{root['election']['code']}-{ballot}")
    _add(named, "ElectionName", root["election"]["th"])
    _add(named, "ElectionCategory", ballot.value)
    _add(named, "kh:ElectionDate", root["election"]["voting_date"])
    return SubElement(election, "Contests")


def _constituencies(contests: Element, heads: Iterable[Head]) -> None:
    for head in heads:
        choices = head["choices"].get(Ballot.CONSTITUENCY, [])
        if not choices:
            continue
        contest = _contest(contests, head["code"], _name(head))
        _votes(SubElement(contest, "TotalVotes"), over_streams(head, Ballot.CONSTITUENCY), choices)
        for stream, by_ballot in sorted(head["totals"].items()):
            place = (f"{head['code']}::{stream}", stream)
            _reported(contest, place, by_ballot.get(Ballot.CONSTITUENCY, {}), choices)


def _party_list(contests: Element, heads: Sequence[Head]) -> None:
    contest = _contest(contests, _COUNTRY, "ประเทศไทย")
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
