"""What the environment may leave out, and what a production may not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "k8-_Zr0qWm4Vb7cXy2Lh9Tn5Pd3Fs6Gj1Ua-eRoIiQwKzMxNvBb9",
    "ALLOWED_HOSTS": "raci.example.org",
    "DATABASE_URL": "postgres://raci@localhost/raci",
}


def manage(tmp_path: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process that knows only this environment."""
    return run(tmp_path, environment, "manage.py", *arguments)


def settings_read(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings alone, which every command and server begins with."""
    return run(tmp_path, environment, "-c", "import aispec.settings")


def run(tmp_path: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process that knows only this environment."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_set_is_the_demonstration_on_this_machine_only(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.DEMO, s.DEBUG, *s.ALLOWED_HOSTS)"
    done = manage(tmp_path, {}, "shell", "--no-imports", "-c", code)
    assert (done.stdout.strip(), done.stderr) == ("True False localhost 127.0.0.1 [::1]", "")
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_secret_key_of_the_demonstration_stays(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = (manage(tmp_path, {}, "shell", "--no-imports", "-c", code).stdout for _ in range(2))
    assert first == second
    assert len(first) > 50


@pytest.mark.parametrize("missing", ["ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without(tmp_path: Path, missing: str, value: str | None) -> None:
    environment = {name: text for name, text in PRODUCTION.items() if name != missing}
    if value is not None:
        environment[missing] = value
    done = settings_read(tmp_path, environment)
    assert done.returncode != 0
    assert f"In production, set {missing}." in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "raci.example.org"),
        ("DATABASE_URL", "postgres://raci@localhost/raci"),
        ("SECRET_KEY_FALLBACKS", "x"),
        ("BEHIND_PROXY", "yes"),
        ("SECURE_SSL_REDIRECT", "no"),
        ("SECURE_HSTS_SECONDS", "0"),
        ("EMAIL_VERIFICATION", "none"),
        ("SIGNUP", "open"),
        ("SESSION_HOURS", "8"),
        ("MFA_REQUIRED_ROLES", "hr"),
        ("OIDC_ISSUER", "https://id.example.org"),
        ("OIDC_NAME", "École"),
        ("EMAIL_URL", "smtp://localhost"),
    ],
)
def test_demonstration_refuses_a_variable_of_a_production(tmp_path: Path, name: str, value: str) -> None:
    done = settings_read(tmp_path, {name: value})
    assert done.returncode != 0
    assert f"{name} set without SECRET_KEY" in done.stderr
    assert not (tmp_path / "var" / "db.sqlite3").exists()


def test_production_refuses_to_serve_under_any_name(tmp_path: Path) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, "ALLOWED_HOSTS": "raci.example.org, *"})
    assert done.returncode != 0
    assert "* would serve under any name" in done.stderr


@pytest.mark.parametrize("host", [".", "*.example.org", "https://raci.example.org", "raci.example.org/fr", "a b"])
def test_production_refuses_what_is_no_host(tmp_path: Path, host: str) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, "ALLOWED_HOSTS": f"raci.example.org, {host}"})
    assert done.returncode != 0
    assert f"ALLOWED_HOSTS names hosts such as raci.example.org or .example.org, not ['{host}']" in done.stderr


def test_production_refuses_to_show_what_is_inside(tmp_path: Path) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, "DEBUG": "yes"})
    assert done.returncode != 0
    assert "DEBUG" in done.stderr


@pytest.mark.parametrize(
    ("value", "verification"),
    [("", "mandatory"), ("closde", "mandatory"), ("open,closed", "mandatory"), ("ecole.example", "optional")],
)
def test_production_refuses_a_policy_of_sign_up_that_says_nothing(
    tmp_path: Path, value: str, verification: str
) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, "SIGNUP": value, "EMAIL_VERIFICATION": verification})
    assert done.returncode != 0
    assert "ImproperlyConfigured: SIGNUP" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MFA_REQUIRED_ROLES", "administrator,rh"),
        ("SESSION_HOURS", "0"),
        ("SESSION_HOURS", "-1"),
        ("EMAIL_VERIFICATION", "off"),
        ("SITE_URL", "raci.example.org"),
    ],
)
def test_production_refuses_a_value_of_sign_in_that_says_nothing(tmp_path: Path, name: str, value: str) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name}" in done.stderr


OIDC = {"OIDC_ISSUER": "https://id.example.org/realm", "OIDC_CLIENT_ID": "raci", "OIDC_CLIENT_SECRET": "geheim"}


@pytest.mark.parametrize(
    "change", [{"OIDC_ISSUER": ""}, {"OIDC_CLIENT_SECRET": ""}, {"OIDC_ISSUER": "http://id.example.org"}]
)
def test_production_refuses_half_a_provider(tmp_path: Path, change: dict[str, str]) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, **OIDC, **change})
    assert done.returncode != 0
    assert f"{next(iter(change))}" in done.stderr
    assert "geheim" not in done.stderr


def test_provider_is_where_forms_may_lead(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    done = manage(tmp_path, {**PRODUCTION, **OIDC}, "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == """["'self'", 'https://id.example.org']"""


def test_production_signs_by_the_new_key_and_knows_the_old_one(tmp_path: Path) -> None:
    code = "from django.core.signing import Signer; print(Signer().{})"
    signed = manage(tmp_path, PRODUCTION, "shell", "--no-imports", "-c", code.format("sign('x')")).stdout.strip()
    fresh = {**PRODUCTION, "SECRET_KEY": PRODUCTION["SECRET_KEY"][::-1]}
    known = {**fresh, "SECRET_KEY_FALLBACKS": PRODUCTION["SECRET_KEY"]}
    asked = code.format(f"unsign({signed!r})")
    assert manage(tmp_path, known, "shell", "--no-imports", "-c", asked).stdout.strip() == "x"
    assert "BadSignature" in manage(tmp_path, fresh, "shell", "--no-imports", "-c", asked).stderr


def test_production_without_a_mail_server_says_so_and_prints_no_message(tmp_path: Path) -> None:
    code = "from django.core.mail import send_mail; send_mail('s', 'geheim', None, ['a@example.org'])"
    done = manage(tmp_path, PRODUCTION, "shell", "--no-imports", "-c", code)
    assert "EMAIL_URL names no mail server" in done.stderr
    assert "geheim" not in done.stdout + done.stderr.replace(code, "")


def test_database_and_key_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "db.sqlite3").touch(mode=0o644)
    (folder / "secret-key").write_text("x" * 60)
    assert manage(tmp_path, {}, "createcachetable").returncode == 0
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("secret", ["", "short", "a" * 60])
def test_production_refuses_a_weak_secret(tmp_path: Path, secret: str) -> None:
    done = settings_read(tmp_path, {**PRODUCTION, "SECRET_KEY": secret})
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    done = manage(
        tmp_path, {**PRODUCTION, "EMAIL_URL": "smtp://localhost"}, "check", "--deploy", "--fail-level", "WARNING"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "System check identified no issues (0 silenced).\n", "")


def test_production_is_no_demonstration(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.DEMO, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_PROXY_SSL_HEADER,"
        "s.DATABASES['default']['OPTIONS'],"
        "s.ACCOUNT_EMAIL_VERIFICATION, s.CSRF_TRUSTED_ORIGINS)"
    )
    environment = {**PRODUCTION, "DATABASE_URL": f"{PRODUCTION['DATABASE_URL']}?sslmode=require"}
    done = manage(tmp_path, environment, "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == (
        "False True True True None {'connect_timeout': 2, 'keepalives_idle': 30, "
        "'keepalives_interval': 10, 'keepalives_count': 3, 'sslmode': 'require'} mandatory "
        "['https://raci.example.org']"
    )
