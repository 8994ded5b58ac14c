"""What one look at a photo tells before anything that is written on it is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from models.values.reading import Problem
from models.values.sentences import wants_retake


@dataclass(frozen=True, slots=True)
class Glance:
    """Which page it is, as far as that is sure, and what is wrong with the photo."""

    form: str | None
    page: int | None
    problems: tuple[Problem, ...]
    glare_at: tuple[float, float] | None

    @property
    def is_faulty(self) -> bool:
        """Tell whether the photo has a fault that another one would not have."""
        return is_faulty(self.problems)

    def to_data(self) -> dict[str, Any]:
        """Return the JSON form, from which `from_data` builds an equal glance."""
        return {
            "form": self.form,
            "page": self.page,
            "problems": [p.value for p in self.problems],
            "glare_at": self.glare_at,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a glance from its JSON form.

        Raises:
            ValueError, KeyError, TypeError: it is no glance.
        """
        form, page, place = data["form"], data["page"], data["glare_at"]
        return cls(
            form=None if form is None else str(form),
            page=None if page is None else int(page),
            problems=tuple(Problem(p) for p in data["problems"]),
            glare_at=None if place is None else (float(place[0]), float(place[1])),
        )


def is_faulty(problems: Collection[Problem]) -> bool:
    """Tell whether a photo has a fault that another one would not have.

    That a page does not say which it is, is none: pages of signatures do not.
    """
    return any(wants_retake(p) and p is not Problem.UNKNOWN_PAGE for p in problems)
