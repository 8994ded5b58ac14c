"""A desk's round: whose pages come now, whose numbers are looked at, and where albums belong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

_ALBUMS_KEPT: Final = 24


@dataclass(frozen=True, slots=True)
class Round:
    """Where somebody stands who sends for many units; units by their id, 0 for none."""

    sending_for: int = 0
    """The unit of the pictures that come now."""
    left: int = 0
    """How many of its pictures are still awaited; at 0 it is asked again whose the next are."""
    last: int = 0
    """The unit that was chosen last."""
    looking_at: int = 0
    """The unit that taps and words are about."""
    asked: int = 0
    """How often a set of pictures found its unit, so that one tap gives a place to one set."""
    homes: tuple[tuple[str, int], ...] = ()
    """The unit of each album, for pictures that come late."""

    @property
    def focus(self) -> int:
        """The unit that is spoken about."""
        return self.looking_at or self.sending_for or self.last

    def home_of(self, album: str, *, is_waiting: bool) -> int:
        """Return the unit of a picture, 0 where its sender has to say; others may wait already."""
        known = dict(self.homes).get(album, 0) if album else 0
        return known or (0 if is_waiting else self.sending_for)

    def chosen(self, unit_id: int, pages: int) -> Self:
        """Return the round once a unit was chosen whose `pages` are awaited."""
        return replace(
            self,
            sending_for=unit_id,
            left=pages,
            last=unit_id,
            looking_at=unit_id,
            asked=self.asked + 1,
        )

    def with_home(self, album: str, unit_id: int) -> Self:
        """Return the round with an album's unit."""
        if not album or album in dict(self.homes):
            return self
        return replace(self, homes=(*self.homes, (album, unit_id))[-_ALBUMS_KEPT:])

    def with_one_less(self) -> Self:
        """Return the round after one more picture; the last one lets go of the unit."""
        left = max(0, self.left - 1)
        return replace(self, left=left, sending_for=self.sending_for if left else 0)

    def to_data(self) -> dict[str, Any]:
        """Return the round as JSON."""
        return {
            "sending_for": self.sending_for,
            "left": self.left,
            "last": self.last,
            "looking_at": self.looking_at,
            "asked": self.asked,
            "homes": [list(home) for home in self.homes],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the round of a conversation; nothing yet begins one."""
        homes = tuple((str(album), int(unit)) for album, unit in data.get("homes", ()))
        return cls(**{**data, "homes": homes})
