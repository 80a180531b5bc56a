"""Colleagues: who may sign in, as what, and since when."""

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from app.accounts.commands import (
    ask_password_reset,
    change_user,
    create_team,
    deactivate_user,
    invite_user,
    reactivate_user,
    sign_out_everywhere,
    withdraw_invitation,
)
from app.accounts.models import Invitation, User
from app.accounts.permissions import Permission, Role
from app.accounts.policy import visible_users
from app.accounts.queries import living_sessions, open_invitations, teams, users_with_teams
from app.core.refusals import Refused
from app.extensions import db
from app.recruiter.account.account import ZONES
from app.web.access import actor, needs, viewer
from app.web.finding import find
from app.web.forms import PageForm
from app.web.pages import redirect_to, show

blueprint = Blueprint("users", __name__)

ROLE_HELP = {
    Role.ADMIN: lazy_gettext("Everything, settings and users included."),
    Role.RECRUITER: lazy_gettext("All candidates, the jobs of the own team, offers."),
    Role.COORDINATOR: lazy_gettext("Candidates, scheduling and mail; no rejections and no offers."),
    Role.HIRING_MANAGER: lazy_gettext("Own jobs and the people who applied to them."),
    Role.INTERVIEWER: lazy_gettext("Only the applications asked about."),
    Role.COMPLIANCE_OFFICER: lazy_gettext("Data protection: records, erasure, reports."),
}
NO_TEAM = ("", lazy_gettext("No team"))


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class InvitationForm(PageForm):
    email = EmailField(lazy_gettext("E-mail"), [DataRequired(), Email(), Length(max=320)])
    name = StringField(lazy_gettext("Name"), [Length(max=200)])
    role = RadioField(lazy_gettext("Role"), [InputRequired()], coerce=Role, default=Role.RECRUITER)
    team_id = SelectField(lazy_gettext("Team"), coerce=_number)

    def offer_choices(self) -> "InvitationForm":
        self.role.choices = [(role.value, f"{role.label}: {ROLE_HELP[role]}") for role in Role]
        self.team_id.choices = [NO_TEAM, *[(team.id, team.name) for team in teams()]]
        return self


class UserForm(PageForm):
    name = StringField(lazy_gettext("Name"), [DataRequired(), Length(max=200)])
    role = SelectField(lazy_gettext("Role"), coerce=Role)
    team_id = SelectField(lazy_gettext("Team"), coerce=_number)
    time_zone = SelectField(lazy_gettext("Time zone"), choices=[*ZONES, "UTC"])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer_choices(self) -> "UserForm":
        self.role.choices = [(role.value, role.label) for role in Role]
        self.team_id.choices = [NO_TEAM, *[(team.id, team.name) for team in teams()]]
        return self


class TeamForm(PageForm):
    name = StringField(lazy_gettext("Name of the team"), [DataRequired(), Length(max=200)])


@blueprint.get("/settings/users")
@needs(Permission.USERS_MANAGE)
def show_users() -> ResponseReturnValue:
    return _show_list(TeamForm(formdata=None))


@blueprint.get("/settings/invitations/new")
@needs(Permission.USERS_MANAGE)
def new_invitation() -> ResponseReturnValue:
    return show("recruiter/settings/invite.html", form=InvitationForm(formdata=None).offer_choices())


@blueprint.post("/settings/invitations")
@needs(Permission.USERS_MANAGE)
def create_invitation() -> ResponseReturnValue:
    form = InvitationForm().offer_choices()
    if not form.validate_on_submit():
        return show("recruiter/settings/invite.html", form=form, status=422)
    try:
        invite_user(
            email=form.email.data, name=form.name.data or "", role=form.role.data, team_id=form.team_id.data, by=actor()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return show("recruiter/settings/invite.html", form=form, status=409)
    flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
    return redirect_to("recruiter.settings.users.show_users")


@blueprint.post("/settings/invitations/<int:invitation_id>/withdrawal")
@needs(Permission.USERS_MANAGE)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    invitation = db.session.get(Invitation, invitation_id) if invitation_id < 2**31 else None
    if invitation is None:
        abort(404)
    withdraw_invitation(invitation, by=actor())
    flash(_("The invitation was withdrawn; its link no longer works."), "success")
    return redirect_to("recruiter.settings.users.show_users")


@blueprint.get("/settings/users/<int:user_id>")
@needs(Permission.USERS_MANAGE)
def show_user(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id)
    return _show_one(user, UserForm(formdata=None, obj=user).offer_choices())


@blueprint.post("/settings/users/<int:user_id>")
@needs(Permission.USERS_MANAGE)
def save_user(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id, lock=True)
    form = UserForm().offer_choices()
    if not form.validate_on_submit():
        return _show_one(user, form, status=422)
    try:
        change_user(
            user,
            name=form.name.data,
            role=form.role.data,
            team_id=form.team_id.data,
            time_zone=form.time_zone.data,
            version=form.version.data,
            by=actor(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _show_one(user, form, status=409)
    flash(_("%(name)s was saved.", name=user.name), "success")
    return redirect_to("recruiter.settings.users.show_users")


@blueprint.post("/settings/users/<int:user_id>/deactivation")
@needs(Permission.USERS_MANAGE)
def deactivate(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id, lock=True)
    deactivate_user(user, by=actor())
    flash(_("%(name)s can no longer sign in.", name=user.name), "success")
    return redirect_to("recruiter.settings.users.show_users")


@blueprint.post("/settings/users/<int:user_id>/reactivation")
@needs(Permission.USERS_MANAGE)
def reactivate(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id, lock=True)
    reactivate_user(user, by=actor())
    flash(_("%(name)s can sign in again.", name=user.name), "success")
    return redirect_to("recruiter.settings.users.show_user", user_id=user.id)


@blueprint.post("/settings/users/<int:user_id>/password-reset")
@needs(Permission.USERS_MANAGE)
def send_password_reset(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id)
    ask_password_reset(user.email, by=actor())
    flash(_("A link to set a new password is on its way to %(email)s.", email=user.email), "success")
    return redirect_to("recruiter.settings.users.show_user", user_id=user.id)


@blueprint.post("/settings/users/<int:user_id>/sessions")
@needs(Permission.USERS_MANAGE)
def end_sessions(user_id: int) -> ResponseReturnValue:
    user = find(visible_users(viewer()), user_id)
    sign_out_everywhere(user, by=actor())
    flash(_("%(name)s is signed out everywhere.", name=user.name), "success")
    return redirect_to("recruiter.settings.users.show_user", user_id=user.id)


@blueprint.post("/settings/teams")
@needs(Permission.USERS_MANAGE)
def save_team() -> ResponseReturnValue:
    form = TeamForm()
    if not form.validate_on_submit():
        return _show_list(form, status=422)
    create_team(form.name.data, by=actor())
    flash(_("The team %(name)s is there.", name=form.name.data), "success")
    return redirect_to("recruiter.settings.users.show_users")


def _show_list(form: TeamForm, status: int = 200) -> ResponseReturnValue:
    return show(
        "recruiter/settings/users.html",
        status=status,
        users=users_with_teams(),
        invitations=open_invitations(),
        teams=teams(),
        team_form=form,
    )


def _show_one(user: User, form: UserForm, status: int = 200) -> ResponseReturnValue:
    return show("recruiter/settings/user.html", status=status, user=user, form=form, sessions=living_sessions(user))
