"""Files for media and research: whole, alike, valid, and never to be taken for official."""

import csv
import gc
import io
import json
import re
import zipfile
from collections import Counter
from datetime import timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import frictionless
import jsonschema
import pyarrow.parquet as pq
import pytest

from results.eml_shape import NAMESPACE
from results.exporting import EVERY, Exporter, are_due, stage_of
from results.previous import read_previous
from results.records import iso
from results.shelf import Shelf
from results.target import Folder
from tests.integration.results.electorate import later
from tests.integration.results.newsroom import Newsroom
from tests.integration.results.nist_classes import SCHEMA


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_same_rows_as_csv_zip_and_parquet(night: Newsroom) -> None:
    files = night.files()
    units = rows(files["csv/units.csv"])
    with zipfile.ZipFile(io.BytesIO(files["csv/units.zip"])) as packed:
        assert packed.read("units.csv") == files["csv/units.csv"]
    table = pq.read_table(io.BytesIO(files["parquet/units.parquet"]))
    assert table.column_names == list(units[0])
    assert table["value"].to_pylist() == [int(row["value"]) for row in units]
    assert {row["official"] for row in units} == {"0"}


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_what_outgrows_a_spreadsheet_leaves_no_old_numbers_behind(night: Newsroom) -> None:
    """A newsroom that fetches a fixed name must not get the state of an hour ago for ever."""
    target = Folder(night.folder)
    previous = read_previous(target)
    assert previous is not None
    listed = json.loads(night.files()["data/printed.json"])["exports"]
    for before in (listed, None):
        target.put("csv/units.csv", b"old")
        made = Exporter(previous, Shelf(target), target, before, most_rows=10).export(later(10))
        assert "csv/units.csv" not in made["files"]
        assert "csv/units.csv" not in night.files()
        assert {"csv/units.zip", "csv/totals.csv", "csv/SM-1.csv"} <= night.files().keys()
    package = frictionless.Package(str(night.folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["code", "message"])
    whole = rows(night.files()["csv/SM-1.csv"]) + rows(night.files()["csv/SM-2.csv"])
    assert len(package.get_resource("units").read_rows()) == len(whole)
    gc.collect()  # frictionless leaves the ZIP open, which must be heard of in this test


def test_totals_are_the_sums_of_units_and_of_amphoe(night: Newsroom) -> None:
    files = night.files()
    sums = {name: summed(rows(files[f"csv/{name}.csv"])) for name in ("units", "totals", "amphoe")}
    assert sums["units"] == sums["totals"] == sums["amphoe"]


def summed(found: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    sums: Counter[tuple[str, ...]] = Counter()
    for row in found:
        sums[row["constituency"], row["stream"], row["ballot"], row["key"]] += int(row["value"])
    return sums


def test_the_data_package_is_valid(night: Newsroom) -> None:
    package = frictionless.Package(str(night.folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["code", "message"])
    assert {r.name for r in package.resources} == {"totals", "amphoe", "units"}


@pytest.mark.parametrize("path", ["ect/stats_cons.json", "ect/stats_party.json"])
def test_the_ects_shape_is_marked_unofficial(night: Newsroom, path: str) -> None:
    found = json.loads(night.files()[path])
    assert (found["official"], found["rehearsal"]) == (False, True)
    assert found["counted_vote_stations"] == 3


def test_the_ects_shape_holds_the_same_votes(night: Newsroom) -> None:
    files = night.files()
    stats = json.loads(files["ect/stats_cons.json"])
    first = stats["result_province"][0]["constituencies"][0]
    votes = {c["mp_app_id"]: c["mp_app_vote"] for c in first["candidates"]}
    found = summed(rows(files["csv/totals.csv"]))
    for number in (1, 2, 4):
        over = sum(
            value
            for (place, _, ballot, key), value in found.items()
            if (place, ballot, key) == ("SM-1", "constituency", f"row:{number}")
        )
        assert votes[f"SM-1_{number}"] == over


def test_the_nist_report_is_one_by_the_classes_of_the_standard(night: Newsroom) -> None:
    report = json.loads(night.files()["nist/election.json"])
    validator = jsonschema.Draft4Validator(SCHEMA)
    assert [(list(e.path), e.message) for e in validator.iter_errors(report)] == []
    assert {"Color", "PartyId"} <= report["Party"][0].keys() | report["Election"][0]["Candidate"][
        0
    ].keys()
    report["GpUnit"][1]["Type"] = "province"
    assert not validator.is_valid(report)


def test_the_nist_report_holds_together(night: Newsroom) -> None:
    """Every reference of SP 1500-100 leads to an object."""
    report = json.loads(night.files()["nist/election.json"])
    assert report["@type"] == "ElectionResults.ElectionReport"
    assert (report["IsTest"], report["Status"]) == (True, "unofficial-partial")
    election = report["Election"][0]
    ids = Counter(identifiers(report))
    assert set(ids.values()) == {1}
    assert set(references(report)) <= set(ids)
    kinds = {contest["@type"] for contest in election["Contest"]}
    assert kinds == {"ElectionResults.CandidateContest", "ElectionResults.PartyContest"}
    for contest in election["Contest"]:
        for selection in contest["ContestSelection"]:
            assert all(count["Count"] >= 0 for count in selection["VoteCounts"])


def identifiers(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["@id"]] if "@id" in value else []
        return own + [i for inner in value.values() for i in identifiers(inner)]
    return [i for inner in value for i in identifiers(inner)] if isinstance(value, list) else []


def references(value: object) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.endswith("Id") and name != "VendorApplicationId":
                found.append(inner)
            elif name.endswith("Ids"):
                found += inner
            else:
                found += references(inner)
    elif isinstance(value, list):
        found += [r for inner in value for r in references(inner)]
    return found


GROUP = "Selection+ Cast TotalCounted RejectedVotes{2}"
GRAMMAR = {
    "EML": "TransactionId ManagingAuthority IssueDate Count",
    "ManagingAuthority": "AuthorityIdentifier AuthorityAddress",
    "Count": "EventIdentifier Election+",
    "EventIdentifier": "EventName EventQualifier",
    "Election": "ElectionIdentifier Contests",
    "ElectionIdentifier": "ElectionName ElectionCategory",
    "Contests": "Contest+",
    "Contest": "ContestIdentifier CountQualifier TotalVotes ReportingUnitVotes*",
    "CountQualifier": "Simulation Final Partial",
    "ContestIdentifier": "ContestName",
    "TotalVotes": GROUP,
    "ReportingUnitVotes": f"ReportingUnitIdentifier {GROUP}",
    "Selection": "(?:Candidate|AffiliationIdentifier) ValidVotes",
    "Candidate": "CandidateIdentifier",
    "AffiliationIdentifier": "RegisteredName",
}
"""Children of each element of EML 5.0's message 510 in their order; others have text alone.

After OASIS's `510-count-v5-0.xsd` and `emlcore-v5-0.xsd`. Where these let others add elements of
theirs, the wildcard is strict: such a file is refused by who has OASIS's schema alone.
"""


def test_the_eml_count_has_its_elements_in_their_order(night: Newsroom) -> None:
    eml = ElementTree.fromstring(night.files()["eml/510.xml"])  # noqa: S314 - our own file
    assert (eml.get("Id"), eml.get("SchemaVersion")) == ("510", "5")
    for element in eml.iter():
        children = "".join(f"<{short(child.tag)}>" for child in element)
        allowed = GRAMMAR.get(short(element.tag), "")
        pattern = re.sub(r"[A-Z]\w*", lambda name: f"(?:<{name[0]}>)", allowed)
        assert re.fullmatch(pattern.replace(" ", ""), children), (element.tag, children)
        assert element.tag.startswith(f"{{{NAMESPACE}}}")
        assert re.fullmatch(r"[\w.:-]+", element.get("Id", "x"))


def test_the_eml_count_is_never_final_and_says_that_it_is_a_rehearsal(night: Newsroom) -> None:
    eml = ElementTree.fromstring(night.files()["eml/510.xml"])  # noqa: S314 - our own file
    said = [[word.text for word in q] for q in eml.iter(f"{{{NAMESPACE}}}CountQualifier")]
    assert said == [["yes", "no", "yes"]] * 3
    event = next(eml.iter(f"{{{NAMESPACE}}}EventQualifier"))
    assert (event.get("Id"), "rehearsal" in (event.text or "")) == ("2026-03-01", True)


def test_the_eml_count_holds_the_same_votes(night: Newsroom) -> None:
    files = night.files()
    found = summed(rows(files["csv/totals.csv"]))
    eml = ElementTree.fromstring(files["eml/510.xml"])  # noqa: S314 - our own file
    contests = {c[0].get("Id"): c for c in eml.iter(f"{{{NAMESPACE}}}Contest")}
    assert contests.keys() == {"SM-1", "SM-2", "TH"}
    own, country = contests["SM-1"], contests["TH"]
    for ballot, contest, places in (("constituency", own, {"SM-1"}), ("party_list", country, None)):
        told = Counter[str]()
        for (place, _, its, key), value in found.items():
            if its == ballot and (places is None or place in places):
                told[key] += value
        total, *parts = contest[2:]
        assert numbers(total) == {key: told[key] for key in numbers(total)}
        assert numbers(total)["good"] > 0
        assert sum((Counter(numbers(part)) for part in parts), Counter()) == +Counter(
            numbers(total)
        )


def numbers(group: Element) -> dict[str, int]:
    """Return what a group of votes says, by our own keys."""
    found = {}
    for child in group:
        name, text = short(child.tag), child.text or ""
        if name == "Selection":
            found[f"row:{next(e.get('Id') for e in child.iter() if e.get('Id'))}"] = int(
                child[1].text or ""
            )
        elif name in {"Cast", "TotalCounted"}:
            found["used" if name == "Cast" else "good"] = int(text)
        elif name == "RejectedVotes":
            found[child.get("ReasonCode", "").replace("-", "_")] = int(text)
    return found


def short(tag: str) -> str:
    """Return an element's name as it is written in the file."""
    return tag.removeprefix(f"{{{NAMESPACE}}}")


def test_a_large_election_waits_ten_minutes_or_for_a_stage(night: Newsroom) -> None:
    previous = read_previous(Folder(night.folder))
    assert previous is not None
    previous.root["expected_units"] = 95_567
    before = {"snapshot": 2, "at": iso(later(9)), "status": stage_of(previous)}
    assert not are_due(previous, before, later(10))
    assert are_due(previous, before, later(9) + EVERY)
    assert are_due(previous, before | {"status": ["waiting", {}]}, later(10))
    assert not are_due(previous, before | {"snapshot": 3}, later(9) + timedelta(days=1))
