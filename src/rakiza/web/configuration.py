"""Every setting that the environment can change: name, default, meaning, and how it is read.

The table in the documentation is rendered from `VARIABLES`; nothing else reads the environment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rakiza.kernel.files.scanning import Daemon
from rakiza.kernel.identity.oidc.values import OpenIdProvider
from rakiza.kernel.notifications.kinds import HOUSE_DAYS


class ConfigurationError(ValueError):
    """A variable of the environment has a value that can't be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment. `default` is written as one would write it in a shell."""

    name: str
    default: str
    meaning: str


DATA_DIR = Variable(
    "RAKIZA_DATA_DIR", "./var", "Folder of the database, the stored files and the generated secret key."
)
DATABASE_URL = Variable(
    "DATABASE_URL",
    "",
    "Database: sqlite:///path/to/file or postgres://user:password@host:port/name. Empty: a SQLite file in RAKIZA_DATA_DIR.",
)
SECRET_KEY = Variable(
    "RAKIZA_SECRET_KEY",
    "",
    "Key that signs sessions. Empty: generated once into RAKIZA_DATA_DIR/secret.key, readable by its owner only.",
)
DEBUG = Variable("RAKIZA_DEBUG", "0", "1 shows technical error pages; never on a server that others reach.")
ALLOWED_HOSTS = Variable(
    "RAKIZA_ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]",
    "Host names that the site answers to, comma-separated.",
)
HTTPS = Variable(
    "RAKIZA_HTTPS", "0", "1 where the site is served over HTTPS: secure cookies, redirect, HSTS."
)
DEMO = Variable("RAKIZA_DEMO", "0", "1 shows the demonstration accounts on the sign-in page.")
JOBS = Variable(
    "RAKIZA_JOBS",
    "database",
    "How long work runs: `database` by a worker process, `immediate` in the calling process (scripts, tests).",
)
UPLOAD_MAX_MB = Variable("RAKIZA_UPLOAD_MAX_MB", "50", "Largest file accepted at upload, in megabytes.")
API_PER_MINUTE = Variable(
    "RAKIZA_API_PER_MINUTE", "600", "How many requests one access key may make in a minute."
)
UPLOADS_PER_HOUR = Variable(
    "RAKIZA_UPLOADS_PER_HOUR", "120", "How many files one person may hand over in an hour."
)
CLAMD = Variable(
    "RAKIZA_CLAMD",
    "",
    "Virus scanner that each uploaded file passes: tcp://host:3310 or unix:///run/clamav/clamd.ctl (clamd). While it can't be reached, files are refused. Empty: files aren't scanned.",
)
TRUSTED_PROXIES = Variable(
    "RAKIZA_TRUSTED_PROXIES",
    "0",
    "How many proxies of yours stand before the site: attempts to sign in are counted by the visitor's address that they add.",
)
STALE_JOB_SECONDS = Variable(
    "RAKIZA_STALE_JOB_SECONDS",
    "300",
    "A running job without a sign of life for so long is taken up again; at once where its process is known to be gone.",
)
PLAN_PROCESSES = Variable(
    "RAKIZA_PLAN_PROCESSES",
    "1",
    "How many processes one plan in the background may work in; the command line takes every core.",
)
ANALYSIS_SECONDS = Variable(
    "RAKIZA_ANALYSIS_SECONDS",
    "1800",
    "Seconds that one analysis of a plan may take in the background; then what it found is kept as partial.",
)
DAYS_TO_ACT = Variable(
    "RAKIZA_DAYS_TO_ACT",
    "",
    "Other delays, in days, for what people are asked to do where no law sets one, comma-separated: organisations.join_request=10,plans.publication_proposed=3. The names and the usual delays stand in kernel/notifications/kinds.py.",
)
LOG_LEVEL = Variable(
    "RAKIZA_LOG_LEVEL", "INFO", "Least severe level that is logged: DEBUG, INFO, WARNING, ERROR."
)
DATABASE_TIMEOUT = Variable(
    "RAKIZA_DATABASE_TIMEOUT", "30", "Seconds that a SQLite writer waits for another before giving up."
)

MAIL_URL = Variable(
    "RAKIZA_MAIL_URL",
    "",
    "Server that outgoing mail goes through: smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, or smtp+plain://host:25 (no encryption). Empty: nothing is mailed, and links are handed over on screen.",
)
MAIL_FROM = Variable("RAKIZA_MAIL_FROM", "rakiza@localhost", "Sender of outgoing mail.")
ADDRESS = Variable(
    "RAKIZA_ADDRESS", "http://127.0.0.1:8000", "Public address of the site, for the links in its mails."
)

OIDC_ISSUER = Variable(
    "RAKIZA_OIDC_ISSUER",
    "",
    "Identity provider that people may also sign in through (OpenID Connect): its issuer, https://…, as its own description states it. Empty: no such button. Send people back to RAKIZA_ADDRESS/compte/fournisseur/retour/.",
)
OIDC_CLIENT_ID = Variable(
    "RAKIZA_OIDC_CLIENT_ID", "", "Name under which the identity provider knows this site."
)
OIDC_SECRET = Variable(
    "RAKIZA_OIDC_SECRET", "", "Secret that this site shows the identity provider; in the environment only."
)
OIDC_NAME = Variable(
    "RAKIZA_OIDC_NAME", "", "What people call the identity provider; the button on the sign-in page says it."
)

