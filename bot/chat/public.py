"""Answers to the public: who has how many votes, who stands where, where one votes."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from bot.chat.figures import (
    ballot_lines,
    banners,
    constituency_words,
    nation_words,
    opening_words,
    row_words,
)
from bot.conversation.events import PublicAnswer
from bot.conversation.replies import Picture, PictureKind
from pages.formats import number
from pages.languages import Language
from pages.phrases import say
from results.card import as_of, card_of, title_of
from results.constituency_page import page_path
from results.intents import View
from results.issue import path_in
from results.manifest import over_streams
from results.questions import Board, Found, Manifest, find
from results.tallies import ranked

_BUTTONS: Final = 11
_PLACES: Final = 20
_CANDIDATES: Final = 40


class Snapshots(Protocol):
    """Gives the newest published snapshot."""

    def newest(self) -> Board | None:
        """Return the newest snapshot, or None where nothing is published."""

    def read(self, path: str) -> bytes | None:
        """Return a published file, or None where there is none."""


class Answering:
    """Answers in one language from one snapshot; `address` is where the pages are."""

    def __init__(
        self, snapshots: Snapshots, board: Board, language: Language, address: str
    ) -> None:
        """Take what is published, and how to say it."""
        self._snapshots, self._board = snapshots, board
        self._language, self._address = language, address

    def answer(self, question: str) -> PublicAnswer:
        """Return the answer to a question; an empty one where it is about nothing published."""
        found = find(self._board, question)
        if found is None:
            return PublicAnswer()
        if found.is_nation or found.party is not None:
            return self._nation(found)
        return self._of_constituency(found) if found.manifest else self._ask_which(found)

    def _ask_which(self, found: Found) -> PublicAnswer:
        """Ask by buttons where several may be meant."""
        if found.nearest:
            return self._nearest(found)
        if found.candidates:
            return self._which_candidate(found)
        return self._which(found) if found.several else self._which_province(found)

    def _say(self, key: str, **filled: object) -> str:
        return say(key, self._language, **filled)

    def _page(self, path: str) -> str:
        """Return the address of a published page in the language of the answer."""
        return f"{self._address}/{path_in(self._language, path)}"

    def _of_constituency(self, found: Found) -> PublicAnswer:
        manifest = found.manifest
        if manifest is None:
            return PublicAnswer()
        if found.unit is not None:
            return self._unit(manifest, found.unit)
        if found.candidate is not None:
            return self._candidate(manifest, found.candidate)
        views: dict[View, Callable[[], PublicAnswer]] = {
            View.CANDIDATES: lambda: self._candidates(manifest),
            View.PARTIES: lambda: self._parties(manifest),
            View.PARTY_LIST: lambda: self._party_list(manifest),
            View.PLACES: lambda: self._places(manifest, found.units),
        }
        return views.get(found.view, lambda: self._result(manifest))()

    def _result(self, manifest: Manifest) -> PublicAnswer:
        """Return a constituency's result as words, and as a card once something is counted."""
        title = title_of(manifest, self._language)
        words = constituency_words(self._board, manifest, self._language)
        address = self._page(page_path(manifest["code"]))
        follow_ups = (
            (self._say("common.party_list"), f"{self._say('common.party_list')} {title}"),
            (self._say("chat.ask_candidates"), f"{self._say('chat.ask_candidates')} {title}"),
            (self._say("chat.ask_places"), f"{self._say('chat.ask_places')} {title}"),
        )
        has_counts = bool(over_streams(manifest, "constituency"))
        card = card_of(self._board.pointer, manifest, self._language) if has_counts else None
        name = f"{manifest['code']}:{self._language.value}"
        return PublicAnswer(
            "\n".join((*words, address)),
            follow_ups,
            picture=Picture(PictureKind.CARD, name) if card else None,
            card=card.to_data() if card else None,
            constituency=manifest["code"],
        )

    def _party_list(self, manifest: Manifest) -> PublicAnswer:
        title = title_of(manifest, self._language)
        lines = [
            *opening_words(self._board, manifest, self._language),
            *ballot_lines(manifest, "party_list", self._language, 10),
            as_of(self._board.pointer, self._language),
            self._page(page_path(manifest["code"])),
        ]
        return PublicAnswer("\n".join(lines), ((title, title),))

    def _candidates(self, manifest: Manifest) -> PublicAnswer:
        """Return who stands in a constituency, by number: before the vote nobody has any."""
        title = title_of(manifest, self._language)
        listed = manifest["choices"].get("constituency", [])
        lines = [self._say("chat.candidates_of", place=title)]
        lines += [self._listed(choice) for choice in listed[:_CANDIDATES]]
        follow_ups = (
            (self._say("chat.ask_result"), title),
            (self._say("chat.ask_parties"), self._say("chat.ask_parties") + f" {title}"),
        )
        return PublicAnswer("\n".join(lines), follow_ups)

    def _parties(self, manifest: Manifest) -> PublicAnswer:
        listed = manifest["choices"].get("party_list", [])
        lines = [self._say("chat.parties_on_list")]
        lines += [self._listed(choice) for choice in listed]
        return PublicAnswer("\n".join(lines))

    def _listed(self, choice: Mapping[str, Any]) -> str:
        language = self._language.value
        party = choice["party"] if language == "th" else choice.get("party_en", choice["party"])
        name = choice["name"][language] + (f" ({party})" if party else "")
        struck = f" · {self._say('chat.struck_off')}" if choice["struck_off"] else ""
        return f"{self._say('common.ballot_number', number=choice['number'])} {name}{struck}"

    def _candidate(self, manifest: Manifest, key: str) -> PublicAnswer:
        title = title_of(manifest, self._language)
        choices = manifest["choices"]["constituency"]
        choice = next(c for c in choices if c["key"] == key)
        lines = [*opening_words(self._board, manifest, self._language), self._listed(choice)]
        sums = over_streams(manifest, "constituency")
        if sums:
            place, row = next(
                (place, row) for place, row in enumerate(ranked(choices, sums), 1) if row.key == key
            )
            votes = number(row.votes)
            lines.append(self._say("chat.candidate_votes", votes=votes, place=place))
            lines.append(as_of(self._board.pointer, self._language))
        return PublicAnswer("\n".join(lines), ((title, title),))

    def _which_candidate(self, found: Found) -> PublicAnswer:
        language = self._language
        follow_ups = tuple(
            (choice["name"][language.value], choice["name"][language.value])
            for _, choice in found.candidates
        )
        return PublicAnswer(self._say("chat.public_nearest_name"), follow_ups)

    def _places(self, manifest: Manifest, units: tuple[Mapping[str, Any], ...]) -> PublicAnswer:
        """Return where the units of an area count, or ask which area of the constituency."""
        title = title_of(manifest, self._language)
        if not units:
            areas = [u["area"][self._language.value] for u in manifest["units"] if u["area"]]
            names = tuple(dict.fromkeys(areas))
            ask = self._say("chat.ask_places")
            follow_ups = tuple((name, f"{ask} {name}") for name in names[:_BUTTONS])
            words = self._say("chat.which_area", place=title)
            if len(names) > _BUTTONS:
                words += "\n" + self._say("chat.or_type", example=f"{ask} {names[-1]}")
            return PublicAnswer(words, follow_ups)
        lines = [self._say("chat.places_of", place=title)]
        lines += [f"{u['number']}. {u['place'] or '–'} ({u['code']})" for u in units[:_PLACES]]
        if len(units) > _PLACES:
            lines.append(f"… {self._page(page_path(manifest['code']))}")
        return PublicAnswer("\n".join(lines), ((self._say("chat.ask_result"), title),))

    def _unit(self, manifest: Manifest, unit: Mapping[str, Any]) -> PublicAnswer:
        title = title_of(manifest, self._language)
        lines = [
            *banners(self._board, manifest, self._language),
            f"{unit['code']} · {title}",
            *([unit["place"]] if unit["place"] else []),
            self._say(f"board.where_{unit['where']}"),
        ]
        if unit["record"] is None:
            lines.append(as_of(self._board.pointer, self._language))
            return PublicAnswer("\n".join(lines), ((title, title),))
        record = self._record(unit["record"]["path"])
        lines += self._counts(manifest, record)
        lines.append(as_of(self._board.pointer, self._language))
        lines.append(self._page(f"u/{unit['code']}.html"))
        return PublicAnswer(
            "\n".join(lines),
            ((title, title),),
            picture=_masked(record),
            unit=unit["code"],
            ballots=tuple(record["ballots"]),
        )

    def _record(self, path: str) -> Mapping[str, Any]:
        data = self._snapshots.read(path)
        found: dict[str, Any] = json.loads(data) if data else {"ballots": {}}
        return found

    def _counts(self, manifest: Manifest, record: Mapping[str, Any]) -> list[str]:
        lines = []
        for ballot, sheet in record["ballots"].items():
            lines.append(f"\n{self._say(f'common.{ballot}')} · {self._say('common.unofficial')}")
            rows = ranked(manifest["choices"].get(ballot, []), sheet["counts"])
            lines += [row_words(row, self._language) for row in rows[:3]]
        return lines

    def _nation(self, found: Found) -> PublicAnswer:
        if found.view is View.PARTIES:
            return self._parties(self._board.manifests[0])
        words = nation_words(self._board, found.party, self._language)
        return PublicAnswer("\n".join((*words, self._page(""))))

    def _nearest(self, found: Found) -> PublicAnswer:
        names = [near[self._language.value] for near in found.nearest]
        suffix = "" if found.number is None else f" {found.number}"
        ask = self._say("chat.public_nearest")
        before = "" if found.view is View.RESULT else f"{self._view_words(found.view)} "
        return PublicAnswer(ask, tuple((n + suffix, before + n + suffix) for n in names))

    def _which(self, found: Found) -> PublicAnswer:
        names = tuple(title_of(m, self._language) for m in found.several)
        province = found.several[0]["province"][self._language.value]
        before = "" if found.view is View.RESULT else f"{self._view_words(found.view)} "
        words = self._say("chat.public_which", province=province)
        if len(names) > _BUTTONS:
            words += "\n" + self._say("chat.or_type", example=before + names[-1])
        return PublicAnswer(words, tuple((n, before + n) for n in names[:_BUTTONS]))

    def _which_province(self, found: Found) -> PublicAnswer:
        return PublicAnswer(self._say("chat.public_which_province", number=found.number))

    def _view_words(self, view: View) -> str:
        keys = {
            View.PARTY_LIST: "common.party_list",
            View.CANDIDATES: "chat.ask_candidates",
            View.PARTIES: "chat.ask_parties",
            View.PLACES: "chat.ask_places",
        }
        return self._say(keys[view])


def _masked(record: Mapping[str, Any]) -> Picture | None:
    """Return the published image of a unit's first page that has one."""
    pages = [page for sheet in record["ballots"].values() for page in sheet["pages"]]
    shown = next((page["image"] for page in pages if page["image"]), None)
    return Picture(PictureKind.MASKED, shown["path"]) if shown else None
