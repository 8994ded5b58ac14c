"""docs/settings.md says what app/settings.py does: every setting, its default, its meaning."""

import re
from pathlib import Path

from pydantic import SecretStr

from app.settings import PREFIX, Settings

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


def _described() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: (default.strip("`"), meaning) for name, default, meaning in rows}


def _declared() -> dict[str, tuple[str, str]]:
    found = {}
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        is_empty = isinstance(default, SecretStr) or default == ""
        plain = "(empty)" if is_empty else str(default)
        plain = plain.replace(f"{Path.cwd()}/", "…/")
        found[PREFIX + name.upper()] = (plain, field.description or "")
    return found


def test_the_page_and_the_code_agree() -> None:
    assert _described() == _declared()