VARIABLES: tuple[Variable, ...] = (
    DATA_DIR,
    DATABASE_URL,
    SECRET_KEY,
    DEBUG,
    ALLOWED_HOSTS,
    HTTPS,
    DEMO,
    JOBS,
    UPLOAD_MAX_MB,
    UPLOADS_PER_HOUR,
    API_PER_MINUTE,
    CLAMD,
    TRUSTED_PROXIES,
    STALE_JOB_SECONDS,
    PLAN_PROCESSES,
    ANALYSIS_SECONDS,
    DAYS_TO_ACT,
    LOG_LEVEL,
    DATABASE_TIMEOUT,
    MAIL_URL,
    MAIL_FROM,
    ADDRESS,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_SECRET,
    OIDC_NAME,
)


def text(variable: Variable, environment: Mapping[str, str] | None = None) -> str:
    """Return the value of a variable, or its default where it is unset or empty."""
    values = os.environ if environment is None else environment
    return values.get(variable.name, "").strip() or variable.default


def flag(variable: Variable, environment: Mapping[str, str] | None = None) -> bool:
    """Return a yes-or-no variable; raise `ConfigurationError` on any other word."""
    value = text(variable, environment).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ConfigurationError(f"{variable.name} must be 0 or 1, not {value!r}.")


def count(variable: Variable, environment: Mapping[str, str] | None = None) -> int:
    """Return a whole number that may be 0; raise `ConfigurationError` on anything else."""
    value = text(variable, environment)
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise ConfigurationError(f"{variable.name} must be a whole number, not {value!r}.")
    return int(value)


def number(variable: Variable, environment: Mapping[str, str] | None = None) -> int:
    """Return a positive whole number; raise `ConfigurationError` on anything else."""
    value = text(variable, environment)
    if not value.isdecimal() or int(value) == 0:
        raise ConfigurationError(f"{variable.name} must be a positive whole number, not {value!r}.")
    return int(value)


def words(variable: Variable, environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the parts of a comma-separated variable."""
    return [part.strip() for part in text(variable, environment).split(",") if part.strip()]


def days_to_act(environment: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return the delays that a site changes, in days by kind of message; `ConfigurationError` on an unknown one."""
    found = {}
    for part in words(DAYS_TO_ACT, environment):
        kind, _, days = (piece.strip() for piece in part.partition("="))
        if kind not in HOUSE_DAYS or not (days.isascii() and days.isdecimal() and 0 < int(days) <= 366):
            raise ConfigurationError(
                f"{DAYS_TO_ACT.name} must look like {next(iter(HOUSE_DAYS))}=10 (1 to 366 days), not {part!r}."
            )
        found[kind] = int(days)
    return found


def choice(variable: Variable, allowed: tuple[str, ...], environment: Mapping[str, str] | None = None) -> str:
    """Return one of `allowed`; raise `ConfigurationError` on anything else."""
    value = text(variable, environment)
    if value not in allowed:
        raise ConfigurationError(f"{variable.name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def data_dir(environment: Mapping[str, str] | None = None) -> Path:
    """Return the data folder, created for its owner alone where it was missing."""
    folder = Path(text(DATA_DIR, environment)).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Return the secret key, generating it once (mode 0600) where the environment gives none."""
    given = text(SECRET_KEY, environment)
    if given:
        return given
    path = folder / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def database(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return Django's description of the database that `DATABASE_URL` names."""
    url = text(DATABASE_URL, environment)
    if not url:
        return _sqlite(str(folder / "rakiza.sqlite3"), environment)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_path(parts.path, folder), environment)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    raise ConfigurationError(
        f"DATABASE_URL must begin with sqlite:/// or postgres://, not {parts.scheme or url!r}."
    )


def mail(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return Django's mail settings for `RAKIZA_MAIL_URL`; mail is dropped where it is empty."""
    url = text(MAIL_URL, environment)
    sender = text(MAIL_FROM, environment)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ConfigurationError(
            f"{MAIL_URL.name} must look like smtp://user:password@host:587, smtps://… or smtp+plain://…."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def scanner(environment: Mapping[str, str] | None = None) -> Daemon | None:
    """Return where the virus scanner listens; None where files aren't scanned."""
    url = text(CLAMD, environment)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return Daemon(path=unquote(parts.path))
    if parts.scheme == "tcp" and parts.hostname:
        return Daemon(host=parts.hostname, port=parts.port or 3310)
    raise ConfigurationError(f"{CLAMD.name} must look like tcp://host:3310 or unix:///path/of/socket.")


def identity_provider(environment: Mapping[str, str] | None = None) -> OpenIdProvider | None:
    """Return the provider that people may sign in through; None unless all that it takes is given."""
    stated = {
        one.name: text(one, environment) for one in (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_SECRET, OIDC_NAME)
    }
    missing = [name for name, value in stated.items() if not value]
    if len(missing) == len(stated):
        return None
    if missing:
        raise ConfigurationError(f"{', '.join(missing)} must be set with the other RAKIZA_OIDC_ variables.")
    issuer, client_id, secret, name = stated.values()
    parts = urlsplit(issuer)
    near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.query or parts.scheme not in ({"https", "http"} if near else {"https"}):
        raise ConfigurationError(
            f"{OIDC_ISSUER.name} must look like https://host/path (http:// on this machine only)."
        )
    return OpenIdProvider(issuer, client_id, secret, name)


def _sqlite_path(path: str, folder: Path) -> str:
    """Return the file of `sqlite:///relative` or `sqlite:////absolute`."""
    stripped = unquote(path[1:])
    if not stripped:
        return str(folder / "rakiza.sqlite3")
    return stripped if stripped == ":memory:" else str(Path(stripped).expanduser().resolve())


def _sqlite(name: str, environment: Mapping[str, str] | None) -> dict[str, Any]:
    """Describe SQLite: many readers beside one writer, writers queue, a commit survives a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": number(DATABASE_TIMEOUT, environment),
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ConfigurationError("DATABASE_URL names no database: postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
