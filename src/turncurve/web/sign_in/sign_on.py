"""The council's single sign-on, as `sign-on.yaml` in its workspace says."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from turncurve.words.problems import Problem

FILE: Final = "sign-on.yaml"
# What a council says: the secret its provider gave it, where it is not in a file.
SECRET: Final = "TURNCURVE_SIGN_ON_SECRET"  # noqa: S105 # the name of a variable
# The provider's part of the address it sends people back to: /accounts/oidc/council/login/callback/
PROVIDER: Final = "council"
_SHOWN: Final = """\
name: Sandshire sign-on
issuer: https://login.example.gov.uk
client_id: turncurve
secret_file: sign-on-secret"""


# Nothing that could end a directive of the Content-Security-Policy, in which the first part stands.
_WRITTEN: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")


def _secure(address: str) -> str:
    parts = urlsplit(address)
    if not _WRITTEN.fullmatch(address):
        raise ValueError("must be an address such as https://login.example.gov.uk")
    on_this_computer = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and on_this_computer)):
        raise ValueError("must be an address that begins with https://")
    return address.rstrip("/")


_Address = Annotated[str, AfterValidator(_secure)]


class SignOn(BaseModel):
    """A provider of OpenID Connect, and what is taken from it.

    `email_domains` are those whose addresses only the council gives out, for a provider that says of no address that it
    is verified. `passes_through` are other addresses the provider sends a browser on to before it asks who it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=40)
    issuer: _Address
    client_id: str = Field(min_length=1, max_length=191)
    secret_file: str = ""
    secret: str = Field(default="", repr=False)
    email_domains: tuple[str, ...] = ()
    email_from_userinfo: bool = False
    passes_through: tuple[_Address, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser that signs in is sent: what the Content-Security-Policy lets a form lead to."""
        places = [urlsplit(one) for one in (self.issuer, *self.passes_through)]
        return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in places))

    def providers(self) -> dict[str, Any]:
        """As allauth's settings say it."""
        app = {
            "provider_id": PROVIDER,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer, "fetch_userinfo": self.email_from_userinfo},
        }
        return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def sign_on_of(folder: Path, *, environment: Mapping[str, str]) -> SignOn | None:
    """The single sign-on of a workspace with its secret; None where it has none. Raises Problem for what is wrong."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        sign_on = SignOn.model_validate(said)
    except ValidationError as wrong:
        raise _unusable("; ".join(_plainly(one) for one in wrong.errors())) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        # Its own words would quote the lines, and one may be a secret.
        raise _unusable("it is not YAML in UTF-8") from None
    if sign_on.secret:
        raise _unusable("the secret must not stand in it")
    return sign_on.model_copy(update={"secret": _secret(folder, sign_on.secret_file, environment=environment)})


def _secret(folder: Path, named: str, *, environment: Mapping[str, str]) -> str:
    if secret := environment.get(SECRET, "").strip():
        return secret
    try:
        secret = (folder / named).read_text(encoding="utf-8").strip() if named else ""
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret:
        raise Problem(
            "The secret of the council's single sign-on is missing.",
            to_fix=f"Set {SECRET}, or name in {FILE} a secret_file that holds it alone and only Turncurve can read.",
        )
    return secret


def _plainly(error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"]) or "the file"
    said = {
        "missing": "is missing",
        "extra_forbidden": "is not a line of it",
        "model_type": "must be lines of NAME: VALUE",
        "string_too_short": "is empty",
    }
    return f"{field}: {said.get(error['type'], str(error['msg']).removeprefix('Value error, ').lower())}"


def _unusable(why: str) -> Problem:
    return Problem(f"{FILE} cannot be used: {why}.", to_fix=f"Write it like this:\n{_SHOWN}")
