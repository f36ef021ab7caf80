"""The production arrangement on one machine: `make serve`. Each part is begun again by supervisor when it dies.

    python -m aispec.serve --port 8000
    python -m aispec.serve first_administrator chef@example.org    # any command of manage.py, for what is served

All it keeps is in VAR_DIR/serve: the settings (raci.env), the cluster of PostgreSQL where the machine has its programs,
otherwise a file of SQLite, and logs.
"""

import argparse
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from configparser import RawConfigParser
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
LONGEST = 100  # characters that the path of a socket may have
FIRST = """# Made once: the settings of what `make serve` serves, as docs/operations.md has them.
# Whoever may read it may sign in as anybody.
SECRET_KEY={key}
ALLOWED_HOSTS=localhost,127.0.0.1
SECURE_SSL_REDIRECT=no
#EMAIL_URL=smtp+tls://user:password@mail.example.org:587
"""
# What they say to whoever runs them is left out; what goes wrong is in their log.
TEND = " && ".join(
    f"{{python}} manage.py {name} >/dev/null" for name in ("send_notices", "forget_old", "prune_db_task_results")
)
# No values of a statement, nor of the row that it is about, in the log of PostgreSQL.
WITHOUT_VALUES = ("-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse")

GREETING = """
  Matrice RACI   http://localhost:{port}/
  The first administrator, in another terminal (prints a link to choose the password):
                 {python} -m aispec.serve --port {port} first_administrator you@example.org
  Settings, data and logs are in {folder}. Stop with Ctrl+C.
"""


@dataclass(frozen=True)
class Part:
    """A program that is kept running. What others need begins before them, and ends after them."""

    name: str
    command: Sequence[str]
    others_need_it: bool = False
    stopsignal: str = "TERM"
    stopwaitsecs: int = 35
    user: str = ""


