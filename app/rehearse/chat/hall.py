"""What a rehearsal by chat runs on: stand-ins of the platforms, real processes, enough units."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from pydantic import SecretStr
from sqlmodel import Session, col, select

from app.demo.setting_up import set_up
from app.election.demo import demo_counts
from app.opening import Ground, open_ground
from app.processes import ProcessGroup
from app.rehearse.chat.committee import Habits
from app.rehearse.chat.doors import CHANNEL_SECRET, HOOK_SECRET, Deliveries
from app.rehearse.papers import Counts, Paper, papers_of
from app.rehearse.platforms.line import LINE_TOKEN, FakeLine
from app.rehearse.platforms.telegram import TELEGRAM_TOKEN, FakeTelegram
from app.settings import Settings
from app.trial import trial_settings
from models.store import sheets
from models.store.rows import saved
from models.tables.election import ExpectedSheet
from models.tables.geography import ReportingUnit
from models.values.ballots import UnitKind

_READY_S: Final = 90.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What night is wanted: half of the units on LINE, half on Telegram."""

    folder: Path
    units: int
    seed: int
    workers: int
    port: int
    habits: Habits
    patience_s: float
    worker: tuple[str, ...] = ("app.worker",)
    """The module that workers run, and its arguments."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Everything that is running, and the papers of each unit."""

    ground: Ground
    telegram: FakeTelegram
    line: FakeLine
    doors: Deliveries
    papers: dict[int, list[Paper]]


@contextmanager
def open_hall(wish: Wish) -> Iterator[Hall]:
    """Start web, workers and chat over an invented election with enough units."""
    telegram, line = FakeTelegram(), FakeLine()
    settings = _settings(wish, telegram.address, line.address)
    set_up(settings, lambda *_: None)
    ground = open_ground(settings)
    group = ProcessGroup(settings.as_environment())
    client = httpx.Client(base_url=settings.base_url, trust_env=False, timeout=60)
    try:
        with ground.database.writing() as session:
            counts = _more_units(session, wish.units)
        with ground.database.reading() as session:
            papers = _papers(session, wish, counts)
        group.add("web", [sys.executable, "-m", "app.cli", "serve"])
        for number in range(wish.workers):
            group.add(f"worker {number}", [sys.executable, "-m", *wish.worker])
        group.add("chat", [sys.executable, "-m", "app.chat"])
        _wait_until_open(client)
        yield Hall(ground, telegram, line, Deliveries(client), papers)
    finally:
        group.end()
        client.close()
        ground.close()
        telegram.close()
        line.close()


def _settings(wish: Wish, telegram: str, line: str) -> Settings:
    return trial_settings(
        wish.folder,
        wish.port,
        secret_key=SecretStr("rehearsal " * 4),
        answer_wait_s=3600.0,
        telegram_token=SecretStr(TELEGRAM_TOKEN),
        telegram_secret=SecretStr(HOOK_SECRET),
        telegram_api_base=f"{telegram}/bot",
        telegram_file_base=f"{telegram}/file/bot",
        line_channel_secret=SecretStr(CHANNEL_SECRET),
        line_channel_token=SecretStr(LINE_TOKEN),
        line_api_base=line,
        line_data_api_base=line,
    )


def _more_units(session: Session, wanted: int) -> Counts:
    """Add copies of the demo's polling units until there are enough; return all true counts."""
    counts = dict(demo_counts())
    units = list(
        session.exec(
            select(ReportingUnit)
            .where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
            .order_by(col(ReportingUnit.id))
        )
    )
    for number in range(len(units), wanted):
        first = units[number % len(units)]
        round_ = number // len(units)
        copied = first.model_dump(exclude={"id"})
        copy = ReportingUnit(
            **{**copied, "code": f"{first.code}-R{round_}", "number": first.number + 100 * round_}
        )
        session.add(copy)
        session.flush()
        for expected in sheets.expected_of(session, saved(first.id)):
            more = expected.model_dump(exclude={"id"}) | {"unit_id": saved(copy.id)}
            session.add(ExpectedSheet(**more))
            counts[copy.code, expected.ballot] = counts[first.code, expected.ballot]
    session.flush()
    return counts


def _papers(session: Session, wish: Wish, counts: Counts) -> dict[int, list[Paper]]:
    wanted = select(ReportingUnit.id).where(ReportingUnit.kind == UnitKind.POLLING_UNIT)
    ids = [i for i in session.exec(wanted.order_by(col(ReportingUnit.id))) if i is not None]
    return {i: papers_of(session, i, counts, wish.seed) for i in ids[: wish.units]}


def _wait_until_open(client: httpx.Client) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        try:
            client.get("/healthz")
        except httpx.HTTPError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError("web")
