"""One changed byte in any listed file is found, whatever kind of file it is."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import build
from results.addresses import LATEST, PRINTED, Blob, canonical, digest, json_blob
from results.errors import PublicationError
from results.pointer import signed
from results.sources import FolderSource, open_source
from results.verify import Report, verify
from tests.integration.results.newsroom import KEY, OTHER, Newsroom

KINDS = {
    "data/latest.json",
    "data/snapshots",
    "data/files .json",
    "data/changes",
    "data/printed",
    "csv/amphoe",
    "csv/totals",
    "ect",
    "nist",
    "parquet",
    "data/files .jpg",
    "data/files .minisig",
    "csv",
    "c",
    "u",
    "en/c",
    "en/u",
    "index.html",
    "en/index.html",
    "corrections.html",
    "assets",
}


def check(folder: Path, key: object = KEY.public) -> Report:
    return verify(FolderSource(folder), key)


def kind_of(path: str) -> str:
    if path.startswith("data/files/"):
        return f"data/files .{path.rpartition('.')[2]}"
    folder = path.rpartition("/")[0]
    return folder if folder not in {"", "en", "data"} else path


def test_a_whole_night_is_sound(night: Newsroom) -> None:
    report = check(night.folder)
    assert report.faults == []
    assert report.unlisted == []
    assert (report.sequence, report.snapshots) == (3, 3)
    assert set(report.listed) == set(night.files())
    assert {kind_of(path) for path in report.listed} >= KINDS


def test_one_changed_byte_is_found_in_every_kind_of_file(night: Newsroom) -> None:
    by_kind = {kind_of(path): path for path in sorted(check(night.folder).listed)}
    for path in by_kind.values():
        for place in (0, -1, None):
            file = night.folder / path
            data = file.read_bytes()
            change(file, place)
            assert not check(night.folder).is_sound, (path, place)
            file.write_bytes(data)
    assert check(night.folder).is_sound


def change(file: Path, place: int | None) -> None:
    data = bytearray(file.read_bytes())
    where = len(data) // 2 if place is None else place
    data[where] ^= 1
    file.write_bytes(bytes(data))


def test_every_byte_of_the_pointer_counts(night: Newsroom) -> None:
    file = night.folder / LATEST
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        change(file, place)
        assert not check(night.folder).is_sound, place
        file.write_bytes(whole)


def test_a_page_packed_otherwise_than_it_stands_is_found_though_signed(night: Newsroom) -> None:
    other = gzip.compress(b"<p>another page</p>")
    (night.folder / "index.html.gz").write_bytes(other)
    listed = json.loads((night.folder / PRINTED).read_bytes())
    listed["nation"]["index.html.gz"] = digest(other)
    (night.folder / PRINTED).write_bytes(canonical(listed))
    pointer = json.loads((night.folder / LATEST).read_bytes())
    pointer["printed"] |= Blob(PRINTED, canonical(listed)).link()
    (night.folder / LATEST).write_bytes(canonical(signed(pointer, KEY)))
    assert check(night.folder).faults == ["index.html.gz does not hold index.html"]


def test_a_missing_file_is_named(night: Newsroom) -> None:
    (night.folder / "c/SM-1.html").unlink()
    assert check(night.folder).faults == ["c/SM-1.html is missing"]


def test_an_unlisted_file_is_named_and_forgiven(night: Newsroom) -> None:
    (night.folder / "notes.txt").write_text("x")
    report = check(night.folder)
    assert report.is_sound
    assert report.unlisted == ["notes.txt"]


def test_another_key_is_refused(night: Newsroom) -> None:
    assert not check(night.folder, OTHER.public).is_sound


def test_without_a_key_it_is_self_signed_only(night: Newsroom) -> None:
    report = check(night.folder, None)
    assert report.is_sound
    assert report.is_self_signed
    assert report.fingerprint == KEY.public.fingerprint


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


def forge(folder: Path, code: str, edit: Callable[[dict], None]) -> None:
    """Change the newest manifest of a constituency and sign everything above it anew."""
    pointer = json.loads((folder / LATEST).read_bytes())
    root = json.loads((folder / pointer["root"]["path"]).read_bytes())
    entry = root["constituencies"][code]
    manifest = json.loads((folder / entry["manifest"]["path"]).read_bytes())
    edit(manifest)
    entry["manifest"] = put(folder, manifest)
    pointer["root"] = put(folder, root)
    signature = KEY.sign(canonical(root), "x").encode()
    (folder / f"{pointer['root']['path']}.minisig").write_bytes(signature)
    pointer["root"]["minisig_sha256"] = digest(signature)
    data = canonical(signed(pointer, KEY))
    (folder / LATEST).write_bytes(data)
    (folder / "data/snapshots/000003.json").write_bytes(data)


def put(folder: Path, value: dict) -> dict:
    blob = json_blob(value)
    (folder / blob.path).parent.mkdir(exist_ok=True)
    (folder / blob.path).write_bytes(blob.data)
    return blob.link()


def test_an_empty_place_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(PublicationError):
        verify(open_source(str(tmp_path)))
    with pytest.raises(PublicationError):
        open_source(str(tmp_path / "nowhere"))


def command(*words: str) -> Result:
    return CliRunner().invoke(build(), ["verify", *words])


def test_the_command_answers_0_1_and_2(night: Newsroom, tmp_path: Path) -> None:
    key = tmp_path / "khanaen.pub"
    key.write_text(KEY.public.to_text())
    sound = command(str(night.folder), "--key", str(key))
    assert (sound.exit_code, KEY.public.fingerprint in sound.stdout) == (0, True)
    assert "self-signed" not in sound.stdout
    listed = command(str(night.folder), "--list")
    assert len(listed.stdout.splitlines()) == len(night.files())
    assert "self-signed only" in listed.stderr
    broken = tmp_path / "broken"
    shutil.copytree(night.folder, broken)
    change(broken / "index.html", 100)
    assert command(str(broken)).exit_code == 1
    assert command(str(tmp_path / "nowhere")).exit_code == 2
