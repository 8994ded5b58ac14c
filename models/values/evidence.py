"""What a picture is that shows no page of a form (หลักฐานอื่น): a closed list."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What the sender says that the picture shows; kept for reviewers, never published."""

    TALLY_BOARD = "tally_board"
    """กระดานขีดคะแนน, with its strokes."""
    UNIT_SIGN = "unit_sign"
    """ป้ายหน่วยเลือกตั้ง."""
    INCIDENT = "incident"
    """บันทึกเหตุการณ์."""
    OTHER = "other"
    """อย่างอื่น."""
