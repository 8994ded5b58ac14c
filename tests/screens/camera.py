"""Photographs a page and says what is wrong with it that a program can see."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Error, Page

from pages.visitors import SESSION_COOKIE
from tests.screens.hall import Hall
from tests.screens.pages import Screen

SIZES: Final[Mapping[str, Mapping[str, Any]]] = {
    "390": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "1366": {"viewport": {"width": 1366, "height": 768}},
    "1920": {"viewport": {"width": 1920, "height": 1080}},
    "390-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}

_LOOK: Final = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`scrolls sideways: ${wide} px too wide`);
  const seen = (node) => {
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    return box.width > 2 && box.height > 2 && style.visibility !== 'hidden';
  };
  const words = /[A-Za-z]{2,}(?:[ ,;:'’-]+[A-Za-z]{2,}){2,}/;
  const key = /^[a-z]+\\.[a-z_]{3,}$/;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), around = walk.currentNode.parentElement;
    if (!text || !seen(around) || around.closest('[lang=en], code, script, style')) continue;
    if (words.test(text) || key.test(text)) found.push(`not Thai: ${text.slice(0, 90)}`);
  }
  if (innerWidth < 600) {
    const small = [...document.querySelectorAll('button, .button, input, select, summary')]
      .filter((one) => seen(one) && !['hidden', 'checkbox', 'radio'].includes(one.type))
      .map((one) => [one.getBoundingClientRect().height, one.textContent.trim() || one.name])
      .filter(([height]) => height < 43.5);
    if (small.length) found.push(`small to touch: ${small.length}, `
      + small.slice(0, 3).map(([h, name]) => `${Math.round(h)} px ${name.slice(0, 20)}`));
  }
  for (const one of document.querySelectorAll('body *')) {
    if (!one.children.length && one.textContent.trim() && seen(one)
        && !one.closest('.scroll, .for-readers, svg, textarea, select')
        && one.getBoundingClientRect().right > innerWidth + 1)
      found.push(`cut off: ${one.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""


@dataclass(frozen=True)
class Camera:
    """A browser, the hall it looks at, its addresses, and the folder of the pictures."""

    browser: Browser
    hall: Hall
    addresses: Mapping[str, str]
    folder: Path

    def take(self, screen: Screen, size: str) -> list[str]:
        """Photograph a screen in a size, whole; return what is wrong with it."""
        address = self.addresses[screen.stand]
        context = self.browser.new_context(base_url=address, locale="th-TH", **SIZES[size])
        complaints: list[str] = []
        try:
            if screen.who:
                token = self.hall.token(screen.who)
                context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address}])
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
            page.on("console", lambda m: _hear(m.type, m.text, complaints))
            return [*self._shoot(page, screen, size), *complaints]
        except (AssertionError, Error, IndexError, KeyError, ValueError) as trouble:
            return [f"NOT TAKEN: {str(trouble)[:300]}"]
        finally:
            context.close()

    def _shoot(self, page: Page, screen: Screen, size: str) -> list[str]:
        page.goto(screen.path.format(**self.hall.facts), wait_until="load")
        screen.walk(page, self.hall)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        file = self.folder / size / f"{screen.name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=True, animations="disabled")
        found: list[str] = page.evaluate(_LOOK)
        return found


def _hear(kind: str, said: str, complaints: list[str]) -> None:
    if kind == "error" and "404" not in said and "422" not in said and "403" not in said:
        complaints.append(f"console: {said[:200]}")
