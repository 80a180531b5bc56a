"""The commands of PRODUCT §22: `flask --app wsgi <command>`."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.accounts.permissions import Role
from app.extensions import init_migrations

MIGRATIONS = "db"


class Commands(AppGroup):
    """Ours, and Flask-Migrate's as soon as they are named."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), MIGRATIONS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == MIGRATIONS and MIGRATIONS not in self.commands:
            init_migrations(self._app)
        return super().get_command(ctx, cmd_name)


def init_cli(app: Flask) -> None:
    app.cli = Commands(app)
    for command in (demo, seed, create_user, import_candidates, worker, search_index):
        app.cli.add_command(command)


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Make the demo company when the database is empty."""
    from app.demo.making import make_demo

    make_demo()


@click.command("seed")
@click.option("--candidates", default=100_000, show_default=True)
@click.option("--jobs", default=500, show_default=True)
@click.option("--applications", default=150_000, show_default=True)
@click.option("--notes", default=300_000, show_default=True)
@click.option("--seed", "number", default=1, show_default=True, help="The same number makes the same people.")
@with_appcontext
def seed(candidates: int, jobs: int, applications: int, notes: int, number: int) -> None:
    """Fill an empty database with synthetic people, fast."""
    from app.demo.seed import seed_database

    seed_database(candidates=candidates, jobs=jobs, applications=applications, notes=notes, seed=number)


@click.command("create-user")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create_user(email: str, role: str, name: str, password_stdin: bool) -> None:
    """Create a member of staff."""
    from app.accounts.cli import create_user_from_command_line

    password = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Password", hide_input=True)
    create_user_from_command_line(email, Role(role), name, password)


@click.command("import-candidates")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@with_appcontext
def import_candidates(file: Path, dry_run: bool) -> None:
    """Import people from a CSV or XLSX file."""
    from app.candidates.importing import import_file

    import_file(file, dry_run=dry_run, tell=click.echo)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Send mail, read documents, import and keep house until stopped."""
    from app.worker import run_worker

    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.group("search-index")
def search_index() -> None:
    """The full-text index."""


@search_index.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the index anew from the records."""
    from app.search.index import rebuild_index

    click.echo(f"{rebuild_index()} people are indexed.")
