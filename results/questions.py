"""Questions of the public, answered from the published files alone: places, people and parties.

`คะแนน เขต 3 เชียงใหม่`, `Bangkok 2`, a province, a party, a candidate, the nation,
the code of a unit, `หาเบอร์ เขต 3 เชียงใหม่`, `ที่เลือกตั้ง ทุ่งสมมุติ`.
"""

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rapidfuzz import fuzz, process

from pages.formats import plain_digits
from results.addresses import LATEST
from results.intents import View, view_of
from results.previous import read_json
from results.short_names import SHORT_NAMES
from results.target import Target

Manifest = Mapping[str, Any]

_FILLERS: Final = re.compile(
    r"คะแนน|ผลการนับ|ผลการเลือกตั้ง|ผล|เขตเลือกตั้งที่|เขตที่|เขต|จังหวัด|จ\.|หน่วย|ขอ|ดู|เท่าไหร่|เท่าไร|"
    r"ใครนำ|ใครชนะ|ล่าสุด|ตอนนี้|ส\.ส\.|สส\.?(?= |เขต)|หน่อย|ครับ|ค่ะ|คะ|[?!]|"
    r"\b(?:score|scores|result|results|votes|constituency|province|district|of|in|the|show|"
    r"who|is|winning|leading|won|what|please|latest|now)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z-])(\d{1,3})(?![0-9A-Za-z-])")
"""Thai is written without spaces: `เชียงใหม่เขต3` holds a number too."""
_CONSTITUENCY: Final = re.compile(r"เขต|\b(?:constituency|district)\b", re.IGNORECASE)
_NATION: Final = frozenset({"ทั้งประเทศ", "ทั่วประเทศ", "ประเทศ", "nation", "national", "country"})
_PARTY: Final = re.compile(r"^(?:พรรค|party)\s*|\s*party$", re.IGNORECASE)
_NEAR: Final = 62
"""Below this likeness (0..100) a word is no misspelt province."""
_SURE: Final = 92
_OFFERED: Final = 3
_SHORTEST: Final = 2
_SHORTEST_NAME: Final = 4
_LIKE: Final = 78
_FIRST_NAME: Final = 0.9
_TITLE: Final = re.compile(
    r"^(?:นาย|นางสาว|น\.ส\.|นาง|ดร\.|mr\.?|mrs\.?|ms\.?|miss)\s*", re.IGNORECASE
)
_OF_THE_NATION: Final = frozenset({View.PARTIES, View.PARTY_LIST})


@dataclass(frozen=True, slots=True)
class Board:
    """One snapshot as the public has it: pointer and manifests."""

    pointer: Mapping[str, Any]
    manifests: tuple[Manifest, ...]

    def provinces(self) -> dict[str, list[Manifest]]:
        """Return the constituencies of each province by its code."""
        found: dict[str, list[Manifest]] = {}
        for manifest in self.manifests:
            found.setdefault(manifest["province"]["code"], []).append(manifest)
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """What a question is about. One of these is given: a unit, one place, several, or names."""

    manifest: Manifest | None = None
    unit: Mapping[str, Any] | None = None
    several: tuple[Manifest, ...] = ()
    nearest: tuple[Mapping[str, str], ...] = ()
    """Names of provinces that were perhaps meant, with the number that was asked for.

    A number alone: the province was not said.
    """
    number: int | None = None
    is_nation: bool = False
    party: str | None = None
    """Field key of a party's votes on the list ballot."""
    view: View = View.RESULT
    candidate: str | None = None
    """Field key of the votes of the one candidate of `manifest` who was asked for."""
    candidates: tuple[tuple[Manifest, Mapping[str, Any]], ...] = ()
    """Candidates who were perhaps meant, each with the constituency."""
    units: tuple[Mapping[str, Any], ...] = ()
    """Units of `manifest` in the area that was asked for."""


def mark_of(board: Board | None, code: str) -> str:
    """Return what tells one state of a constituency's public figures from another."""
    manifests = board.manifests if board else ()
    found = next((m for m in manifests if m["code"] == code), None)
    shown = [found[part] for part in ("totals", "counted", "state", "stopped")] if found else None
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


class Reader:
    """Reads the newest snapshot; what did not change since the last question is kept."""

    def __init__(self, target: Target) -> None:
        """Take the place that the public reads from."""
        self._target = target
        self._kept: dict[str, Manifest] = {}
        self._lock = threading.Lock()

    def newest(self) -> Board | None:
        """Return the newest snapshot, or None where nothing is published.

        Raises:
            PublicationError: a file that the snapshot names is missing or damaged.
        """
        data = self._target.read(LATEST)
        if data is None:
            return None
        pointer = json.loads(data)
        root = read_json(self._target, pointer["root"])
        links = [entry["manifest"] for entry in root["constituencies"].values()]
        with self._lock:
            self._kept = {link["sha256"]: self._manifest(link) for link in links}
            return Board(pointer, tuple(self._kept[link["sha256"]] for link in links))

    def read(self, path: str) -> bytes | None:
        """Return a published file, or None where there is none."""
        return self._target.read(path)

    def _manifest(self, link: dict[str, Any]) -> Manifest:
        kept = self._kept.get(link["sha256"])
        return read_json(self._target, link) if kept is None else kept