class Postgres:
    """A cluster of its own, reached by a socket that only its owner, and root, may open."""

    def __init__(self, folder: Path, programs: Path, user: str) -> None:
        self.data, self.programs, self.user = folder / "postgres", programs, user
        self.socket, self.log = self.data / "socket", self.data / "log"
        self.options = ["-k", str(self.socket), "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]
        self.options += WITHOUT_VALUES

    def run(self, program: str, *words: str, said: str = "") -> None:
        """Run one of its programs, and say something to it. Raises CalledProcessError."""
        as_user = ["runuser", "-u", self.user, "--"] if self.user else []
        command = [*as_user, str(self.programs / program), *words]
        subprocess.run(command, cwd="/", check=True, input=said, text=True, stdout=subprocess.DEVNULL)

    def make(self) -> None:
        """Make the cluster, unless it stands; whole or not at all."""
        if self.data.exists():
            return
        draft = self.data.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.user:
            shutil.chown(draft, self.user)
        self.run("initdb", "-D", str(draft), "-U", "raci", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        alone = ("--single", "-c", "log_min_messages=fatal", "-D", str(draft))
        self.run("postgres", *alone, "postgres", said="CREATE DATABASE raci\n")
        (draft / "socket").mkdir(mode=0o700)
        if self.user:
            shutil.chown(draft / "socket", self.user)
        draft.rename(self.data)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server, for as long as something is prepared in it."""
        control = ("pg_ctl", "-D", str(self.data), "--wait", "--silent")
        self.run(*control, "-l", str(self.log), "-o", shlex.join(self.options), "start")
        try:
            yield
        finally:
            self.run(*control, "-m", "fast", "stop")

    def part(self) -> Part:
        """The server, as it is kept running."""
        command = [str(self.programs / "postgres"), "-D", str(self.data), *self.options]
        return Part("postgres", command, others_need_it=True, stopsignal="INT", user=self.user)


def postgres_of(folder: Path) -> Postgres | None:
    """The cluster that is here, or could be; None, and why, where SQLite has to do."""
    stands = (folder / "postgres").exists()
    if (folder / "db.sqlite3").exists() and not stands:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    programs = found[-1] if found else shutil.which("initdb")
    user = "postgres" if os.geteuid() == 0 else ""
    reason = ""
    if programs is None:
        reason = "this machine has none (Debian: apt-get install postgresql)"
    elif len(str(folder / "postgres/socket/.s.PGSQL.5432")) > LONGEST:
        reason = f"{folder} is too long a name for a socket"
    elif user and not _reaches(user, folder):
        reason = f"root may not run it, and the user {user} cannot reach {folder}"
    if not reason:
        return Postgres(folder, Path(str(programs)).parent, user)
    if stands:
        raise SystemExit(f"The data are in {folder / 'postgres'}, and no PostgreSQL can be started: {reason}.")
    print(f"SQLite serves, not PostgreSQL: {reason}.")
    return None


def _reaches(user: str, folder: Path) -> bool:
    """Whether a user gets into a folder of root, who lets them through its own two."""
    for each in (folder, folder.parent):
        each.chmod(0o711)
    command = ["runuser", "-u", user, "--", "test", "-x", str(folder)]
    return subprocess.run(command, cwd="/", check=False, capture_output=True).returncode == 0


def cache_of(folder: Path) -> Part | None:
    """A Valkey, or a Redis, that keeps nothing; None, and why, where the database has to do."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    path = folder / "cache.sock"
    if program is None or len(str(path)) > LONGEST:
        reason = f"{folder} is too long a name for a socket" if program else "this machine has no Valkey, nor Redis"
        print(f"Attempts to sign in are counted in the database: {reason}.")
        return None
    options = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--save", "", "--dir", str(folder)]
    return Part("cache", [program, *options], others_need_it=True)


def settings_of(folder: Path) -> dict[str, str]:
    """What raci.env says, which is made where it is missing; what the environment says already wins."""
    path = folder / "raci.env"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(FIRST.format(key=secrets.token_urlsafe(50)))
    lines = [line.strip() for line in path.read_text().splitlines()]
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")) | os.environ


def environment_of(folder: Path, port: int, postgres: Postgres | None, cache: Part | None) -> dict[str, str]:
    """What is so because it runs here, unless the settings say otherwise."""
    here = {"SITE_URL": f"http://localhost:{port}", "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    if postgres:
        here |= {"DATABASE_URL": "postgres:///raci", "PGHOST": str(postgres.socket), "PGUSER": "raci"}
    if cache:
        here["CACHE_URL"] = f"valkey://{folder / 'cache.sock'}"
    return here


def parts(port: int, workers: int) -> Iterator[Part]:
    """What works around the database."""
    server = ["-m", "gunicorn", "-c", "python:aispec.server", "aispec.wsgi", "--bind", f"127.0.0.1:{port}"]
    yield Part("web", [sys.executable, *server])
    for number in range(1, workers + 1):
        yield Part(f"worker-{number}", [sys.executable, "manage.py", "db_worker"], stopwaitsecs=300)
    tend = TEND.format(python=shlex.quote(sys.executable))
    yield Part("tend", ["sh", "-c", f"while {tend} && sleep 600; do :; done"])


def configuration(folder: Path, programs: Sequence[Part]) -> Path:
    """The file by which supervisor knows the parts."""
    config, logs = RawConfigParser(), folder / "log"
    logs.mkdir(mode=0o700, exist_ok=True)
    config["supervisord"] = {
        "nodaemon": "true",
        "directory": str(TOP),
        "logfile": str(logs / "supervisor.log"),
        "pidfile": str(folder / "supervisor.pid"),
    }
    if os.geteuid() == 0:
        config["supervisord"]["user"] = "root"
    for part in programs:
        config[f"program:{part.name}"] = {
            "command": shlex.join(part.command).replace("%", "%%"),
            "priority": "1" if part.others_need_it else "2",
            "stopsignal": part.stopsignal,
            "stopwaitsecs": str(part.stopwaitsecs),
            "stopasgroup": "true" if part.name == "tend" else "false",
            "killasgroup": "true",
            "autorestart": "true",
            "startretries": "20",
            "redirect_stderr": "true",
            "stdout_logfile": str(logs / f"{part.name}.log"),
        } | ({"user": part.user} if part.user else {})
    around = [part.name for part in programs if not part.others_need_it]  # which end together, and before the others
    config["group:around"] = {"programs": ",".join(around), "priority": "2"}
    path = folder / "supervisor.conf"
    with path.open("w") as file:
        config.write(file)
    return path


def prepare(postgres: Postgres | None) -> None:
    """Make what is missing, and bring the database up to date, before anybody serves from it."""
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # so that no database is left running
    try:
        if postgres:
            postgres.make()
        with postgres.running() if postgres else nullcontext():
            subprocess.run([sys.executable, "manage.py", "prepare"], check=True)
    except subprocess.CalledProcessError as failed:
        raise SystemExit(f"Nothing is served: {shlex.join(failed.cmd)} failed.") from None


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(prog="python -m aispec.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="on which 127.0.0.1 answers (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="that work in the background (default: %(default)s)")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="a command of manage.py, of what is served")
    chosen = parser.parse_args()
    folder = Path(os.environ.get("VAR_DIR", TOP / "var")).resolve() / "serve"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(TOP)
    settings = settings_of(folder)
    postgres = None if "DATABASE_URL" in settings else postgres_of(folder)
    cache = None if "CACHE_URL" in settings else cache_of(folder)
    os.environ |= environment_of(folder, chosen.port, postgres, cache) | settings | {"VAR_DIR": str(folder)}
    if chosen.words:
        os.execv(sys.executable, [sys.executable, "manage.py", *chosen.words])
    with socket.socket() as free:
        if free.connect_ex(("127.0.0.1", chosen.port)) == 0:
            raise SystemExit(f"Somebody serves on port {chosen.port} already: make serve PORT={chosen.port + 1}")
    prepare(postgres)
    programs = [*([postgres.part()] if postgres else []), *([cache] if cache else [])]
    path = configuration(folder, [*programs, *parts(chosen.port, chosen.workers)])
    print(GREETING.format(port=chosen.port, folder=folder, python=sys.executable), flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "aispec.web.logs.supervised", "-c", str(path)])


if __name__ == "__main__":
    main()
