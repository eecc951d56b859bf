from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rakiza.kernel.files.scanning import Daemon
from rakiza.web import configuration as env


def test_every_variable_is_documented_once() -> None:
    names = [variable.name for variable in env.VARIABLES]
    assert len(names) == len(set(names))
    assert all(variable.meaning.endswith(".") for variable in env.VARIABLES)


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = env.secret_key(tmp_path, {})
    assert env.secret_key(tmp_path, {}) == first
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert env.secret_key(tmp_path, {"RAKIZA_SECRET_KEY": "given"}) == "given"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "{folder}/rakiza.sqlite3"),
        ("sqlite:///", "{folder}/rakiza.sqlite3"),
        ("sqlite:////srv/r.db", "/srv/r.db"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_sqlite(tmp_path: Path, url: str, expected: str) -> None:
    found = env.database(tmp_path, {"DATABASE_URL": url})
    assert found["NAME"] == expected.format(folder=tmp_path)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_postgresql(tmp_path: Path) -> None:
    found = env.database(tmp_path, {"DATABASE_URL": "postgres://u:p%40ss@db:5433/r%C3%A9?sslmode=require"})
    assert {key: found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")} == {
        "USER": "u",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "5433",
        "NAME": "ré",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["mysql://x/y", "postgres://host", "whatever"])
def test_a_database_that_cannot_be_used_is_said_so(tmp_path: Path, url: str) -> None:
    with pytest.raises(env.ConfigurationError, match="DATABASE_URL"):
        env.database(tmp_path, {"DATABASE_URL": url})


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("0", False), ("off", False), ("", False)]
)
def test_flags(value: str, expected: bool) -> None:
    assert env.flag(env.DEBUG, {"RAKIZA_DEBUG": value}) is expected


def test_words_that_mean_nothing_are_refused() -> None:
    with pytest.raises(env.ConfigurationError, match="RAKIZA_DEBUG must be 0 or 1"):
        env.flag(env.DEBUG, {"RAKIZA_DEBUG": "maybe"})
    for value in ("-1", "0", "x", "1.5"):
        with pytest.raises(env.ConfigurationError, match="positive whole number"):
            env.number(env.UPLOAD_MAX_MB, {"RAKIZA_UPLOAD_MAX_MB": value})
    with pytest.raises(env.ConfigurationError, match="one of database, immediate"):
        env.choice(env.JOBS, ("database", "immediate"), {"RAKIZA_JOBS": "later"})


def test_lists_and_the_data_folder(tmp_path: Path) -> None:
    assert env.words(env.ALLOWED_HOSTS, {"RAKIZA_ALLOWED_HOSTS": "a, b,,"}) == ["a", "b"]
    folder = env.data_dir({"RAKIZA_DATA_DIR": str(tmp_path / "new" / "data")})
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", None),
        ("tcp://scanner", Daemon(host="scanner", port=3310)),
        ("tcp://127.0.0.1:3311", Daemon(host="127.0.0.1", port=3311)),
        ("unix:///run/clamav/clamd.ctl", Daemon(path="/run/clamav/clamd.ctl")),
    ],
)
def test_the_virus_scanner(url: str, expected: Daemon | None) -> None:
    assert env.scanner({"RAKIZA_CLAMD": url}) == expected


@pytest.mark.parametrize("url", ["unix://", "tcp://", "scanner:3310", "http://scanner"])
def test_a_scanner_that_cannot_be_used_is_said_so(url: str) -> None:
    with pytest.raises(env.ConfigurationError, match="RAKIZA_CLAMD"):
        env.scanner({"RAKIZA_CLAMD": url})


OIDC = {
    "RAKIZA_OIDC_ISSUER": "https://id.example.org/realms/sante",
    "RAKIZA_OIDC_CLIENT_ID": "rakiza",
    "RAKIZA_OIDC_SECRET": "s",
    "RAKIZA_OIDC_NAME": "Santé Connect",
}


def test_there_is_no_identity_provider_unless_the_environment_names_one() -> None:
    assert env.identity_provider({}) is None
    found = env.identity_provider(OIDC)
    assert found is not None
    assert (found.issuer, found.client_id, found.secret, found.name) == tuple(OIDC.values())
    assert "'s'" not in repr(found)


@pytest.mark.parametrize("missing", sorted(OIDC))
def test_half_an_identity_provider_is_said_so(missing: str) -> None:
    with pytest.raises(env.ConfigurationError, match=missing):
        env.identity_provider({**OIDC, missing: ""})


@pytest.mark.parametrize("issuer", ["http://id.example.org", "id.example.org", "https://", "https://h/?a=b"])
def test_an_issuer_that_is_not_safe_is_said_so(issuer: str) -> None:
    with pytest.raises(env.ConfigurationError, match="RAKIZA_OIDC_ISSUER"):
        env.identity_provider({**OIDC, "RAKIZA_OIDC_ISSUER": issuer})


def test_an_issuer_on_this_machine_may_do_without_https() -> None:
    assert env.identity_provider({**OIDC, "RAKIZA_OIDC_ISSUER": "http://127.0.0.1:8080"}) is not None
