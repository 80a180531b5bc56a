"""Everything that changes staff accounts, split by noun and re-exported."""

from app.accounts.commands.installation import set_up_installation
from app.accounts.commands.invitations import accept_invitation, invite_user, withdraw_invitation
from app.accounts.commands.passwords import ask_password_reset, change_password, reset_password
from app.accounts.commands.sign_in import sign_in, sign_out, sign_out_everywhere
from app.accounts.commands.users import (
    change_account,
    change_user,
    create_team,
    create_user,
    deactivate_user,
    reactivate_user,
)

__all__ = [
    "accept_invitation", "ask_password_reset", "change_account", "change_password", "change_user", "create_team",
    "create_user", "deactivate_user", "invite_user", "reactivate_user", "reset_password", "set_up_installation",
    "sign_in", "sign_out", "sign_out_everywhere", "withdraw_invitation",
]  # fmt: skip
