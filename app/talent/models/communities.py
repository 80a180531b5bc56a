"""Communities people join by themselves: the public page, its own questions, who asked to join and who has joined."""

from datetime import datetime
from enum import Enum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.candidates.models import Candidate, Topic
from app.core.clock import now
from app.core.records import REMEMBERED, Moments, Record, Versioned, related
from app.core.types import FoldedKey, Json, Short, state_column


class CommunityState(Enum):
    """A draft is seen by staff only; a closed community keeps its members and takes nobody new."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> object:
        return {
            CommunityState.DRAFT: _("Draft"),
            CommunityState.OPEN: _("Open"),
            CommunityState.CLOSED: _("Closed"),
        }[self]

    @property
    def tone(self) -> str:
        return {CommunityState.DRAFT: "neutral", CommunityState.OPEN: "green", CommunityState.CLOSED: "amber"}[self]


class CommunityQuestionKind(Enum):
    SHORT = "short"
    ONE = "one"
    MANY = "many"
    YES_NO = "yes_no"
    YEAR = "year"
    SCHOOL = "school"
    DEGREE = "degree"
    GRADUATION = "graduation"

    @property
    def label(self) -> object:
        return {
            CommunityQuestionKind.SHORT: _("A short text"),
            CommunityQuestionKind.ONE: _("One of a list"),
            CommunityQuestionKind.MANY: _("Several of a list"),
            CommunityQuestionKind.YES_NO: _("Yes or no"),
            CommunityQuestionKind.YEAR: _("A year"),
            CommunityQuestionKind.SCHOOL: _("Their school"),
            CommunityQuestionKind.DEGREE: _("Their degree"),
            CommunityQuestionKind.GRADUATION: _("Their year of graduation"),
        }[self]

    @property
    def is_of_campus(self) -> bool:
        """What is answered goes into the education of the record as well."""
        return self in (CommunityQuestionKind.SCHOOL, CommunityQuestionKind.DEGREE, CommunityQuestionKind.GRADUATION)


class Community(Versioned, Moments, Record):
    """A public page with a story and a form to join. Its words are in one language, `locale`; texts are Markdown."""

    __tablename__ = "communities"
    __table_args__ = (Index("ix_communities_state", "state", "name_key"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    """Its place in addresses; it never changes once the page has been public."""
    name: Mapped[Short]
    name_key: Mapped[FoldedKey] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(String(10), default="en")
    state: Mapped[CommunityState] = mapped_column(state_column(CommunityState), default=CommunityState.DRAFT)
    headline: Mapped[str] = mapped_column(String(300), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    offers: Mapped[str] = mapped_column(Text, default="")
    """What members get."""
    sample: Mapped[str] = mapped_column(Text, default="")
    """A piece of the newsletter, so that people know what they agree to."""
    welcome: Mapped[str] = mapped_column(Text, default="")
    """A few words of the welcome mail, as plain text."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    owner: Mapped[User | None] = related()
    topics: Mapped[list[Topic]] = related(secondary="community_topics", order_by="Topic.id")
    questions: Mapped[list["CommunityQuestion"]] = related(order_by="CommunityQuestion.position")

    @property
    def is_open(self) -> bool:
        return self.state is CommunityState.OPEN

    @property
    def open_questions(self) -> list["CommunityQuestion"]:
        """What the form asks now."""
        return [question for question in self.questions if question.retired_at is None]


class CommunityTopic(Record):
    """That a community offers a topic to choose on its form."""

    __tablename__ = "community_topics"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)


class CommunityQuestion(Record):
    """One of up to five questions of a community's form. One with answers is retired, never deleted."""

    __tablename__ = "community_questions"
    __table_args__ = (Index("ix_community_questions_community", "community_id", "position"), REMEMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[CommunityQuestionKind] = mapped_column(state_column(CommunityQuestionKind))
    text: Mapped[str] = mapped_column(String(300))
    help: Mapped[str] = mapped_column(String(300), default="")
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[Json] = mapped_column(default=dict)
    """`{"options": [...]}` for one and several of a list."""
    retired_at: Mapped[datetime | None]


class Membership(Record):
    """Somebody's time in a community. Whoever left and came back has two; at most one is present."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index("ix_memberships_present", "candidate_id", "community_id", unique=True,
              sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL")),
        Index("ix_memberships_candidate", "candidate_id", "id"),
        Index("ix_memberships_community", "community_id", "left_at", "joined_at", "id"),
        REMEMBERED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    source: Mapped[Short] = mapped_column(default="")

    candidate: Mapped[Candidate] = related()
    community: Mapped[Community] = related()
    answers: Mapped[list["MembershipAnswer"]] = related(order_by="MembershipAnswer.id")


class MembershipAnswer(Record):
    """What a member answered to one question; `choices` (`{"values": [...]}`) for several of a list."""

    __tablename__ = "membership_answers"
    __table_args__ = (
        UniqueConstraint("membership_id", "question_id"),
        Index("ix_membership_answers_question", "question_id", "value"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("community_questions.id"))
    value: Mapped[str] = mapped_column(String(500))
    choices: Mapped[Json] = mapped_column(default=dict)

    question: Mapped[CommunityQuestion] = related()


class JoinRequest(Record):
    """A form somebody sent and nobody has confirmed: no candidate, only this row, until its mailbox answers.

    Its link is derived from the row and dies with it. Confirmed, it forgets what it held and keeps `candidate_id`.
    """

    __tablename__ = "join_requests"
    __table_args__ = (
        Index("ix_join_requests_community", "community_id", "confirmed_at", "expires_at"),
        Index("ix_join_requests_email", "email_key", "community_id"),
        REMEMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[Short] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    email_key: Mapped[str] = mapped_column(String(320), default="")
    answers: Mapped[Json] = mapped_column(default=dict)
    """Question id → `{"value": ..., "values": [...]}`."""
    topic_ids: Mapped[Json] = mapped_column(default=dict)
    """`{"ids": [...]}`."""
    consents: Mapped[Json] = mapped_column(default=dict)
    """Purpose → id of the very wording that was ticked."""
    notice_text_id: Mapped[int | None] = mapped_column(ForeignKey("notice_texts.id"))
    locale: Mapped[str] = mapped_column(String(10), default="en")
    address: Mapped[str | None] = mapped_column(String(45))
    agent: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[Short] = mapped_column(default="")
    campaign_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    mails: Mapped[int] = mapped_column(default=0)
    """How many mails it caused so far."""
    mailed_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)

    community: Mapped[Community] = related()
