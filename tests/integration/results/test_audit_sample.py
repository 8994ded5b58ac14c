"""A random audit and the log's chain, from the published files and a downloaded log alone."""

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.audit_chain import chain_of_file, chain_of_record, heads_published
from app.cli import build
from models.store import audit
from results.audit_sample import subject_of
from results.sources import FolderSource
from tests.fixtures.desk import DeskHouse
from tests.fixtures.small_election import NIGHT
from tests.integration.results.newsroom import Newsroom, open_newsroom

SEED = "27182818284590452353"
CODE = "SM-1"


def run(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(build(), ["audit", *words])
    return answer.exit_code, answer.output


@pytest.fixture
def room(database: object, tmp_path: Path) -> Newsroom:
    made = open_newsroom(database, tmp_path / "public")  # type: ignore[arg-type]
    made.count(["SM-1-U001", "SM-1-U002", "SM-1-U003"], 3)
    assert made.publish(5) is not None
    return made


def filled(room: Newsroom, text: str, leader: int | None = None) -> str:
    """The list as people fill it in; `leader` is read for the leader of the first unit."""
    subject = subject_of(FolderSource(room.folder), CODE)
    counts = {b.code: b.counts for b in subject.contest.batches}
    drawn = list(csv.DictReader(io.StringIO(text)))
    rows = [row | {k: str(v) for k, v in counts[row["unit"]].items()} for row in drawn]
    if leader is not None:
        rows[0][subject.contest.leader] = str(leader)
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


def test_a_list_an_entry_and_a_report(room: Newsroom, tmp_path: Path) -> None:
    given = (str(room.folder), "--constituency", CODE, "--seed", SEED)
    code, text = run("sample", *given)
    assert code == 0
    assert run("sample", *given) == (0, text)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all(row["row:1"] == "" and row["images"].startswith("data/files/") for row in rows)
    results = tmp_path / "results.csv"
    results.write_text(filled(room, text))
    code, page = run("report", str(room.folder), str(results), *given[1:])
    assert (code, "met" in page, SEED in page) == (0, True, True)
    assert "ทุกหน่วยที่สุ่มตรงกับภาพ" in page

    results.write_text(filled(room, text, leader=0))
    code, page = run("report", str(room.folder), str(results), *given[1:])
    assert code == 1
    assert "NOT met" in page
    assert f"| {rows[0]['unit']} |" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--constituency", CODE, "--seed", "123"), "20 digits"),
        (("--constituency", "nowhere", "--seed", SEED), "no constituency"),
        (("--constituency", "SM-2", "--seed", SEED), "nobody leads"),
    ],
)
def test_what_cannot_be_drawn_says_why(room: Newsroom, words: tuple[str, ...], said: str) -> None:
    code, text = run("sample", str(room.folder), *words)
    assert code == 2
    assert said in text


def test_an_incomplete_entry_and_an_altered_file_are_refused(
    room: Newsroom, tmp_path: Path
) -> None:
    given = (str(room.folder), "--constituency", CODE, "--seed", SEED)
    text = run("sample", *given)[1]
    results = tmp_path / "results.csv"
    results.write_text(text)
    code, said = run("report", str(room.folder), str(results), *given[1:])
    assert (code, "line 2" in said) == (2, True)
    subject = subject_of(FolderSource(room.folder), CODE)
    assert subject.snapshot == 2
    for file in (room.folder / "data" / "files").glob("**/*.json"):
        file.write_bytes(file.read_bytes().replace(b'"row:1":', b'"row:1": '))
    assert run("sample", *given)[0] == 2


@pytest.mark.invented_keys
def test_the_log_is_checked_from_its_file_and_against_what_was_published(
    desk: DeskHouse, tmp_path: Path
) -> None:
    with desk.database.writing() as session:
        for n in range(5):
            audit.append(session, at=NIGHT, actor="key-rose", action="confirm",
                         subject=f"sheet:{n}", before={"ก": 1.5}, after={"good": n})  # fmt: skip
    file = tmp_path / "audit.csv"
    file.write_bytes(desk.sign_in("auditor").get("/review/audit.csv").content)
    assert run("verify", str(file))[0] == 0
    chain = chain_of_file(file)
    with desk.database.reading() as session:
        assert (chain.head, chain.entries, chain.broken) == (audit.head(session), 5, None)
    text = file.read_text("utf-8-sig")
    file.write_text(text.replace('""good"": 3', '""good"": 4'))
    code, said = run("verify", str(file))
    assert (code, "ขาดที่รายการ 4" in said) == (1, True)
    rows = text.splitlines(keepends=True)
    file.write_text("".join(rows[:3] + rows[4:]))
    assert run("verify", str(file))[0] == 1
    file.write_text("a,b\n1,2\n")
    assert run("verify", str(file))[0] == 2


def test_a_published_head_must_be_in_the_log(room: Newsroom, tmp_path: Path) -> None:
    chain = chain_of_record(room.database.url)
    heads = heads_published(FolderSource(room.folder))
    assert len(heads) == 2
    assert {*heads} <= chain.heads
    file = tmp_path / "audit.csv"
    file.write_text("id,at,actor,action,subject,before,after,previous_sha256,sha256\n")
    code, said = run("verify", str(file), "--published", str(room.folder))
    assert (code, "ไม่อยู่ในบันทึก" in said) == (1, True)
