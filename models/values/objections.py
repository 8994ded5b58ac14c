"""Closed lists of objections to published numbers."""

from enum import StrEnum


class Objector(StrEnum):
    """For whom somebody says to speak; nobody checks it, and no name is asked for."""

    PUBLIC = "public"
    """ประชาชน."""
    CANDIDATE = "candidate"
    """ผู้สมัครหรือตัวแทน."""
    PARTY = "party"
    """พรรคการเมือง."""


class ObjectionState(StrEnum):
    """Where an objection stands; the last two are answers."""

    RECEIVED = "received"
    RECHECKING = "rechecking"
    """People were asked to look at the sheet again."""
    STANDS = "stands"
    """The number agrees with the paper."""
    CORRECTED = "corrected"
    """The number was wrong, and is corrected in public."""


ANSWERED = (ObjectionState.STANDS, ObjectionState.CORRECTED)


class Fault(StrEnum):
    """Why an objection is not taken."""

    NO_FIELD = "no_field"
    NO_NUMBER = "no_number"
    SAME = "same"
    """What is claimed is what is published."""
    OFTEN = "often"