def find(board: Board, question: str) -> Found | None:
    """Return what a question is about, or None where it is about nothing that is published."""
    view, plain = view_of(plain_digits(question).strip())
    coded = _coded(board, plain)
    if coded is not None:
        return replace(coded, view=view)
    words = _bare(plain)
    if words in _NATION or (not words and view in _OF_THE_NATION):
        return Found(is_nation=True, view=view)
    party = _party(board, words)
    if party is not None:
        return Found(party=party, view=view)
    found = _named(board, plain, view)
    return None if found is None else replace(found, view=view)


def _named(board: Board, plain: str, view: View) -> Found | None:
    """Return the place or the candidate of a name; a sure place before a likely person."""
    number_found = _NUMBER.search(plain)
    number = int(number_found[1]) if number_found else None
    words = _bare(_NUMBER.sub(" ", plain))
    if not words and number is not None and _CONSTITUENCY.search(plain):
        return Found(number=number)
    if view is View.PLACES:
        area = _area(board, words)
        if area is not None:
            return area
    place = _place(board, words, number)
    if place is not None and not place.nearest:
        return place
    return _candidate(board, words) or place


def _bare(text: str) -> str:
    """Return a text without fillers; names are bared alike, since ขอนแก่น holds one."""
    return " ".join(_FILLERS.sub(" ", text).split()).casefold()


def _area(board: Board, words: str) -> Found | None:
    """Return the units of a numbering area or amphoe of that name."""
    if len(words) < _SHORTEST:
        return None
    for manifest in board.manifests:
        units = [unit for unit in manifest["units"] if words in _names_of(unit)]
        if units:
            return Found(manifest, units=tuple(units))
    return None


def _names_of(unit: Mapping[str, Any]) -> set[str]:
    named = [place for place in (unit["area"], unit["amphoe"]) if place]
    return {_bare(place[language]) for place in named for language in ("th", "en")}


def _candidate(board: Board, words: str) -> Found | None:
    """Return the candidate of that name, or those who were perhaps meant."""
    wanted = _TITLE.sub("", words)
    if len(wanted) < _SHORTEST_NAME:
        return None
    listed = [(m, c) for m in board.manifests for c in m["choices"].get("constituency", [])]
    names = {
        (place, language): _bare(_TITLE.sub("", choice["name"][language]))
        for place, (_, choice) in enumerate(listed)
        for language in ("th", "en")
    }
    ranked = process.extract(wanted, names, scorer=_likeness, limit=8, score_cutoff=_LIKE)
    near = list(dict.fromkeys(key[0] for _, _, key in ranked))[:_OFFERED]
    if not near:
        return None
    is_sure = ranked[0][1] >= _SURE and sum(score >= _SURE for _, score, _ in ranked) <= 2  # noqa: PLR2004 - languages
    if len(near) == 1 or is_sure:
        manifest, choice = listed[near[0]]
        return Found(manifest, candidate=choice["key"])
    return Found(candidates=tuple(listed[place] for place in near))


def _likeness(one: str, other: str, **more: Any) -> float:  # noqa: ANN401 - rapidfuzz's own
    """Return how alike two names are; a first name alone is enough to be asked about."""
    first = other.split(" ", 1)[0]
    return max(fuzz.ratio(one, other, **more), fuzz.ratio(one, first, **more) * _FIRST_NAME)


def _coded(board: Board, code: str) -> Found | None:
    """Return the constituency or the unit of a code."""
    wanted = code.upper().removeprefix("หน่วย").strip()
    for manifest in board.manifests:
        if manifest["code"].upper() == wanted:
            return Found(manifest)
        for unit in manifest["units"]:
            if unit["code"].upper() == wanted:
                return Found(manifest, unit)
    return None


def _party(board: Board, words: str) -> str | None:
    """Return the key of the party that is surely meant: names are alike, nearly will not do."""
    wanted = _PARTY.sub("", words)
    if len(wanted) < _SHORTEST:
        return None
    listed: list[dict[str, Any]] = next(
        (m["choices"]["party_list"] for m in board.manifests if _lists(m)), []
    )
    for choice in listed:
        names = (*choice["name"].values(), choice["party"])
        if any(wanted == _PARTY.sub("", _bare(name)) for name in names if name):
            return str(choice["key"])
    return None


def _lists(manifest: Manifest) -> bool:
    return bool(manifest["choices"].get("party_list"))


def _place(board: Board, name: str, number: int | None) -> Found | None:
    if len(name) < _SHORTEST:
        return None
    provinces = board.provinces()
    names = {
        (code, language): _bare(rows[0]["province"][language])
        for code, rows in provinces.items()
        for language in ("th", "en")
    }
    names |= {
        (code, short): _bare(short)
        for code, rows in provinces.items()
        for short in SHORT_NAMES.get(rows[0]["province"]["th"], ())
    }
    ranked = process.extract(name, names, scorer=fuzz.ratio, limit=len(names), score_cutoff=_NEAR)
    # One province is known by several names; the best of them counts.
    codes = list(dict.fromkeys(key[0] for _, _, key in ranked))
    if not codes:
        return None
    if ranked[0][1] >= _SURE:
        return _of_province(provinces[codes[0]], number)
    near = tuple(provinces[code][0]["province"] for code in codes[:_OFFERED])
    return Found(nearest=near, number=number)


def _of_province(manifests: list[Manifest], number: int | None) -> Found:
    wanted = [m for m in manifests if m["number"] == number]
    if wanted:
        return Found(wanted[0])
    return Found(manifests[0]) if len(manifests) == 1 else Found(several=tuple(manifests))
