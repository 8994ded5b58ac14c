"""`khanaen codes`: what is printed opens, and what was printed before does not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app.cli import build
from app.opening import Ground
from models.errors import NotFound
from models.store.enrolment import open_code, post_of
from models.tables.audit import AuditEntry
from models.tables.geography import ReportingUnit, TallyCentre
from models.tables.people import EnrolmentCode
from models.values.codes import tidy_code

CENTRE = "TKM02-C"
UNIT = "TKM0101-001"


@pytest.fixture
def ground(demo_ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Ground:
    for name, value in demo_ground.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    return demo_ground


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "paper"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(), ["codes", *words])
    return done.exit_code, done.output


def pages_of(file: Path) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(file)
    yield from document
    document.close()


def codes_in(file: Path) -> list[str]:
    words = " ".join(p.get_textpage().get_text_range() for p in pages_of(file)).split()
    return [tidy for word in words if "-" in word and (tidy := tidy_code(word)) is not None]


def opened(ground: Ground, session: Session, code: str) -> EnrolmentCode:
    secret = ground.settings.secret_key.get_secret_value().encode()
    return open_code(session, code, secret, datetime.now(UTC))


def test_every_unit_of_a_centre_gets_a_slip_that_opens_it(ground: Ground, paper: Path) -> None:
    code, said = run(str(paper), "--centre", CENTRE)
    assert code == 0, said
    [file] = paper.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (f"{CENTRE}.pdf", 0o600)
    with ground.database.reading() as session:
        centre = session.exec(select(TallyCentre).where(TallyCentre.code == CENTRE)).one()
        mine = select(ReportingUnit.id).where(ReportingUnit.centre_id == centre.id)
        units = session.exec(mine.order_by(col(ReportingUnit.code))).all()
        posts = [post_of(opened(ground, session, c)).unit_id for c in codes_in(file)]
        assert posts == list(units)
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "print codes")).one()
        assert entry.after is not None
        assert entry.after["codes"] == len(units)
        assert not any(c in str(entry.after) for c in codes_in(file))


def test_printing_again_makes_unused_paper_worthless(ground: Ground, paper: Path) -> None:
    run(str(paper / "old"), "--unit", UNIT, "--copies", "2")
    old = codes_in(next((paper / "old").iterdir()))
    assert len(old) == 2
    code, said = run(str(paper / "new"), "--unit", UNIT)
    assert "ยกเลิกรหัสเดิมที่ยังไม่ใช้ 2 รหัส" in said
    [new] = codes_in(next((paper / "new").iterdir()))
    with ground.database.reading() as session:
        assert opened(ground, session, new)
        for code in old:
            with pytest.raises(NotFound):
                opened(ground, session, code)


def test_earlier_paper_can_stay_good(ground: Ground, paper: Path) -> None:
    run(str(paper / "old"), "--unit", UNIT)
    run(str(paper / "new"), "--unit", UNIT, "--keep")
    with ground.database.reading() as session:
        for folder in ("old", "new"):
            [code] = codes_in(next((paper / folder).iterdir()))
            assert opened(ground, session, code)


def test_a_desk_gets_one_slip_for_its_whole_centre(ground: Ground, paper: Path) -> None:
    code, said = run(str(paper), "--centre", CENTRE, "--desks")
    assert code == 0, said
    [file] = paper.iterdir()
    [code] = codes_in(file)
    with ground.database.reading() as session:
        centre = session.exec(select(TallyCentre).where(TallyCentre.code == CENTRE)).one()
        assert post_of(opened(ground, session, code)).centre_id == centre.id


def test_an_unknown_place_issues_nothing(ground: Ground, paper: Path) -> None:
    with ground.database.reading() as session:
        before = session.exec(select(EnrolmentCode.id)).all()
    code, said = run(str(paper), "--centre", CENTRE, "--unit", "NOWHERE")
    assert code == 1
    assert "NOWHERE" in said
    assert not paper.exists()
    with ground.database.reading() as session:
        assert session.exec(select(EnrolmentCode.id)).all() == before
