"""A state machine as data: which event leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from models.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Machine(Generic[S, E]):
    """A named machine; `moves` maps (state, event) to the next state and is complete."""

    name: str
    start: S
    moves: Mapping[tuple[S, E], S]

    def after(self, state: S, event: E) -> S:
        """Return the state after `event`.

        Raises:
            IllegalMove: the state does not allow the event.
        """
        try:
            return self.moves[(state, event)]
        except KeyError:
            raise IllegalMove(self.name, state.value, event.value) from None

    def allows(self, state: S, event: E) -> bool:
        """Tell whether `event` is possible in `state`."""
        return (state, event) in self.moves
