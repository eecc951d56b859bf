"""What the settings are where the environment says that the site is a real one."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rakiza.web import configuration as env

ROOT = Path(__file__).parent.parent.parent
ASK = """
import json, django
from django.conf import settings
django.setup()
names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
         "SECURE_HSTS_SECONDS", "DEBUG", "ALLOWED_HOSTS")
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def asked(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the settings under an environment of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "rakiza.web.settings",
            "RAKIZA_DATA_DIR": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deployment_checks_pass_over_https(tmp_path: Path) -> None:
    done = asked(
        tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING",
        RAKIZA_HTTPS="1", RAKIZA_ALLOWED_HOSTS="rakiza.example.org",
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_over_https_cookies_travel_encrypted_only(tmp_path: Path) -> None:
    done = asked(tmp_path, "-c", ASK, RAKIZA_HTTPS="1", RAKIZA_ALLOWED_HOSTS="rakiza.example.org")

    assert json.loads(done.stdout) == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["rakiza.example.org"],
    }


def test_without_an_environment_the_site_is_closed_by_default(tmp_path: Path) -> None:
    found = json.loads(asked(tmp_path, "-c", ASK).stdout)

    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = env.data_dir({"RAKIZA_DATA_DIR": str(tmp_path / "new")})

    first = env.secret_key(folder, {})

    assert env.secret_key(folder, {}) == first
    assert len(first) >= 50
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_key_of_the_environment_wins(tmp_path: Path) -> None:
    assert env.secret_key(tmp_path, {"RAKIZA_SECRET_KEY": "given"}) == "given"
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("value", ["-1", "1.5", "many", "٣", "1" * 10])
def test_a_count_is_a_whole_number(value: str) -> None:
    with pytest.raises(env.ConfigurationError, match="RAKIZA_TRUSTED_PROXIES"):
        env.count(env.TRUSTED_PROXIES, {"RAKIZA_TRUSTED_PROXIES": value})


def test_no_secret_is_written_in_the_sources() -> None:
    """Only the demonstration's password stands in the code; it is shown on the page, in that mode alone."""
    assigned = re.compile(r"""(?i)\b(password|secret|token|api_key)\w*\s*=\s*["'][^"']{4,}["']""")
    found = {
        f"{path.name}: {match.group(0)}"
        for path in (ROOT / "src").rglob("*.py")
        for match in assigned.finditer(path.read_text("utf-8"))
    }

    assert found == {'demonstration.py: PASSWORD = "rakiza-demo"'}
