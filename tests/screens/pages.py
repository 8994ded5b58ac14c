"""Every page there is: where it stands, who looks at it, and which template and route draw it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import Page

from app.access import access_table
from models.tables.people import Role
from tests.screens import walks
from tests.screens.hall import Hall

Walk = Callable[[Page, Hall], None]

PEOPLE: Final = {
    Role.REVIEWER: "tkm-reviewer1",
    Role.SUPERVISOR: "tkm-supervisor",
    Role.CLERK: "tkm-clerk1",
    Role.PROVINCE: "tkm-province",
    Role.OPERATOR: "operator1",
    Role.AUDITOR: "auditor",
    Role.COMMITTEE: "TKM0101-004",
    Role.DESK: "tkm02-desk",
}
"""Who stands for each role; a committee is named by its unit."""


@dataclass(frozen=True)
class Screen:
    """A page in one of its states; braces in its address are filled from the night's facts."""

    name: str
    template: str
    path: str
    who: str = ""
    """A username or a unit's code; empty where nobody is signed in."""
    route: str = ""
    walk: Walk = walks.stay
    stand: str = "desk"
    """Which of the hall's addresses."""


def staff(name: str, path: str, route: str = "", who: str = "", **more: str) -> Screen:
    """Return a page of the desks, drawn by the template of its name."""
    template = more.get("template", name)
    return Screen(name, f"review/{template}", path, who, route or path.split("?", maxsplit=1)[0])


_SHEET: Final = "/review/sheets/{sheet_id}"
_FIRST, _SECOND, _LEAD, _CLERK = "tkm-reviewer1", "tkm-reviewer2", "tkm-supervisor", "tkm-clerk1"


def sheet(
    name: str, fact: str, who: str, walk: Walk = walks.stay, template: str = "sheet"
) -> Screen:
    """Return a sheet's page in a state."""
    path = f"/review/sheets/{{{fact}}}"
    return Screen(f"sheet-{name}", f"review/{template}", path, who, _SHEET, walk)


