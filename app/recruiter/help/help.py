"""How Perennial is worked with, on one page: the road from opening to hire, the query language, the keys."""

from dataclasses import dataclass

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.search.catalogue import QueryField, all_fields
from app.web.access import needs, viewer
from app.web.pages import show

blueprint = Blueprint("help", __name__)
FEW_CHOICES = 8


@dataclass(frozen=True)
class Step:
    """One step of the road, and where it is taken."""

    title: str
    text: str
    url: str
    needs: Permission


@blueprint.get("/help")
@needs(Permission.BACK_OFFICE)
def show_help() -> Response:
    return show("recruiter/help/help.html", before=_before(), steps=_road(), fields=all_fields(), expected=expected, examples=examples())


def _before() -> list[Step]:
    """What is done before anybody applies."""
    return [
        Step(_("Let people join"), _("A community is a public page with a form. Whoever confirms by mail is a member and chooses what they get."),
             "/recruiter/communities", Permission.COMMUNITIES_SEE),
        Step(_("Keep whom you will want"), _("A pool is a pipeline for a role that is not open yet: why somebody is in it, how far you are, when to come back."),
             "/recruiter/pools", Permission.POOLS_SEE),
        Step(_("Write to those who agreed"), _("A campaign shows its mail while you write, and who gets it and who does not before anything leaves."),
             "/recruiter/campaigns", Permission.CAMPAIGNS_SEE),
        Step(_("Invite to apply"), _("When the job opens, ask people of a pool: one step for them, with the résumé you have."),
             "/recruiter/pools", Permission.POOLS_SEE),
    ]  # fmt: skip


def _road() -> list[Step]:
    return [
        Step(_("Open a job"), _("Title, place, pay, stages, questions, team. Publishing checks that what the law asks for is there."),
             "/recruiter/jobs", Permission.JOBS_EDIT),
        Step(_("Share it"), _("The job's page gives a link for each place you share it in, so that you see later what worked."),
             "/recruiter/jobs", Permission.JOBS_SEE),
        Step(_("Read what arrives"), _("Screening shows one application after another, résumé beside answers: advance, maybe or reject in one key."),
             "/recruiter/jobs", Permission.APPLICATIONS_MOVE),
        Step(_("Ask a colleague"), _("Up to twenty applications to a hiring manager: yes, no or talk, from a phone."),
             "/recruiter/reviews", Permission.FEEDBACK_GIVE),
        Step(_("Move people on"), _("On the board, in the list or on the application. Everybody sees a public name of the stage, never yours."),
             "/recruiter/jobs", Permission.APPLICATIONS_MOVE),
        Step(_("Keep your word"), _("Each stage promises a reply by a date. Home lists what is about to break; a missed date is told to the candidate."),
             "/recruiter/", Permission.BACK_OFFICE),
        Step(_("Decide kindly"), _("A rejection waits two working days before its mail leaves, and can be taken back until then."),
             "/recruiter/jobs", Permission.APPLICATIONS_REJECT),
        Step(_("Offer and hire"), _("Prepare the offer on the application. Accepting it hires, closes one opening and tells the team."),
             "/recruiter/offers", Permission.OFFERS_MAKE),
    ]  # fmt: skip


def examples() -> list[tuple[str, str]]:
    return [
        ("nurse berlin", _("both words, anywhere in the record or the résumé")),
        ('"data engineer"', _("the words together, in this order")),
        ("skill:python AND (city:Berlin OR remote:yes)", _("a skill, and one of two conditions")),
        ("-stage:rejected", _("a minus or NOT leaves people out")),
        ("applied:<365d", _("younger than a year; >6m is longer ago than six months")),
        ("added:2026-01-01..2026-03-31", _("from one day to another")),
        ("owner:none", _("nothing there; any means something is there")),
    ]


def expected(known: QueryField) -> str:
    """What may stand after the colon, in a few words."""
    choices = list(known.choices_for(viewer()))
    if choices:
        return ", ".join(choices[:FEW_CHOICES]) + (" …" if len(choices) > FEW_CHOICES else "")
    return str(known.help or known.kind.example)
