"""`make fuzz`: schemathesis at every route, for each role; no answer may be a server's error.

Run in an environment of its own (requirements-fuzz.lock). Routes read their forms themselves, so
that the OpenAPI names no fields: the fields that templates hold are put in, the form's token too.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import schemathesis
import typer
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import SecretStr
from sqlmodel import select
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.election.demo import demo_folder
from app.election.load import load_folder
from app.opening import Ground, open_ground, prepare_database
from app.settings import Settings
from app.web import create_app
from models.store import audit
from models.store.sessions import open_session
from models.tables.people import Person, Role, WebSession
from pages.visitors import SESSION_COOKIE

ROOT: Final = Path(__file__).resolve().parents[2]
_SCHEMA: Final = "/openapi.json"
_NOT_READY: Final = 503
"""What /readyz rightly says: there is no worker here."""
_SERVER_ERROR: Final = 500


def main() -> None:
    """Fire so many requests at each route and role; exit 1 where an answer was an error of ours."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    counted, broken = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        ground = _ground(Path(folder))
        for role in (None, *Role):
            _fire_as(ground, role, each, (counted, broken))
        with ground.database.reading() as session:
            whole = audit.first_broken(session) is None
            entries = audit.head(session)[:16]
        ground.close()
    typer.echo(f"{sum(counted.values()):,} requests: {dict(sorted(counted.items()))}")
    typer.echo(f"audit chain whole: {whole} ({entries}); server errors: {len(broken)}")
    for line in broken[:20]:
        typer.echo(line)
    sys.exit(1 if broken or not whole else 0)


def _ground(folder: Path) -> Ground:
    wanted = Settings(
        database_url=f"sqlite:///{folder}/k.sqlite3",
        files_url=f"file://{folder}/files",
        publish_url=f"file://{folder}/public",
        secret_key=SecretStr("s" * 64),
        telegram_secret=SecretStr("t" * 32),
        line_channel_secret=SecretStr("l" * 32),
        second_factor="offered",
    )
    database = prepare_database(wanted.database_url)
    load_folder(database, demo_folder())
    database.close()
    return open_ground(wanted)


def _fire_as(
    ground: Ground, role: Role | None, each: int, found: tuple[Counter[str], list[str]]
) -> None:
    counted, broken = found
    token, csrf = _signed_in(ground, role)
    app = create_app(ground)
    described = _described(app, csrf)
    app.router.routes.insert(0, Route(_SCHEMA, lambda _: JSONResponse(described)))
    schema = schemathesis.openapi.from_asgi(_SCHEMA, app)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    if token:
        client.cookies.set(SESSION_COOKIE, token)
    operations = sorted(schema.get_all_operations(), key=_leaves)
    before = sum(counted.values())
    for operation in operations:
        _fire_at(operation.ok(), client, each, (str(role), counted, broken))
    typer.echo(
        f"{role or 'nobody':12} {sum(counted.values()) - before:6,} requests"
        f", {len(operations)} routes"
    )


def _leaves(found: Any) -> bool:
    """Tell whether a route ends the session: it comes last."""
    return any(word in found.ok().path for word in ("sign-out", "new-password", "second-factor"))


def _fire_at(
    operation: Any, client: TestClient, each: int, found: tuple[str, Counter[str], list[str]]
) -> None:
    role, counted, broken = found

    @given(case=operation.as_strategy())
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def fire(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://testserver")
        sent.pop("cookies", None)
        answer = client.request(**{k: v for k, v in sent.items() if v is not None})
        counted[f"{answer.status_code // 100}xx"] += 1
        if answer.status_code >= _SERVER_ERROR and answer.status_code != _NOT_READY:
            broken.append(f"{role} {case.method} {sent['url']} {str(sent)[:600]}")

    fire()


def _signed_in(ground: Ground, role: Role | None) -> tuple[str, str]:
    if role is None:
        return "", ""
    with ground.database.writing() as session:
        person = session.exec(select(Person).where(Person.role == role)).first()
        if person is None:
            person = Person(
                key=f"fuzz-{role}", role=role, name="ทดสอบ", created_at=datetime.now(UTC)
            )
            session.add(person)
            session.flush()
        token = open_session(session, person, datetime.now(UTC))
        made = session.exec(select(WebSession).where(WebSession.person_id == person.id)).all()
        return token, made[-1].csrf


def _routes(router: Any) -> Iterator[APIRoute]:
    """Give every route below a router, hidden ones too."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router)


def _described(app: FastAPI, csrf: str) -> dict[str, Any]:
    """Return the OpenAPI with hidden routes shown and the forms' fields named."""
    shown = FastAPI(title="Khanaen")
    for route in _routes(app.router):
        shown.add_api_route(
            route.path, route.endpoint, methods=list(route.methods), response_model=None
        )
    described = shown.openapi()
    fields = {name: {"type": "string"} for name in _field_names()}
    fields["csrf"] = {"type": "string", "enum": [csrf or "x"]}
    body = {"schema": {"type": "object", "properties": fields, "required": ["csrf"]}}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if method == "post" and path not in {"/line", "/telegram"}:
                operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": body}}
    return described


def _field_names() -> set[str]:
    pages = [*ROOT.glob("review/templates/*.html"), *ROOT.glob("bot/web/templates/*.html")]
    names = {n for page in pages for n in re.findall(r'name="([a-z_-]+)"', page.read_text())}
    return names | {"row:1", "on_roll", "came", "good", "fields"}


if __name__ == "__main__":
    main()
