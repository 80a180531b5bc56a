"""What staff may do, and which role may do it. One alphabetised list; roles grant, records decide (policy)."""

from enum import Enum

from flask_babel import lazy_gettext as _


class Permission(Enum):
    """`noun:verb`. Seeing a record is the policies' question; these say what may be done at all."""

    ADMINISTER = "installation:administer"
    APPLICATIONS_MOVE = "applications:move"
    APPLICATIONS_REJECT = "applications:reject"
    APPLICATIONS_SEE = "applications:see"
    BACK_OFFICE = "back_office:use"
    CAMPAIGNS_EDIT = "campaigns:edit"
    CAMPAIGNS_SEE = "campaigns:see"
    CAMPAIGNS_SEND = "campaigns:send"
    CANDIDATES_EDIT = "candidates:edit"
    CANDIDATES_ERASE = "candidates:erase"
    CANDIDATES_IMPORT = "candidates:import"
    CANDIDATES_SEE = "candidates:see"
    COMMUNITIES_EDIT = "communities:edit"
    COMMUNITIES_SEE = "communities:see"
    COMPLIANCE_SEE = "compliance:see"
    FEEDBACK_GIVE = "feedback:give"
    HOLDS_DECIDE = "holds:decide"
    INSIGHTS_SEE = "insights:see"
    JOBS_EDIT = "jobs:edit"
    JOBS_SEE = "jobs:see"
    MAIL_SEND = "mail:send"
    NOTES_WRITE = "notes:write"
    OFFERS_MAKE = "offers:make"
    PAY_SEE = "pay:see"
    POOLS_EDIT = "pools:edit"
    POOLS_SEE = "pools:see"
    USERS_MANAGE = "users:manage"


class Role(Enum):
    ADMIN = "admin"
    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    HIRING_MANAGER = "hiring_manager"
    INTERVIEWER = "interviewer"
    COMPLIANCE_OFFICER = "compliance_officer"

    @property
    def label(self) -> object:
        return _LABELS[self]


_LABELS = {
    Role.ADMIN: _("Admin"),
    Role.RECRUITER: _("Recruiter"),
    Role.COORDINATOR: _("Coordinator"),
    Role.HIRING_MANAGER: _("Hiring manager"),
    Role.INTERVIEWER: _("Interviewer"),
    Role.COMPLIANCE_OFFICER: _("Compliance officer"),
}

P = Permission

_RECRUITER = frozenset(
    {
        P.APPLICATIONS_MOVE, P.APPLICATIONS_REJECT, P.APPLICATIONS_SEE, P.BACK_OFFICE, P.CAMPAIGNS_EDIT,
        P.CAMPAIGNS_SEE, P.CAMPAIGNS_SEND, P.CANDIDATES_EDIT, P.CANDIDATES_ERASE, P.CANDIDATES_IMPORT, P.CANDIDATES_SEE, P.COMMUNITIES_EDIT, P.COMMUNITIES_SEE,
        P.FEEDBACK_GIVE, P.INSIGHTS_SEE, P.JOBS_EDIT, P.JOBS_SEE, P.MAIL_SEND, P.NOTES_WRITE, P.OFFERS_MAKE, P.PAY_SEE,
        P.POOLS_EDIT, P.POOLS_SEE,
    }
)  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.RECRUITER: _RECRUITER,
    Role.COORDINATOR: _RECRUITER - {P.CAMPAIGNS_SEND, P.CANDIDATES_ERASE, P.JOBS_EDIT, P.OFFERS_MAKE, P.PAY_SEE, P.APPLICATIONS_REJECT},
    Role.HIRING_MANAGER: frozenset(
        {
            P.APPLICATIONS_MOVE, P.APPLICATIONS_REJECT, P.APPLICATIONS_SEE, P.BACK_OFFICE, P.CANDIDATES_SEE,
            P.FEEDBACK_GIVE, P.INSIGHTS_SEE, P.JOBS_SEE, P.NOTES_WRITE, P.PAY_SEE,
        }
    ),
    Role.INTERVIEWER: frozenset({P.APPLICATIONS_SEE, P.BACK_OFFICE, P.FEEDBACK_GIVE}),
    Role.COMPLIANCE_OFFICER: frozenset(
        {P.BACK_OFFICE, P.CAMPAIGNS_SEE, P.CANDIDATES_ERASE, P.CANDIDATES_SEE, P.COMPLIANCE_SEE, P.HOLDS_DECIDE, P.INSIGHTS_SEE,
         P.JOBS_SEE}
    ),
}
