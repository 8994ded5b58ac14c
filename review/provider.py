"""A provider of sign-ins (OpenID Connect): where to send people, and who came back.

Authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Of the
answer only the signed id_token is believed, whose keys are fetched anew: a key that the provider
took back opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet

from review.errors import ProviderRefused

_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures by keys that the provider alone has; no shared secret, and never `none`."""
LONGEST: Final = 255
"""Characters of a subject (OpenID Connect Core 2)."""
_LEEWAY_S: Final = 60
_WAIT_S: Final = 10.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_CLAIMS: Final[Mapping[str, str]] = {"aud": "audience", "azp": "audience", "nonce": "nonce"}


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the settings name it; `back` is where it sends people afterwards."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str
    back: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What ties a way out to its way back; `verifier` stays with us until the code is paid in."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proved:
    """Who somebody is to the provider; `email` only where the provider has verified it."""

    subject: str
    email: str | None


def address_out(provider: Provider, errand: Errand) -> str:
    """Return the provider's address at which a person signs in.

    Raises:
        ProviderRefused: the provider cannot be reached, or is another one than it says.
    """
    with _line() as http:
        found = _discovered(http, provider)
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.back,
        "scope": provider.scope,
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": create_s256_code_challenge(errand.verifier),
        "code_challenge_method": "S256",
    }
    place = _address(found, "authorization_endpoint")
    return f"{place}{'&' if '?' in place else '?'}{urlencode(query)}"


def who_came(provider: Provider, errand: Errand, code: str, at: datetime) -> Proved:
    """Pay a code in and return whom the provider's signed word names.

    Raises:
        ProviderRefused: it cannot be reached, takes no such code, or its word is not good: `why`
            says which.
    """
    with _line() as http:
        found = _discovered(http, provider)
        answer = _paid_in(http, provider, found, errand, code)
        keys = _json(http.get(_address(found, "jwks_uri")))
    claims = _believed(provider, errand, answer, keys, at)
    subject, email = str(claims["sub"]), str(claims.get("email") or "")
    if len(subject) > LONGEST or not (subject + email).isprintable():
        raise ProviderRefused("word")
    return Proved(subject, email if email and claims.get("email_verified") is True else None)


def _line() -> httpx.Client:
    return httpx.Client(timeout=_WAIT_S, follow_redirects=False)


def _discovered(http: httpx.Client, provider: Provider) -> Mapping[str, Any]:
    issuer = provider.issuer.rstrip("/")
    _safe(issuer)
    try:
        found = _json(http.get(f"{issuer}/.well-known/openid-configuration"))
    except httpx.HTTPError as error:
        raise ProviderRefused("away") from error
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderRefused("away")
    return found


def _paid_in(
    http: httpx.Client, provider: Provider, found: Mapping[str, Any], errand: Errand, code: str
) -> Mapping[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.back,
        "code_verifier": errand.verifier,
        "client_id": provider.client_id,
    }
    auth = httpx.Auth()
    if provider.client_secret:
        ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" in ways:
            # RFC 6749, 2.3.1: both are encoded before they are joined.
            known, secret = provider.client_id, provider.client_secret
            auth = httpx.BasicAuth(quote(known, safe=""), quote(secret, safe=""))
        else:
            form["client_secret"] = provider.client_secret
    try:
        return _json(http.post(_address(found, "token_endpoint"), data=form, auth=auth))
    except httpx.HTTPError as error:
        raise ProviderRefused("away") from error


def _believed(
    provider: Provider,
    errand: Errand,
    answer: Mapping[str, Any],
    keys: Mapping[str, Any],
    at: datetime,
) -> Mapping[str, Any]:
    try:
        word = jwt.decode(
            str(answer.get("id_token", "")),
            KeySet.import_key_set(dict(keys)),  # type: ignore[arg-type]
            algorithms=list(_ALGORITHMS),
        )
        claims = CodeIDToken(
            word.claims,
            word.header,
            options={
                "iss": {"essential": True, "values": [provider.issuer.rstrip("/"),
                                                      provider.issuer.rstrip("/") + "/"]},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
            },
            params={"nonce": errand.nonce, "client_id": provider.client_id,
                    "access_token": answer.get("access_token")},
        )  # fmt: skip
        claims.validate(now=int(at.timestamp()), leeway=_LEEWAY_S)
        return dict(claims)
    except ExpiredTokenError as error:
        raise ProviderRefused("expired") from error
    except ClaimError as error:
        raise ProviderRefused(_CLAIMS.get(error.claim, "word")) from error
    except (BadSignatureError, JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderRefused("word") from error


def _address(found: Mapping[str, Any], name: str) -> str:
    return _safe(str(found.get(name, "")))


def _safe(address: str) -> str:
    """Return an address where nobody listens: https, or this machine itself."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.hostname:
        raise ProviderRefused("away")
    return address


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError as error:
        raise ProviderRefused("away") from error
    if response.status_code != httpx.codes.OK or not isinstance(found, dict):
        raise ProviderRefused("code" if response.is_client_error else "away")
    return found
