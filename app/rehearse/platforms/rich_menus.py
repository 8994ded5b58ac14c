"""Rich menus of the stand-in of LINE: made, pictured, named, linked, and as strict as the real."""

import io
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from PIL import Image

from app.rehearse.platforms.server import Answer, Request

_MOST_BYTES = 1024 * 1024


@dataclass
class RichMenuShelf:
    """What an account keeps of menus; `None` from `answer` means that the call is another's."""

    menus: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    default: str = ""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def answer(self, request: Request) -> Answer | None:
        """Answer a call about menus."""
        parts = request.path.strip("/").split("/")[2:]
        if parts[0] == "richmenu":
            return self._menu(request, parts[1:])
        if parts[0] == "user" and parts[2:3] == ["richmenu"]:
            return self._link(request, parts[1], parts[3] if len(parts) > 3 else "")
        return None

    def _menu(self, request: Request, parts: list[str]) -> Answer:
        if not parts:
            return self._create(json.loads(request.body))
        if parts[0] == "list":
            rows = [{"richMenuId": i, **menu} for i, menu in self.menus.items()]
            return Answer(200, {"richmenus": rows})
        return self._alias(request, parts[1:]) if parts[0] == "alias" else self._one(request, parts)

    def _one(self, request: Request, parts: list[str]) -> Answer:
        if parts[0] not in self.menus:
            return Answer(404, {"message": "Not found"})
        if parts[1:] == ["content"]:
            return self._picture(request, parts[0])
        del self.menus[parts[0]]
        return Answer(200, {})

    def _create(self, menu: dict[str, Any]) -> Answer:
        size = menu["size"]
        whole = {(size["width"], size["height"])} <= {(2500, 1686), (2500, 843)}
        inside = all(
            b["x"] + b["width"] <= size["width"] and b["y"] + b["height"] <= size["height"]
            for b in (area["bounds"] for area in menu["areas"])
        )
        if not (whole and inside and len(menu["areas"]) <= 20 and len(menu["chatBarText"]) <= 14):
            return Answer(400, {"message": "The request body has errors"})
        menu_id = f"richmenu-{next(self.numbers):032x}"
        self.menus[menu_id] = menu
        return Answer(200, {"richMenuId": menu_id})

    def _picture(self, request: Request, menu_id: str) -> Answer:
        kind = request.headers.get("content-type", "")
        if kind not in {"image/png", "image/jpeg"} or menu_id in self.pictures:
            return Answer(400, {"message": "An image has already been uploaded, or no image"})
        size = self.menus[menu_id]["size"]
        with Image.open(io.BytesIO(request.body)) as picture:
            fits = picture.size == (size["width"], size["height"])
        if len(request.body) > _MOST_BYTES or not fits:
            return Answer(400, {"message": "The image does not fit"})
        self.pictures[menu_id] = request.body
        return Answer(200, {})

    def _alias(self, request: Request, parts: list[str]) -> Answer:
        if parts == ["list"]:
            rows = [{"richMenuAliasId": a, "richMenuId": i} for a, i in self.aliases.items()]
            return Answer(200, {"aliases": rows})
        body = json.loads(request.body or b"{}")
        alias = parts[0] if parts else body["richMenuAliasId"]
        if not body:
            return Answer(200 if self.aliases.pop(alias, "") else 404, {})
        if bool(parts) != (alias in self.aliases) or body["richMenuId"] not in self.pictures:
            return Answer(400, {"message": "conflict richmenu alias id, or no image"})
        self.aliases[alias] = body["richMenuId"]
        return Answer(200, {})

    def _link(self, request: Request, user: str, menu_id: str) -> Answer:
        if user == "all" and not menu_id:
            return self._default(request)
        if menu_id and menu_id not in self.pictures:
            return Answer(404, {"message": "Not found"})
        if user == "all":
            self.default = menu_id
        elif menu_id:
            self.links[user] = menu_id
        else:
            self.links.pop(user, None)
        return Answer(200, {})

    def _default(self, request: Request) -> Answer:
        if request.method == "DELETE":
            self.default = ""
        if not self.default and request.method == "GET":
            return Answer(404, {"message": "no default richmenu"})
        return Answer(200, {"richMenuId": self.default})
