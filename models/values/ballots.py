"""What is voted on and by which way the votes came in."""

from enum import StrEnum


class Ballot(StrEnum):
    """A ballot paper of the election (บัตรเลือกตั้ง)."""

    CONSTITUENCY = "constituency"
    """แบบแบ่งเขตเลือกตั้ง."""
    PARTY_LIST = "party_list"
    """แบบบัญชีรายชื่อ."""
    REFERENDUM = "referendum"
    """ประชามติ: one question, answers as rows."""


class Stream(StrEnum):
    """The way by which votes reach a count (ช่องทางการลงคะแนน)."""

    ELECTION_DAY = "election_day"
    """วันเลือกตั้ง, counted at the polling unit on ส.ส. 5/18."""
    ADVANCE_IN = "advance_in"
    """ล่วงหน้าในเขต, counted in sets on ส.ส. 5/16."""
    OUT_AND_OVERSEAS = "out_and_overseas"
    """นอกเขตและนอกราชอาณาจักร, counted together in sets on ส.ส. 5/17."""
    OVERSEAS = "overseas"
    """นอกราชอาณาจักร, only for a counting set declared overseas only."""


class UnitKind(StrEnum):
    """What kind of reporting unit hands in a sheet."""

    POLLING_UNIT = "polling_unit"
    """หน่วยเลือกตั้ง."""
    COUNTING_SET = "counting_set"
    """ชุดที่: a counting set of advance votes; it has no amphoe or area."""


class AreaKind(StrEnum):
    """What kind of numbering area a polling unit's number counts within."""

    TAMBON = "tambon"
    """ตำบล."""
    KHWAENG = "khwaeng"
    """แขวง, in Bangkok."""
    MUNICIPALITY = "municipality"
    """เทศบาล; may stand beside a tambon of the same name."""
