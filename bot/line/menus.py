"""Rich menus of a LINE account: made once, found by their alias, made anew with other content."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from linebot.v3.messaging import (
    Action,
    ApiClient,
    CreateRichMenuAliasRequest,
    MessageAction,
    MessagingApi,
    MessagingApiBlob,
    RichMenuArea,
    RichMenuBounds,
    RichMenuRequest,
    RichMenuSize,
    UpdateRichMenuAliasRequest,
    URIAction,
)
from linebot.v3.messaging.exceptions import ApiException

from bot.line.menu_picture import HIGH, WIDE, draw_menu, places
from bot.menus import Tile
from models.values.chat import Menu

_TIMEOUT: Final = (5.0, 30.0)
_NOT_FOUND: Final = 404
_OURS: Final = "khanaen "
_BAR: Final = "เมนู · Menu"


class RichMenus:
    """The menus of one account. Every call may raise `ApiException` or urllib3's `HTTPError`."""

    def __init__(self, client: ApiClient, data_client: ApiClient) -> None:
        """Take the clients of LINE's two hosts."""
        self._api, self._blob = MessagingApi(client), MessagingApiBlob(data_client)

    def known(self) -> dict[Menu, str]:
        """Return the id of each menu that stands ready."""
        found = self._api.get_rich_menu_alias_list(_request_timeout=_TIMEOUT).aliases
        ids = {alias.rich_menu_alias_id: alias.rich_menu_id for alias in found}
        return {menu: ids[_alias(menu)] for menu in Menu if _alias(menu) in ids}

    def set_up(self, menus: Sequence[Menu], default: Menu | None) -> list[Menu]:
        """Make the menus that are new or differ, drop older ones, and return those made.

        An alias is set once a menu's picture is there: what a crash left half-made is made anew.
        """
        listed = self._api.get_rich_menu_list(_request_timeout=_TIMEOUT).richmenus
        names = {row.rich_menu_id: row.name for row in listed}
        known = self.known()
        made = [menu for menu in menus if names.get(known.get(menu, "")) != _name(menu)]
        for menu in made:
            self._make(menu, has_alias=menu in known)
        known = self.known()
        self._set_default(known.get(default) if default else None, names)
        self._drop(menus, known, names)
        return made

    def link(self, user: str, menu_id: str) -> None:
        """Put a menu into somebody's chat, or with no id the one of everybody."""
        if menu_id:
            self._api.link_rich_menu_id_to_user(user, menu_id, _request_timeout=_TIMEOUT)
        else:
            self._api.unlink_rich_menu_id_from_user(user, _request_timeout=_TIMEOUT)

    def default(self) -> str:
        """Return the id of the menu of everybody, empty where there is none."""
        try:
            return str(self._api.get_default_rich_menu_id(_request_timeout=_TIMEOUT).rich_menu_id)
        except ApiException as error:
            if error.status == _NOT_FOUND:
                return ""
            raise

    def _make(self, menu: Menu, *, has_alias: bool) -> None:
        made = self._api.create_rich_menu(request_of(menu), _request_timeout=_TIMEOUT).rich_menu_id
        try:
            self._blob.set_rich_menu_image(
                made,
                draw_menu(menu),
                _headers={"Content-Type": "image/png"},
                _request_timeout=_TIMEOUT,
            )
        except Exception:
            self._api.delete_rich_menu(made, _request_timeout=_TIMEOUT)
            raise
        if has_alias:
            changed = UpdateRichMenuAliasRequest(richMenuId=made)
            self._api.update_rich_menu_alias(_alias(menu), changed, _request_timeout=_TIMEOUT)
        else:
            new = CreateRichMenuAliasRequest(richMenuAliasId=_alias(menu), richMenuId=made)
            self._api.create_rich_menu_alias(new, _request_timeout=_TIMEOUT)

    def _set_default(self, wanted: str | None, names: Mapping[str, str]) -> None:
        standing = self.default()
        if wanted and standing != wanted:
            self._api.set_default_rich_menu(wanted, _request_timeout=_TIMEOUT)
        elif wanted is None and names.get(standing, "").startswith(_OURS):
            self._api.cancel_default_rich_menu(_request_timeout=_TIMEOUT)

    def _drop(
        self, menus: Sequence[Menu], known: Mapping[Menu, str], names: Mapping[str, str]
    ) -> None:
        """Delete menus of ours that are of no use any more; anybody else's stay."""
        for menu in known.keys() - set(menus):
            self._api.delete_rich_menu_alias(_alias(menu), _request_timeout=_TIMEOUT)
        kept = {known[menu] for menu in menus if menu in known}
        for menu_id, name in names.items():
            if name.startswith(_OURS) and menu_id not in kept:
                self._api.delete_rich_menu(menu_id, _request_timeout=_TIMEOUT)


def request_of(menu: Menu) -> RichMenuRequest:
    """Return a menu as LINE takes it; its name changes with anything in it, the picture too."""
    areas = [
        RichMenuArea(bounds=RichMenuBounds(x=x, y=y, width=wide, height=high), action=_action(tile))
        for tile, (x, y, wide, high) in places(menu)
    ]
    return RichMenuRequest(
        size=RichMenuSize(width=WIDE, height=HIGH),
        selected=True,
        name=_name(menu),
        chatBarText=_BAR,
        areas=areas,
    )


def _action(tile: Tile) -> Action:
    if tile.opens:
        return URIAction(label=tile.th[:20], uri=tile.opens)
    return MessageAction(label=tile.th[:20], text=tile.says)


def _name(menu: Menu) -> str:
    tiles = [[tile.says, tile.opens, box] for tile, box in places(menu)]
    content = json.dumps([_BAR, tiles]).encode() + draw_menu(menu)
    return f"{_OURS}{menu.value} {hashlib.sha256(content).hexdigest()[:16]}"


def _alias(menu: Menu) -> str:
    return f"khanaen-{menu.value}"
