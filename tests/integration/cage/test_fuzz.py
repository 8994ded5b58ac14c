"""A small share of `make fuzz`: bent inputs give an answer or a refusal that is expected."""

import warnings

import pytest

from app.cage.errors import CageBroken
from app.cage.outside import Cage
from app.cage.sight import Message
from intake.errors import Refused
from intake.normalise import normalise
from models.values.refusals import Refusal
from tests.fixtures.pictures import picture
from tests.fuzz.parsers import PARSERS, fire


@pytest.mark.parametrize("name", PARSERS)
def test_bent_inputs_raise_nothing_else(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow, about the very files that it gets here
        assert sum(fire(PARSERS[name], 60, seed=7).values()) == 60


def test_a_heic_without_its_end_is_refused() -> None:
    whole = picture(kind="HEIF")
    for length in range(len(whole) - 900, len(whole), 150):
        with pytest.raises(Refused) as refused:
            normalise(whole[:length])
        assert refused.value.reason is Refusal.UNDECODABLE


def test_an_answer_that_is_no_sight_breaks_the_cage_only() -> None:
    endless = Message({"sight": {"size": [1, float("inf"), 1]}})
    with pytest.raises(CageBroken):
        Cage(0, 1.0, {})._read(endless, b"")
