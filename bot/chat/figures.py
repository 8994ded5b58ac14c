"""Published figures in words: a constituency, a ballot, the nation, and what stands before any."""

from collections import Counter
from typing import Final

from models.values.ballots import Stream
from pages.formats import number
from pages.languages import Language
from pages.phrases import say
from results.card import as_of, counted_words, held_words, title_of
from results.manifest import over_streams
from results.questions import Board, Manifest
from results.tallies import Row, national_parties, ranked

_ROWS: Final = 5
_DAY: Final = Stream.ELECTION_DAY.value


def constituency_words(board: Board, manifest: Manifest, language: Language) -> list[str]:
    """Return a constituency: how much is counted, the first of each ballot, when."""
    lines = opening_words(board, manifest, language)
    for ballot in manifest["choices"]:
        lines += ballot_lines(manifest, ballot, language, _ROWS)
    if manifest["counted"].get(_DAY, 0) and manifest["standing"]["can_change"]:
        lines.append(f"\n{say('board.leader_open', language)}")
    return [*lines, as_of(board.pointer, language)]


def opening_words(board: Board, manifest: Manifest, language: Language) -> list[str]:
    """Return what stands above a constituency's numbers: banners, its name, how much is counted."""
    return [
        *banners(board, manifest, language),
        f"{title_of(manifest, language)} · {say('common.unofficial', language)}",
        counted_words(manifest["counted"], manifest["expected"], language),
    ]


def ballot_lines(manifest: Manifest, ballot: str, language: Language, rows: int) -> list[str]:
    """Return the first rows of one ballot under its name; nothing before the first count."""
    sums = over_streams(manifest, ballot)
    if not sums:
        return []
    lines = [f"\n{say(f'common.{ballot}', language)}"]
    listed = ranked(manifest["choices"].get(ballot, []), sums)
    lines += [row_words(row, language) for row in listed[:rows]]
    if "no_vote" in sums:
        lines.append(say("chat.public_no_vote", language, votes=number(sums["no_vote"])))
    return lines


def nation_words(board: Board, party: str | None, language: Language) -> list[str]:
    """Return the nation's list ballot: the first parties, or the one that was asked for."""
    rows = national_parties(board.manifests)
    shown = [row for row in rows if row.key == party] if party else rows[:_ROWS]
    counted, expected = Counter[str](), Counter[str]()
    for manifest in board.manifests:
        counted.update(manifest["counted"])
        expected.update(manifest["expected"])
    lines = status_lines(board, language)
    lines.append(f"{say('chat.public_nation', language)} · {say('common.unofficial', language)}")
    lines.append(counted_words(counted, expected, language))
    lines.append(f"\n{say('common.party_list', language)}")
    return [*lines, *(row_words(row, language) for row in shown), as_of(board.pointer, language)]


def banners(board: Board, manifest: Manifest, language: Language) -> list[str]:
    """Return what has to be said before any number of a constituency."""
    return [*status_lines(board, language), *held_words(manifest, language)]


def status_lines(board: Board, language: Language) -> list[str]:
    """Return what has to be said before any number at all."""
    lines = []
    if board.pointer["rehearsal"]:
        lines.append(say("common.rehearsal", language))
    if board.pointer["status"] == "paused":
        reason = board.pointer["reason"] or {}
        lines.append(say("board.paused", language, reason=reason.get(language.value, "–")))
    return lines


def row_words(row: Row, language: Language) -> str:
    """Return a choice with its votes: `เบอร์ 4 ชื่อ (พรรค): 1,234`."""
    party = row.party[language.value]
    name = row.name[language.value] + (f" ({party})" if party else "")
    listed = say("common.ballot_number", language, number=row.number)
    return f"{listed} {name}: {number(row.votes)}"
