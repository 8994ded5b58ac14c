"""What places, ballots and streams are called in a language."""

from models.store.cases import Place
from models.tables.geography import Constituency, Province
from models.values.ballots import AreaKind, Ballot, UnitKind
from pages.languages import Language
from pages.phrases import say


def unit_name(place: Place, language: Language) -> str:
    """Return a reporting unit's name, e.g. `หน่วย 12 ตำบลทุ่งสมมุติ อ.ตัวอย่าง`."""
    unit = place.unit
    if unit.kind is UnitKind.COUNTING_SET or place.area is None or place.amphoe is None:
        stream = say(f"common.stream_{unit.stream.value}", language)
        return say("common.unit_set", language, number=unit.number, stream=stream)
    is_khwaeng = place.area.kind is AreaKind.KHWAENG
    amphoe = say(
        "common.khet_of" if is_khwaeng else "common.amphoe_of",
        language,
        name=_named(place.amphoe.name_th, place.amphoe.name_en, language),
    )
    area = _named(place.area.name_th, place.area.name_en, language)
    return say("common.unit_polling", language, number=unit.number, area=area, amphoe=amphoe)


def constituency_name(place: Place, language: Language) -> str:
    """Return the name of a place's constituency, e.g. `เขต 3 เชียงใหม่`."""
    return name_of_constituency(place.constituency, place.province, language)


def name_of_constituency(constituency: Constituency, province: Province, language: Language) -> str:
    """Return a constituency's name, e.g. `เขต 3 เชียงใหม่`."""
    named = _named(province.name_th, province.name_en, language)
    return say("common.constituency_of", language, number=constituency.number, province=named)


def ballot_name(ballot: Ballot, language: Language) -> str:
    """Return a ballot's short name."""
    return say(f"common.{ballot.value}", language)


def masked_name(name: str) -> str:
    """Return what tells a person's colleagues who is meant and nobody else: `สมหมาย ใจ…`."""
    first, *others = name.split() or [""]
    return " ".join((first, *(f"{word[:2]}…" for word in others)))


def _named(th: str, en: str, language: Language) -> str:
    return th if language is Language.TH or not en else en
