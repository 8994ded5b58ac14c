"""What a machine needs for the night, looked at one by one; each finding says what to do."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import text

from app.clock import clock_says
from app.findings import Finding, Ill, find
from app.opening import folder_of
from app.settings import Settings, bare_environment
from intake.store import check, open_store
from models.database import Database
from models.migrations import Age, age_of
from models.store import audit

_MIB: Final = 1024 * 1024
_MISFITS: Final = {
    Age.OLDER: (
        "ฐานข้อมูลเก่ากว่าโปรแกรม: หยุดทุกโปรเซส สำรองข้อมูล แล้วสั่ง khanaen codes DIR · the record is older"
        " than this program: stop everything, keep a copy, then khanaen codes DIR updates it"
    ),
    Age.NEWER: (
        "ฐานข้อมูลใหม่กว่าโปรแกรม: ใช้โปรแกรมรุ่นใหม่ หรือ khanaen restore สำเนาก่อนหน้า · the record is newer"
        " than this program: start the newer program, or khanaen restore a copy from before"
    ),
}


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed but a probe file in the store."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("ฐานข้อมูล · database", _database),
        ("คลังภาพ · content store", _store),
        ("อักษรไทย · Thai shaping and fonts", _fonts),
        ("ตัวอ่านลายมือ · reader's weights", _weights),
        ("กรงถอดรหัสภาพ · cage for decoding", _cage),
        ("พื้นที่ดิสก์ · disk", _disk),
        ("นาฬิกา · clock", _clock),
        ("กุญแจ · keys", _keys),
    )
    return [find(what, partial(look, settings)) for what, look in looks]


def _missing_record(settings: Settings) -> Path | None:
    """Return the record's file where it should lie and does not."""
    if not settings.database_url.startswith("sqlite:///"):
        return None
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    return None if file.exists() else file


def _database(settings: Settings) -> str:
    if missing := _missing_record(settings):
        raise Ill(f"ยังไม่มี {missing}: khanaen demo หรือ khanaen load · not there yet")
    database = Database(settings.database_url)
    try:
        revision = _fitting(database)
        with database.reading() as session:
            if database.is_sqlite:
                state = session.connection().execute(text("PRAGMA quick_check")).scalar()
                if state != "ok":
                    raise Ill(f"quick_check: {state}")
            broken = audit.first_broken(session)
        if broken is not None:
            raise Ill(f"ห่วงโซ่บันทึกขาดที่ {broken} · the audit chain breaks at entry {broken}")
        return f"{database.engine.dialect.name} {revision}, audit ok"
    finally:
        database.close()


def _fitting(database: Database) -> str:
    """Return the record's revision.

    Raises:
        Ill: this program cannot work with it; nothing else about it is worth looking at.
    """
    age, revision = age_of(database)
    if age is not Age.SAME:
        raise Ill(f"{_MISFITS[age]} ({revision or '-'})")
    return revision


def _store(settings: Settings) -> str:
    check(open_store(settings.files_url))
    return settings.files_url


def _fonts(_settings: Settings) -> str:
    from ocr.draw.fonts import font_names, require_shaping  # noqa: PLC0415 - slow import

    require_shaping()
    return "RAQM, " + ", ".join(font_names())


def _weights(_settings: Settings) -> str:
    import numpy as np  # noqa: PLC0415 - slow import

    from ocr.digits import read_strips  # noqa: PLC0415 - slow import

    begun = time.perf_counter()
    read_strips([np.full((32, 96), 255, np.uint8)])
    return f"ok, {1000 * (time.perf_counter() - begun):.0f} ms"


def _cage(settings: Settings) -> str:
    """The walls are put up for good, so a child tries them."""
    probe = "from app.cage.walls import *; print(see_only(()), forbid_calls())"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env=bare_environment(),
    )
    walls = zip(("Landlock", "seccomp"), done.stdout.split(), strict=True)
    stand = [name if stands == "True" else f"ไม่มี {name} · no {name}" for name, stands in walls]
    return f"{', '.join(stand)}, {settings.worker_memory_mb} MiB, {settings.read_limit_s:g} s CPU"


def _disk(settings: Settings) -> str:
    folder = folder_of(settings.files_url)
    if folder is None:
        return settings.files_url
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // _MIB
    if free < settings.min_free_mb:
        raise Ill(f"เหลือ {free} MiB น้อยกว่า {settings.min_free_mb} · free some space")
    return f"{free:,} MiB"


def _clock(settings: Settings) -> str:
    if _missing_record(settings):
        return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    database = Database(settings.database_url)
    try:
        with database.reading() as session:
            return clock_says(session, datetime.now(UTC))
    finally:
        database.close()


def _keys(settings: Settings) -> str:
    if not settings.secret_key.get_secret_value():
        raise Ill("ตั้ง KHANAEN_SECRET_KEY · set KHANAEN_SECRET_KEY")
    if not settings.signing_key_file.exists():
        raise Ill(f"ยังไม่มี {settings.signing_key_file} · khanaen publish --new-key")
    return "ok"