DESKS: Final = (
    Screen("sign-in", "review/sign_in", "/review/sign-in", route="/review/sign-in"),
    Screen("sign-in-wrong", "review/sign_in", "/review/sign-in", walk=walks.refuse),
    Screen("set-up-factor", "review/set_up_factor", "/review/sign-in", walk=walks.set_up_phone,
           stand="strict"),
    Screen("recovery-codes", "review/recovery_codes", "/review/sign-in", walk=walks.recovery,
           stand="strict"),
    Screen("second-factor", "review/second_factor", "/review/sign-in", walk=walks.second_factor,
           stand="strict"),
    staff("queue", "/review", who=_LEAD),
    Screen("queue-lane", "review/queue", "/review?lane=parked", _LEAD),
    Screen("queue-empty", "review/queue", "/review?unit=none&empty=1", "spm-reviewer1"),
    sheet("free", "clean", _SECOND),
    sheet("clean", "clean", _FIRST, walks.claim),
    sheet("party-list", "list", _FIRST, walks.claim),
    sheet("spoilt", "clean", _FIRST, walks.spoil),
    sheet("keys", "clean", _FIRST, walks.show_keys),
    sheet("return", "clean", _FIRST, walks.give_back),
    sheet("held-by-another", "clean", _SECOND),
    sheet("second-look", "second", _SECOND, walks.claim),
    sheet("parked", "parked", _LEAD, walks.claim),
    sheet("returned", "returned", _LEAD),
    sheet("near-duplicate", "alike", _LEAD, walks.claim),
    sheet("needs-human", "unread", _LEAD, walks.claim),
    sheet("recall-asked", "recall", _CLERK),
    sheet("ask-recall", "confirmed_party_list", _FIRST, walks.ask_recall),
    sheet("recalled", "recalled", _LEAD),
    sheet("confirmed", "confirmed_constituency", _LEAD),
    sheet("by-phone", "phoned", _SECOND, walks.claim, "blind_look"),
    sheet("set", "set", _CLERK, walks.claim, "blind_look"),
    Screen("sheet-elsewhere", "pages/refused", "/review/sheets/{clean}", "spm-reviewer1"),
    staff("history", "/review/sheets/{confirmed_constituency}/history",
          "/review/sheets/{sheet_id}/history", _LEAD),
    staff("constituencies", "/review/constituencies", who=_CLERK),
    staff("constituency", "/review/constituencies/{zone}",
          "/review/constituencies/{constituency_id}", _CLERK),
    staff("publication", "/review/constituencies/{zone}/publication",
          "/review/constituencies/{constituency_id}/publication", "operator1"),
    Screen("publication-paused", "review/publication",
           "/review/constituencies/{paused_zone}/publication", "operator1"),
    staff("report", "/review/constituencies/{zone}/report/constituency",
          "/review/constituencies/{constituency_id}/report/{ballot}", _CLERK),
    Screen("report-half", "review/report", "/review/constituencies/{zone}/report/constituency",
           _CLERK, walk=walks.key_half),
    staff("phone", "/review/phone", who=_FIRST),
    staff("totals", "/review/phone/totals?unit=TKM0301-003&ballot=constituency", who=_FIRST),
    staff("counts_file", "/review/counts", who=_LEAD),
    Screen("counts_lines", "review/counts_lines", "/review/counts", _LEAD, walk=walks.upload),
    staff("objections", "/review/objections", who=_LEAD),
    staff("units", "/review/units", who=_LEAD),
    staff("post", "/review/posts/unit/{unit}", "/review/posts/{kind}/{number}", _LEAD),
    Screen("post-code", "review/post", "/review/posts/unit/{unit}", _LEAD, walk=walks.fresh_code),
    Screen("post-centre", "review/post", "/review/posts/centre/{centre}", _LEAD),
    staff("accounts", "/review/accounts", who="operator1"),
    staff("account", "/review/accounts/{reviewer}", "/review/accounts/{person_id}", _LEAD),
    Screen("account_codes", "review/account_codes", "/review/accounts/{other}", "operator1",
           walk=walks.give_code),
    Screen("new_password", "review/new_password", "/review/accounts/{other}", "operator1",
           walk=walks.new_password),
    staff("dead_letters", "/review/dead-letters", who="operator1"),
    staff("operations", "/review/operations", who="operator1"),
    Screen("operations-projector", "review/operations", "/review/operations?screen=1", _LEAD),
    staff("audit", "/review/audit", who="auditor"),
)  # fmt: skip

SENDING: Final = (
    Screen("send-code", "bot/web/code", "/send", route="/send"),
    Screen("send-code-wrong", "bot/web/code", "/send", walk=walks.wrong_code),
    Screen("send-bind", "bot/web/bind", "/send", walk=walks.open_code),
    Screen("send-nothing-yet", "bot/web/unit", "/send", "TKM0301-003"),
    Screen("send-half", "bot/web/unit", "/send", "TKM0101-004"),
    Screen("send-to-read-back", "bot/web/unit", "/send", "TKM0101-003"),
    Screen("send-in-review", "bot/web/unit", "/send", "TKM0101-002"),
    Screen("send-returned", "bot/web/unit", "/send", "TKM0102-002"),
    Screen("send-confirmed", "bot/web/unit", "/send", "TKM0101-001"),
    Screen("read-back", "bot/web/read_back", "/send/sheets/{read_back}", "TKM0101-003",
           "/send/sheets/{sheet_id}"),
    Screen("read-back-list", "bot/web/read_back", "/send/sheets/{read_back_list}", "TKM0101-003"),
    Screen("read-back-fix", "bot/web/fix", "/send/sheets/{read_back}?way=fix", "TKM0101-003"),
    Screen("read-back-paper", "bot/web/paper", "/send/sheets/{read_back}?way=paper", "TKM0101-003"),
    Screen("send-desk", "bot/web/units", "/send", "tkm02-desk"),
    Screen("send-offline", "bot/web/offline", "/send/offline", route="/send/offline"),
    Screen("object", "bot/web/object", "/object?unit=TKM0101-001&ballot=constituency&key=row:1",
           route="/object"),
    Screen("object-how", "bot/web/find_ticket", "/object"),
    Screen("ticket-find", "bot/web/find_ticket", "/object/ticket", route="/object/ticket"),
    Screen("ticket-unknown", "bot/web/find_ticket", "/object/ticket?number=XXXX"),
    Screen("ticket-waits", "bot/web/ticket", "/object/{waiting}?made=1", route="/object/{ticket}"),
    Screen("ticket-answered", "bot/web/ticket", "/object/{answered}"),
    Screen("not-found", "pages/refused", "/nothing-is-here"),
    Screen("demo", "app/demo", "/demo", route="/demo"),
)  # fmt: skip

