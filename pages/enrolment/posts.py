"""What a post is called: the unit, centre or counting sets that a code opens."""

from dataclasses import dataclass

from sqlmodel import Session

from models.store.cases import place_of
from models.store.enrolment import Post
from models.tables.geography import Constituency, Province, TallyCentre
from pages.languages import Language
from pages.names import constituency_name, unit_name
from pages.phrases import say


@dataclass(frozen=True, slots=True)
class PostWords:
    """A post in words: its name, where it lies, and the building if it is known."""

    title: str
    subtitle: str
    place: str = ""

    @property
    def lines(self) -> str:
        """The words as lines of a message, the empty ones left out."""
        return "\n".join(line for line in (self.title, self.subtitle, self.place) if line)


def words_of_post(session: Session, post: Post, language: Language) -> PostWords:
    """Return what tells a post from every other, as people know it."""
    if post.unit_id is not None:
        place = place_of(session, post.unit_id)
        building = place.unit.place_th
        return PostWords(unit_name(place, language), constituency_name(place, language), building)
    if post.centre_id is not None:
        centre = session.get_one(TallyCentre, post.centre_id)
        name = _named(centre.name_th, centre.name_en, language)
        return PostWords(name, say("enrol.every_unit", language))
    constituency = session.get_one(Constituency, post.constituency_id)
    province = session.get_one(Province, constituency.province_id)
    name = _named(province.name_th, province.name_en, language)
    where = say("common.constituency_of", language, number=constituency.number, province=name)
    return PostWords(where, say("enrol.every_set", language))


def _named(th: str, en: str, language: Language) -> str:
    return th if language is Language.TH or not en else en
