"""Printing is issuing: only an HMAC of a code is kept, so what is not printed is lost.

The PDF of a centre is written first, then its codes are made good in one short transaction, then
the file gets its name: a run that breaks off leaves neither paper without codes nor codes that
stand on no paper. Running it again makes the earlier unused codes worthless.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.codes.errors import NoElection
from app.codes.selecting import Bundle, Printed, Wish, bundles_of
from models.database import Database
from models.store import audit
from models.store.enrolment import NewCode, expiry, keep_code, revoke_open
from models.tables.election import Election
from models.values.codes import draw_code
from pages.enrolment.posts import words_of_post
from pages.enrolment.slips import Slip, draw_slips
from pages.enrolment.ways import Entrances
from pages.languages import Language

Shown = Callable[[int, int], None]
"""Told how many slips are printed, and how many there are in all."""


@dataclass(frozen=True, slots=True)
class Issue:
    """How codes are printed."""

    secret: bytes
    entrances: Entrances
    at: datetime
    copies: int = 1
    """Slips for each post, each with a code of its own: for one person each."""
    keeps_earlier: bool = False
    """Leave unused codes of earlier paper good."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did."""

    files: tuple[Path, ...]
    slips: int
    revoked: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The slips of a bundle before their codes are good."""

    slips: tuple[Slip, ...]
    codes: tuple[NewCode, ...]


def print_codes(
    database: Database, wish: Wish, issue: Issue, folder: Path, shown: Shown
) -> Outcome:
    """Print a file of slips for each centre of a selection into a folder.

    Raises:
        UnknownPlace, NoElection: nothing was issued.
    """
    with database.reading() as session:
        election = session.get(Election, 1)
        if election is None:
            raise NoElection
        is_rehearsal, expires_at = election.is_rehearsal, expiry(election, issue.at)
        bundles = bundles_of(session, wish)
        session.expunge_all()
    folder.mkdir(parents=True, exist_ok=True)
    total = issue.copies * sum(len(b.posts) for b in bundles)
    files, done, revoked = [], 0, 0
    for bundle in bundles:
        with database.reading() as session:
            drawn = _draw(session, bundle, issue, expires_at)
        paper = draw_slips(drawn.slips, issue.entrances, is_rehearsal=is_rehearsal)
        file = folder / f"{bundle.centre.code}.pdf"
        part = _write(file, paper)
        with database.writing() as session:
            revoked += _make_good(session, bundle, drawn.codes, issue)
        part.replace(file)
        files.append(file)
        done += len(drawn.slips)
        shown(done, total)
    return Outcome(tuple(files), done, revoked)


def _draw(session: Session, bundle: Bundle, issue: Issue, expires_at: datetime) -> _Drawn:
    codes, slips = [], []
    for printed in bundle.posts:
        words = words_of_post(session, printed.post, Language.TH)
        for number in range(1, issue.copies + 1):
            code = draw_code()
            codes.append(NewCode(printed.post, code, issue.at, expires_at))
            slips.append(
                Slip(
                    title=words.title,
                    subtitle=words.subtitle,
                    place=words.place,
                    mark=printed.mark,
                    code=code,
                    copy=(number, issue.copies),
                    expires_at=expires_at,
                    centre=bundle.centre.name_th,
                    phone=bundle.centre.phone,
                    is_desk=printed.post.unit_id is None,
                )
            )
    return _Drawn(tuple(slips), tuple(codes))


def _write(file: Path, data: bytes) -> Path:
    """Write beside the file's place, readable to its owner only: these are keys."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    return part


def _make_good(session: Session, bundle: Bundle, codes: Sequence[NewCode], issue: Issue) -> int:
    posts = [printed.post for printed in bundle.posts]
    revoked = 0 if issue.keeps_earlier else revoke_open(session, posts, issue.at)
    for new in codes:
        keep_code(session, new, issue.secret)
    audit.append(
        session,
        at=issue.at,
        actor="command",
        action="print codes",
        subject=f"centre:{bundle.centre.id}",
        after={"codes": len(codes), "revoked": revoked, "posts": _marks(bundle.posts)},
    )
    return revoked


def _marks(posts: Sequence[Printed]) -> list[str]:
    return [p.mark for p in posts]
