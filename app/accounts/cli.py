"""What the command line does with accounts."""

import click

from app.accounts.commands import create_user
from app.accounts.passwords import check_new_password, hash_password
from app.accounts.permissions import Role
from app.accounts.queries import installation
from app.core.actors import SYSTEM
from app.core.refusals import Refused
from app.core.transaction import reading, transaction


def create_user_from_command_line(email: str, role: Role, name: str, password: str) -> None:
    """Create a user, or end with the sentence that says why not."""
    with reading():
        company = installation()
        context = [email, name, company.company_name if company else ""]
    try:
        check_new_password(password, context=context)
        hashed = hash_password(password)
        with transaction():
            user = create_user(name=name, email=email, role=role, password_hash=hashed, by=SYSTEM)
            created = user.email
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{created} may sign in as {role.value}.")
