"""One changed byte in any listed file is found, whatever kind of file it is."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import build
from results.addresses import (
    LATEST,
    PRINTED,
    Blob,
    canonical,
    digest,
)
from results.errors import PublicationError
from results.pointer import set_status, signed
from results.publish import publish
from results.signing import PublicKey
from results.sources import FolderSource, open_source
from results.target import open_target
from results.verify import Report, verify
from tests.integration.results.electorate import later
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


def test_a_changed_key_is_followed_back_and_never_forward(night: Newsroom) -> None:
    """Whoever holds the earlier key can sign nothing that came after it."""
    night.count(["SM-2-U001"], 20)
    assert publish(night.database, night.images, night.folder.as_uri(), OTHER, later(21))
    source = FolderSource(night.folder)
    assert verify(source, OTHER.public, older=[KEY.public]).is_sound
    for key, older in ((OTHER, []), (KEY, []), (KEY, [OTHER])):
        assert not verify(source, key.public, older=[k.public for k in older]).is_sound
    night.count(["SM-2-U002"], 22)
    assert night.publish(23) is not None  # by the earlier key again
    assert not verify(source, OTHER.public, older=[KEY.public]).is_sound
    assert not verify(source, KEY.public, older=[OTHER.public]).is_sound


def test_the_operator_s_word_with_a_new_key_names_that_key(night: Newsroom) -> None:
    target = open_target(night.folder.as_uri())
    set_status(target, OTHER, "paused", {"th": "กุญแจใหม่", "en": "a new key"})
    pointer = json.loads((night.folder / LATEST).read_bytes())
    assert PublicKey.from_text(pointer["key"]) == OTHER.public
    assert verify(FolderSource(night.folder), OTHER.public, older=[KEY.public]).is_sound


def test_it_tells_how_many_snapshots_it_has_walked(night: Newsroom) -> None:
    told: list[tuple[int, int]] = []
    verify(FolderSource(night.folder), tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


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


def test_the_command_takes_earlier_keys_after_the_newest(night: Newsroom, tmp_path: Path) -> None:
    KEY.write(tmp_path / "old.key")
    OTHER.write(tmp_path / "new.key")
    set_status(open_target(night.folder.as_uri()), OTHER, "live", None)
    new, old = (str(tmp_path / name) for name in ("new.pub", "old.pub"))
    assert command(str(night.folder), "--key", new, "--key", old).exit_code == 0
    assert command(str(night.folder), "--key", old, "--key", new).exit_code == 1
