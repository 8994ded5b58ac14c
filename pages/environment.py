"""Templates: the shared ones and a door's own, with formats and phrases at hand."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from importlib import resources
from typing import Any, Final, TypeVar

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pages import formats, names
from pages.languages import Language, one_side
from pages.phrases import say

_BREAK: Final = re.compile(r" (?!\d)")
"""A number stays with the word before it."""

_T = TypeVar("_T")
_Show = Callable[[datetime | None, Language], str]

STATIC = resources.files("pages") / "static"
"""The folder that the application mounts at /static."""


@cache
def environment(door: str) -> Environment:
    """Return the templates of the package `door`, over the shared ones."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(door), PackageLoader("pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_path
    made.filters["kept"] = kept
    made.filters["masked"] = names.masked_name
    return made


@cache
def static_path(name: str) -> str:
    """Return the address of a file in pages/static; it changes when the file does."""
    data = STATIC.joinpath(*name.split("/")).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"


def kept(text: str) -> Markup:
    """Return a name whose parts stay whole where they fit: Thai breaks inside them otherwise."""
    part = Markup('<span class="kept">{}</span>')
    return Markup(" ").join(part.format(word) for word in _BREAK.split(text))


def in_language(language: Language) -> dict[str, Any]:
    """Return what a template needs to speak one language."""
    return {
        "lang": language.value,
        "other_lang": language.other.value,
        "t": partial(_say, language),
        "number": formats.number,
        "percent": formats.percent,
        "clock": partial(_timed, formats.clock, language),
        "day": partial(_timed, formats.day, language),
        "moment": partial(_timed, formats.moment, language),
        "iso": formats.iso,
        "span": formats.minutes_and_seconds,
        "of_language": partial(_of_language, language),
        "spoken": partial(_spoken, language),
        "unit_name": partial(_named, names.unit_name, language),
        "constituency_name": partial(_named, names.constituency_name, language),
        "ballot_name": partial(_named, names.ballot_name, language),
    }


def draw(door: str, template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Return a template of a door as HTML."""
    found = environment(door).get_template(template)
    return found.render({**in_language(language), **context})


def _say(language: Language, key: str, **words: object) -> str:
    return say(key, language, **words)


def _timed(show: _Show, language: Language, at: datetime | None) -> str:
    # The hour and its น. stay on one line.
    return show(at, language).replace(" น.", "\u00a0น.")


def _named(name: Callable[[_T, Language], str], language: Language, thing: _T) -> str:
    return name(thing, language)


def _spoken(language: Language, words: str) -> str:
    return one_side(words, language)


def _of_language(language: Language, both: Mapping[str, str]) -> str:
    """Return one side of a message that is stored in both languages."""
    return both.get(language.value) or both["th"]