BOARD: Final = (
    Screen("board", "results/board", "/index.html"),
    Screen("board-not-open", "results/board", "/index.html", stand="not-open"),
    Screen("board-paused", "results/board", "/index.html", stand="paused"),
    Screen("province", "results/province", "/p/TKM.html"),
    Screen("province-consolidated", "results/province", "/p/SPM.html"),
    Screen("constituency-public", "results/constituency", "/c/TKM_1.html"),
    Screen("constituency-paused", "results/constituency", "/c/SPM_2.html"),
    Screen("constituency-consolidated", "results/constituency", "/c/SPM_1.html"),
    Screen("constituency-empty", "results/constituency", "/c/TKM_1.html", stand="not-open"),
    Screen("unit-public", "results/unit", "/u/TKM0101-001.html"),
    Screen("unit-without-photo", "results/unit", "/u/SPM0101-001.html"),
    Screen("corrections", "results/corrections", "/corrections.html"),
    Screen("corrections-none", "results/corrections", "/corrections.html", stand="not-open"),
    Screen("downloads", "results/downloads", "/downloads.html"),
    Screen("about", "results/about", "/about.html"),
    Screen("press", "results/press", "/press.html"),
    Screen("time", "results/time", "/time/index.html"),
    Screen("time-past", "results/board", "/{past}"),
    Screen("reports", "results/reports", "/reports/SPM.html"),
)

SCREENS: Final = DESKS + SENDING + BOARD

NOT_PAGES: Final = {
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/media/{name}": "a picture",
    "/send/code": "leads back",
    "/send/bind": "leads back",
    "/send/photos": "leads back",
    "/send/worker.js": "a script",
    "/send/manifest.webmanifest": "a description",
    "/send/sheets/{sheet_id}/answer": "leads back",
    "/send/status": "a part of /send",
    "/send/images/photo-{photo_id}": "a picture",
    "/send/images/public-{photo_id}": "a picture",
    "/review/outside": "leads to the provider",
    "/review/outside/back": "leads in",
    "/review/next": "leads back",
    "/review/ahead": "names of pictures",
    "/review/sheets/{sheet_id}/{_act}": "leads back",
    "/review/recalls/{_recall_id}/{_answer}": "leads back",
    "/review/images/{kind}-{photo_id}": "a picture",
    "/review/counts/template.csv": "a file",
    "/review/audit.csv": "a file",
    "/review/constituencies/{constituency_id}/publication/votes.csv": "a file",
}
"""Addresses that answer with no page, and with what instead."""


def seen_by_all() -> Iterator[Screen]:
    """Yield every screen, and each address of the desks as it opens for every other role."""
    may = {row.path: row.roles for row in access_table() if row.method == "GET"}
    looked = {(screen.path, screen.who) for screen in SCREENS}
    for screen in SCREENS:
        yield screen
        roles = may.get(screen.route, frozenset()) if screen.route.startswith("/review") else ()
        for role in sorted(roles):
            if screen.who and (screen.path, PEOPLE[role]) not in looked:
                looked.add((screen.path, PEOPLE[role]))
                # What one does there is another picture: not everybody may do it.
                name = f"{screen.name}--{role.value}"
                yield replace(screen, name=name, who=PEOPLE[role], walk=walks.stay)
