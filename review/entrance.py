"""The sign-in page, with what was wrong, and the provider that may stand beside the password."""

from datetime import datetime
from typing import Final

from fastapi import Request, Response

from review.desk import DOOR
from review.provider import Provider

BACK: Final = "/review/outside/back"


def provider_of(request: Request) -> Provider | None:
    """Return the provider of sign-ins, None where none is set."""
    settings = request.app.state.settings
    issuer, client_id = settings.oidc_issuer.strip(), settings.oidc_client_id.strip()
    if not (issuer and client_id):
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    back = settings.base_url.rstrip("/") + BACK
    return Provider(issuer, client_id, secret, settings.oidc_scope, back)


def sign_in_page(
    request: Request,
    status: int = 200,
    *,
    problem: str | None = None,
    username: str = "",
    until: datetime | None = None,
) -> Response:
    """Return the page that asks for name and password."""
    settings = request.app.state.settings
    return DOOR.page(
        request, "sign_in.html", status, problem=problem, username=username, until=until,
        provider=settings.oidc_name if provider_of(request) else None,
    )  # fmt: skip
