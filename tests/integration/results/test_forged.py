"""A publisher who signs what is false is found out by whoever adds up and compares."""

import json
from collections.abc import Callable
from pathlib import Path

from results.addresses import LATEST, canonical, digest, json_blob, snapshot_path
from results.pointer import signed
from results.sources import FolderSource
from results.verify import Report, verify
from tests.integration.results.newsroom import KEY, Newsroom


def check(folder: Path) -> Report:
    return verify(FolderSource(folder), KEY.public)


def test_figures_that_do_not_sum_up_are_found_though_signed(night: Newsroom) -> None:
    """A publisher who signs other totals than the units give is found out."""

    def raise_a_total(manifest: dict) -> None:
        manifest["totals"]["election_day"]["constituency"]["row:1"] += 1

    forge(night.folder, "SM-1", raise_a_total)
    faults = check(night.folder).faults
    assert len(faults) == 1
    assert "not the sums of its units" in faults[0]


def test_a_number_changed_in_silence_is_found_though_signed(night: Newsroom) -> None:
    """Unit and total agree, the signature is right, only the correction is missing."""

    def change_a_unit(manifest: dict) -> None:
        manifest["totals"]["election_day"]["constituency"]["row:1"] += 1
        unit = next(u for u in manifest["units"] if u["code"] == "SM-1-U002")
        record = json.loads((night.folder / unit["record"]["path"]).read_bytes())
        record["ballots"]["constituency"]["counts"]["row:1"] += 1
        unit["record"] = put(night.folder, record)

    forge(night.folder, "SM-1", change_a_unit)
    faults = check(night.folder).faults
    assert len(faults) == 1
    assert "SM-1-U002 changed without a correction: constituency row:1" in faults[0]


def test_a_country_that_is_not_the_sum_of_its_constituencies_is_found(night: Newsroom) -> None:
    def raise_a_party(root: dict) -> None:
        nation = json.loads((night.folder / root["files"]["nation"]["path"]).read_bytes())
        nation["totals"]["party_list"]["row:1"] += 1
        root["files"]["nation"] = put(night.folder, nation)

    forge_root(night.folder, raise_a_party)
    faults = check(night.folder).faults
    assert [fault.partition(" ")[2] for fault in faults] == ["is not the sum of the constituencies"]


def test_a_constituency_that_vanishes_is_found_though_signed(night: Newsroom) -> None:
    def lose_one(root: dict) -> None:
        del root["constituencies"]["SM-2"]

    forge_root(night.folder, lose_one)
    assert any("shows SM-2, which vanished later" in f for f in check(night.folder).faults)


def test_a_record_shown_as_that_of_two_units_is_found(night: Newsroom) -> None:
    """One counted unit must not stand for a second one, though all sums are those of records."""

    def show_twice(manifest: dict) -> None:
        units = {unit["code"]: unit for unit in manifest["units"]}
        twice = units["SM-1-U002"]["record"]
        units["SM-1-U003"]["record"] = twice
        record = json.loads((night.folder / twice["path"]).read_bytes())
        for ballot, sheet in record["ballots"].items():
            for key, value in sheet["counts"].items():
                manifest["totals"]["election_day"][ballot][key] += value

    forge(night.folder, "SM-1", show_twice)
    faults = check(night.folder).faults
    assert any("shows another unit's record as that of SM-1-U003" in fault for fault in faults)
    assert not any("not the sums" in fault for fault in faults)


def test_a_manifest_of_another_constituency_is_found(night: Newsroom) -> None:
    def show_twice(root: dict) -> None:
        root["constituencies"]["SM-2"] = root["constituencies"]["SM-1"]

    forge_root(night.folder, show_twice)
    faults = check(night.folder).faults
    assert any("is not of SM-2" in fault for fault in faults)
    assert any("which belongs to SM-1" in fault for fault in faults)


def test_a_correction_that_vanishes_is_found_though_signed(night: Newsroom) -> None:
    night.count(["SM-2-U001"], 20)
    night.publish(21)

    def forget(manifest: dict) -> None:
        unit = next(u for u in manifest["units"] if u["code"] == "SM-1-U001")
        record = json.loads((night.folder / unit["record"]["path"]).read_bytes())
        assert record["corrections"]
        unit["record"] = put(night.folder, record | {"corrections": []})

    forge(night.folder, "SM-1", forget)
    faults = check(night.folder).faults
    assert len(faults) == 1
    assert "SM-1-U001 lost corrections later" in faults[0]


def forge(folder: Path, code: str, edit: Callable[[dict], None]) -> None:
    """Change the newest manifest of a constituency and sign everything above it anew."""

    def change(root: dict) -> None:
        entry = root["constituencies"][code]
        manifest = json.loads((folder / entry["manifest"]["path"]).read_bytes())
        edit(manifest)
        entry["manifest"] = put(folder, manifest)

    forge_root(folder, change)


def forge_root(folder: Path, edit: Callable[[dict], None]) -> None:
    """Change the newest root and sign it anew."""
    pointer = json.loads((folder / LATEST).read_bytes())
    root = json.loads((folder / pointer["root"]["path"]).read_bytes())
    edit(root)
    pointer["root"] = put(folder, root)
    signature = KEY.sign(canonical(root), "x").encode()
    (folder / f"{pointer['root']['path']}.minisig").write_bytes(signature)
    pointer["root"]["minisig_sha256"] = digest(signature)
    data = canonical(signed(pointer, KEY))
    (folder / LATEST).write_bytes(data)
    (folder / snapshot_path(root["sequence"])).write_bytes(data)


def put(folder: Path, value: dict) -> dict:
    blob = json_blob(value)
    (folder / blob.path).parent.mkdir(exist_ok=True)
    (folder / blob.path).write_bytes(blob.data)
    return blob.link()
