"""Start Perennial on this machine: key, tables, demo company, then web and worker until Ctrl-C.

`make run` calls it inside .venv. Settings are those of docs/operations.md; DEMO=0 leaves an empty database empty.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

import honcho.manager
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 35  # a little more than web and worker give to what they have in hand
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


def data_directory() -> Path:
    return ROOT / os.environ.get("DATA_DIR", "instance")


def refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Choose another one:  make run PORT={port + 1}")


def secret_key(directory: Path) -> str:
    """The key of this installation, made at its first start and kept out of every other account's sight."""
    file = directory / "secret-key"
    if not file.exists():
        draft = directory / f"secret-key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
        draft.replace(file)
    return file.read_text().strip()


def prepare_environment() -> None:
    os.umask(0o077)  # what an installation keeps is for its own account only
    directory = data_directory()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["PATH"] = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    os.environ.setdefault("PORT", "8000")
    os.environ["PYTHONUNBUFFERED"] = "1"
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(directory)


def flask(*arguments: str) -> None:
    done = subprocess.run([*FLASK, *arguments], check=False)
    if done.returncode:
        sys.exit(f"`flask --app wsgi {' '.join(arguments)}` failed; its words stand above.")


def greeting() -> str:
    address = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ['PORT']}").rstrip("/")
    lines = ["", "  Perennial is running."]
    lines += [f"    Careers site   {address}/", f"    Back office    {address}/recruiter/"]
    sign_ins = data_directory() / "demo-sign-ins"
    if sign_ins.exists():
        lines += ["", "  Demo sign-ins", *(f"    {line}" for line in sign_ins.read_text().splitlines())]
    return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


def greet_when_it_answers() -> None:
    """Print where to go once the web process answers; give up silently when `make run` itself is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/healthz", timeout=5)
        except urllib.error.HTTPError:
            break  # an unhappy answer is an answer: the log says more
        except OSError:
            time.sleep(0.2)
        else:
            break
    else:
        return
    print(greeting(), flush=True)


class LastingPrinter(Printer):
    """Survives what a plain printer does not: a reader that goes away, and a signal in the middle of a line."""

    def write(self, message: Message) -> None:
        try:
            super().write(message)
        except BrokenPipeError:
            # nobody reads any more (`make run | head`): stop, as Ctrl-C does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            os.kill(os.getpid(), signal.SIGTERM)
        except RuntimeError:
            # honcho announces a signal from its handler; Python refuses that while another line is being written,
            # and letting the refusal escape would end the loop with the processes still running
            return


def run_processes() -> int:
    """Run what the Procfile names, side by side; all stop gracefully when one ends or this process is told to."""
    supervisor = os.getpid()
    honcho.manager.KILL_WAIT = STOP_SECONDS
    manager = honcho.manager.Manager(LastingPrinter(sys.stdout))
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, f"exec {command}", env=dict(os.environ))

    def stop_on_hangup(signum: int, frame: FrameType | None) -> None:
        # honcho knows Ctrl-C and TERM; a closed terminal must not leave the processes behind either. Its own children
        # inherit this, and have nothing to do: they end with the process they watch.
        if os.getpid() == supervisor:
            os.kill(supervisor, signal.SIGTERM)

    signal.signal(signal.SIGHUP, stop_on_hangup)
    greeter = subprocess.Popen([sys.executable, __file__, "greet"], start_new_session=True)
    try:
        manager.loop()
    finally:
        greeter.terminate()
        greeter.wait()
    stopped_by_hand = manager.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)
    return 0 if stopped_by_hand else manager.returncode


def main() -> int:
    os.chdir(ROOT)
    prepare_environment()
    refuse_a_taken_port(int(os.environ["PORT"]))
    flask("db", "upgrade")
    if os.environ.get("DEMO", "1") != "0":
        flask("demo")  # does nothing when somebody is in the database
    return run_processes()


if __name__ == "__main__":
    if sys.argv[1:] == ["greet"]:
        greet_when_it_answers()
    else:
        try:
            sys.exit(main())
        except KeyboardInterrupt:
            sys.exit(130)
