"""A finding (ข้อสังเกต): a rule that a sheet breaks, as data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Severity(StrEnum):
    """How much a broken rule weighs (RULES: X refuse, E error, W warning, I information)."""

    REFUSE = "X"
    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for a person, in both languages."""

    th: str
    en: str

    def to_data(self) -> dict[str, str]:
        """Return the JSON form."""
        return {"th": self.th, "en": self.en}


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: its code, its weight, the fields to highlight and a sentence."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    message: Message

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form used by `khanaen read` and the tables."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "fields": list(self.fields),
            "message": self.message.to_data(),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Build a finding from its JSON form."""
        return cls(
            code=data["code"],
            severity=Severity(data["severity"]),
            fields=tuple(data["fields"]),
            message=Message(**data["message"]),
        )
