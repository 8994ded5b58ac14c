"""Reports ส.ส. 6/1 as two clerks key them, the second without seeing the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import NotFound, SecondPersonNeeded
from models.store import audit
from models.tables.consolidation import ConstituencyReport
from models.values.ballots import Ballot


@dataclass(frozen=True, slots=True)
class Keying:
    """Who keys which numbers of a report, and when; `key` names the person in the audit log."""

    person_id: int
    key: str
    values: Mapping[str, int]
    at: datetime


def report_of(session: Session, constituency_id: int, ballot: Ballot) -> ConstituencyReport | None:
    """Return the newest version of a report, None where nobody keyed one."""
    query = select(ConstituencyReport).where(
        ConstituencyReport.constituency_id == constituency_id, ConstituencyReport.ballot == ballot
    )
    return session.exec(query.order_by(col(ConstituencyReport.version).desc()).limit(1)).first()


def newest_reports(
    session: Session, constituency_ids: Sequence[int]
) -> dict[tuple[int, Ballot], ConstituencyReport]:
    """Return the newest versions of the reports of some constituencies, by id and ballot."""
    query = select(ConstituencyReport).where(
        col(ConstituencyReport.constituency_id).in_(constituency_ids)
    )
    rows = session.exec(query.order_by(col(ConstituencyReport.version)))
    return {(row.constituency_id, row.ballot): row for row in rows}


def disputed(report: ConstituencyReport) -> tuple[str, ...]:
    """Return the fields on which the two keyings differ; empty before the second one."""
    if report.second_by is None:
        return ()
    first, second = report.first_values, report.second_values
    return tuple(k for k in first if first[k] != second.get(k))


def is_agreed(report: ConstituencyReport) -> bool:
    """Tell whether two people keyed the same numbers."""
    return report.second_by is not None and not disputed(report)


def may_key(report: ConstituencyReport, person_id: int) -> bool:
    """Tell whether it is this person's turn to key a report."""
    if report.second_by is None:
        return report.first_by != person_id
    return bool(disputed(report)) and person_id in {report.first_by, report.second_by}


def key_first(
    session: Session, constituency_id: int, ballot: Ballot, keying: Keying
) -> ConstituencyReport:
    """Begin a new version of a report with a first keying."""
    old = report_of(session, constituency_id, ballot)
    report = ConstituencyReport(
        constituency_id=constituency_id,
        ballot=ballot,
        version=old.version + 1 if old else 1,
        first_values=dict(keying.values),
        first_by=keying.person_id,
        first_at=keying.at,
    )
    session.add(report)
    session.flush()
    _note(session, report, keying, "key report")
    return report


def key_again(
    session: Session, constituency_id: int, ballot: Ballot, keying: Keying
) -> ConstituencyReport:
    """Take the second keying, or either person's new keying of what they differ on.

    Raises:
        NotFound: nobody keyed the report yet.
        SecondPersonNeeded: the first person would be the second, or a third one joins.
    """
    report = report_of(session, constituency_id, ballot)
    if report is None:
        raise NotFound("report")
    if report.second_by is None:
        _key_second(report, keying)
    else:
        _key_disputed(report, keying)
    session.flush()
    _note(session, report, keying, "key report again")
    return report


def explain(
    session: Session, report: ConstituencyReport, keying: Keying, words: Mapping[str, str]
) -> None:
    """Write down, by field, why a report differs from the sum."""
    report.explanations = {**report.explanations, **{k: w.strip() for k, w in words.items()}}
    session.flush()
    _note(session, report, keying, "explain report", dict(words))


def _key_second(report: ConstituencyReport, keying: Keying) -> None:
    if report.first_by == keying.person_id:
        raise SecondPersonNeeded(f"report {report.id}")
    report.second_values = dict(keying.values)
    report.second_by, report.second_at = keying.person_id, keying.at


def _key_disputed(report: ConstituencyReport, keying: Keying) -> None:
    """What both keyed alike stands; only what they differ on is keyed again, by either."""
    open_ = disputed(report)
    anew = {k: v for k, v in keying.values.items() if k in open_}
    if report.first_by == keying.person_id:
        report.first_values = {**report.first_values, **anew}
    elif report.second_by == keying.person_id:
        report.second_values = {**report.second_values, **anew}
    else:
        raise SecondPersonNeeded(f"report {report.id}")


def _note(
    session: Session,
    report: ConstituencyReport,
    keying: Keying,
    action: str,
    words: Mapping[str, str] | None = None,
) -> None:
    audit.append(
        session,
        at=keying.at,
        actor=keying.key,
        action=action,
        subject=f"report:{report.constituency_id}:{report.ballot}",
        after=dict(words or keying.values),
    )
