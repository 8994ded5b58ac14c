"""A tiny country in the shape of the reference data: played, published, looked at and compared."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.bench.serving import find_nginx
from app.cli import build
from app.nation import night
from app.nation.onlooker import Onlooker
from app.nation.playing import play_country
from tests.fixtures.reference import CANDIDATES, UNITS, write_reference


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="module")
def played(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night of four minutes, half of it over, at 20 units a minute."""
    folder = tmp_path_factory.mktemp("night")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(night, "MINUTES", 4)
        patch.setattr(night, "_STEP", 20)
        patch.setattr("app.nation.playing._A_MINUTE", 20)
        assert play_country(source, folder, 1.0, 0.5, "readings") == 0
    return folder


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(build(), list(words))
    return result.exit_code, result.output


def test_a_played_night_ends_at_the_figures_that_it_was_made_from(played: Path) -> None:
    figures = json.loads((played / "night.json").read_text())
    assert figures["units"] == 2 * UNITS
    assert figures["snapshots"] >= 4
    assert (figures["faults"], figures["stopped"]) == (0, [])
    assert figures["compared"] == 2 * (len(CANDIDATES) + 4)
    assert figures["different"] == figures["recompute_differences"] == 0
    assert sum(m["released"] for m in figures["steps"] + figures["each_minute"]) == 2 * UNITS
    assert (played / "country-night-units.png").read_bytes().startswith(b"\x89PNG")


def test_the_files_alone_prove_it_again(played: Path, source: Path) -> None:
    code, said = run("verify", str(played / "public"), "--night", "--ect", str(source / "ge2026"))
    assert code == 0
    assert f"0 of {2 * (len(CANDIDATES) + 4)}" in said


def test_other_figures_are_noticed(played: Path, source: Path, tmp_path: Path) -> None:
    shutil.copytree(source / "ge2026", tmp_path / "ge2026")
    file = tmp_path / "ge2026/ectreport69_94pct_candidate_votes.csv"
    head, first, *rest = file.read_text().splitlines()
    zone, number, votes = first.split(",")
    file.write_text("\n".join([head, f"{zone},{number},{int(votes) + 1}", *rest]))
    code, said = run("verify", str(played / "public"), "--night", "--ect", str(tmp_path / "ge2026"))
    assert code == 1
    assert "1 of " in said


def _harmed(played: Path, tmp_path: Path, kind: str, change: Any) -> list[str]:
    """Change one file of the newest snapshot, and every hash above it, as a forger would."""
    shutil.copytree(played / "public", tmp_path / "public")
    folder = tmp_path / "public"
    last = max((folder / "data/snapshots").glob("*.json"))
    pointer = json.loads(last.read_text())
    root = json.loads((folder / pointer["root"]["path"]).read_text())
    link = root["files"]["nation"] if kind == "nation" else None
    link = link or root["constituencies"]["SMM_1"]["manifest"]
    content = json.loads((folder / link["path"]).read_text())
    change(content, folder)
    link |= put(folder, content)
    pointer["root"] = put(folder, root)
    last.write_text(json.dumps(pointer))
    onlooker = Onlooker(folder)
    list(onlooker.walk())
    return onlooker.faults


def put(folder: Path, content: Any) -> dict[str, Any]:
    data = json.dumps(content).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"data/files/{sha256[:2]}/{sha256}.json"
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(data)
    return {"path": path, "sha256": sha256, "bytes": len(data)}


def more_votes(manifest: Any, _: Path) -> None:
    manifest["totals"]["election_day"]["constituency"]["row:1"] += 1


def fewer_expected(manifest: Any, _: Path) -> None:
    manifest["expected"]["election_day"] -= 1


def vanished(manifest: Any, _: Path) -> None:
    next(u for u in manifest["units"] if u["record"])["record"] = None


def other_slot(manifest: Any, _: Path) -> None:
    next(u for u in manifest["units"] if u["sequence"])["sequence"] = 99


def one_less_counted(manifest: Any, _: Path) -> None:
    manifest["counted"]["election_day"] -= 1


def changed_in_silence(manifest: Any, folder: Path) -> None:
    entry = next(u for u in manifest["units"] if u["record"])
    record = json.loads((folder / entry["record"]["path"]).read_text())
    record["ballots"]["constituency"]["counts"]["row:1"] += 1
    more_votes(manifest, folder)
    entry["record"] = put(folder, record)


def without_a_ballot(manifest: Any, folder: Path) -> None:
    entry = next(u for u in manifest["units"] if u["record"])
    record = json.loads((folder / entry["record"]["path"]).read_text())
    del record["ballots"]["party_list"]
    entry["record"] = put(folder, record)


@pytest.mark.parametrize(
    ("kind", "change", "rule"),
    [
        ("manifest", without_a_ballot, "R602"),
        ("manifest", fewer_expected, "R603"),
        ("manifest", other_slot, "R604"),
        ("manifest", one_less_counted, "R605"),
        ("manifest", vanished, "R606"),
        ("manifest", changed_in_silence, "R606"),
        ("manifest", more_votes, "R607"),
        ("nation", lambda n, _: n["totals"]["party_list"].update({"row:1": 1}), "R607"),
        ("nation", lambda n, _: n["streams"]["election_day"].update({"counted": 1}), "R605"),
    ],
)
def test_every_rule_is_missed_where_it_is_broken(
    played: Path, tmp_path: Path, kind: str, change: Any, rule: str
) -> None:
    assert any(rule in fault for fault in _harmed(played, tmp_path, kind, change))


def test_a_share_is_whole_constituencies(source: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(night, "MINUTES", 2)
        assert play_country(source, tmp_path, 0.5, 0.9, "readings") == 0
    figures = json.loads((tmp_path / "night.json").read_text())
    assert figures["units"] == UNITS
    assert (figures["compared"], figures["different"]) == (len(CANDIDATES) + 4, 0)


def test_a_folder_that_is_not_empty_stays(played: Path, source: Path) -> None:
    before = sorted(played.iterdir())
    assert play_country(source, played, 1.0, 0.0, "readings") == 2
    assert sorted(played.iterdir()) == before


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    assert run("verify", str(tmp_path), "--night")[0] == 1


def test_a_played_night_is_weighed(played: Path) -> None:
    code, said = run("bench", "results", str(played))
    assert code == 0, said
    assert "manifest of a constituency" in said
    assert "0 constituencies differ" in said
    assert "drawn by the application: /c/SMM_" in said
    if find_nginx():
        assert "nginx, one worker: /index.html" in said


def test_nothing_played_is_said(tmp_path: Path) -> None:
    assert run("bench", "results", str(tmp_path))[0] == 2
