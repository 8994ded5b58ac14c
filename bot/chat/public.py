"""Answers to the public in words: who has how many votes, how much is counted, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from bot.conversation.events import PublicAnswer
from models.values.ballots import Stream
from pages.formats import moment, number
from pages.languages import Language
from pages.phrases import say
from results.board_page import progress_of
from results.constituency_page import page_path
from results.manifest import over_streams
from results.questions import Board, Found, Manifest, find
from results.tallies import Row, national_parties, ranked

_ROWS: Final = 5
_BUTTONS: Final = 11


class Snapshots(Protocol):
    """Gives the newest published snapshot."""

    def newest(self) -> Board | None:
        """Return the newest snapshot, or None where nothing is published."""

    def read(self, path: str) -> bytes | None:
        """Return a published file, or None where there is none."""


def answer(board: Board | None, question: str, language: Language, address: str) -> PublicAnswer:
    """Return the answer to a question; an empty one where it is about no place."""
    found = find(board, question) if board is not None else None
    if board is None or found is None:
        return PublicAnswer()
    return _answered(board, found, language, address)


def _answered(board: Board, found: Found, language: Language, address: str) -> PublicAnswer:
    if found.is_nation or found.party is not None:
        return PublicAnswer("\n".join(_nation(board, found.party, language, address)))
    if found.nearest:
        return _nearest(found, language)
    return _of_place(board, found, language, address)


def _of_place(board: Board, found: Found, language: Language, address: str) -> PublicAnswer:
    if found.several:
        names = tuple(_name(m, language) for m in found.several)
        province = found.several[0]["province"][language.value]
        ask = say("chat.public_which", language, province=province)
        return PublicAnswer(ask, tuple((n, n) for n in names[:_BUTTONS]))
    if found.manifest is None:
        return PublicAnswer()
    if found.unit is not None:
        return _unit(found.manifest, found.unit, language, address)
    return PublicAnswer("\n".join(_constituency(board, found.manifest, language, address)))


def _nation(board: Board, party: str | None, language: Language, address: str) -> list[str]:
    """Return the nation's list ballot: the first parties, or the one that was asked for."""
    rows = national_parties(board.manifests)
    shown = [row for row in rows if row.key == party] if party else rows[:_ROWS]
    progress = progress_of(board.manifests)
    counted, expected = number(progress["counted"]), number(progress["expected"])
    lines = _status(board, language)
    lines.append(f"{say('chat.public_nation', language)} · {say('common.unofficial', language)}")
    lines.append(say("board.counted_of", language, counted=counted, expected=expected))
    lines += [f"\n{say('common.party_list', language)}", *(_row(row, language) for row in shown)]
    return [*lines, _as_of(board, language), f"{address}/"]


def _as_of(board: Board, language: Language) -> str:
    at = datetime.fromisoformat(board.pointer["published_at"])
    return say("chat.public_as_of", language, time=moment(at, language))


def _nearest(found: Found, language: Language) -> PublicAnswer:
    names = [near[language.value] for near in found.nearest]
    suffix = "" if found.number is None else f" {found.number}"
    return PublicAnswer(
        say("chat.public_nearest", language), tuple((n + suffix, n + suffix) for n in names)
    )


def _constituency(board: Board, manifest: Manifest, language: Language, address: str) -> list[str]:
    day = Stream.ELECTION_DAY.value
    lines = _banners(board, manifest, language)
    lines.append(f"{_name(manifest, language)} · {say('common.unofficial', language)}")
    counted, expected = manifest["counted"].get(day, 0), manifest["expected"].get(day, 0)
    lines.append(
        say("board.counted_of", language, counted=number(counted), expected=number(expected))
    )
    for ballot, choices in manifest["choices"].items():
        sums = over_streams(manifest, ballot)
        if not sums:
            continue
        lines.append(f"\n{say(f'common.{ballot}', language)}")
        lines += [_row(row, language) for row in ranked(choices, sums)[:_ROWS]]
        if "no_vote" in sums:
            lines.append(say("chat.public_no_vote", language, votes=number(sums["no_vote"])))
    if counted and manifest["standing"]["can_change"]:
        lines.append(f"\n{say('board.leader_open', language)}")
    return [*lines, _as_of(board, language), f"{address}/{page_path(manifest['code'])}"]


def _banners(board: Board, manifest: Manifest, language: Language) -> list[str]:
    """Return what has to be said before any number of a constituency."""
    stopped = say("chat.public_stopped", language)
    return [*_status(board, language), *([stopped] if manifest["stopped"] else [])]


def _status(board: Board, language: Language) -> list[str]:
    """Return what has to be said before any number at all."""
    lines = []
    if board.pointer["rehearsal"]:
        lines.append(say("common.rehearsal", language))
    if board.pointer["status"] == "paused":
        reason = board.pointer["reason"] or {}
        lines.append(say("board.paused", language, reason=reason.get(language.value, "–")))
    return lines


def _row(row: Row, language: Language) -> str:
    party = row.party[language.value]
    name = row.name[language.value] + (f" ({party})" if party else "")
    listed = say("common.ballot_number", language, number=row.number)
    return f"{listed} {name}: {number(row.votes)}"


def _unit(
    manifest: Manifest, unit: Mapping[str, Any], language: Language, address: str
) -> PublicAnswer:
    lines = [
        f"{unit['code']} · {_name(manifest, language)}",
        say(f"board.where_{unit['where']}", language),
    ]
    if unit["record"] is not None:
        lines.append(f"{address}/u/{unit['code']}.html")
    name = _name(manifest, language)
    return PublicAnswer("\n".join(lines), ((name, name),))


def _name(manifest: Manifest, language: Language) -> str:
    province = manifest["province"][language.value]
    return say("common.constituency_of", language, number=manifest["number"], province=province)
