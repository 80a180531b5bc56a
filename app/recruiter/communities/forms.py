"""The forms of a community's pages."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.candidates.queries import active_topics
from app.core.languages import CHOICES
from app.jobs.queries import user_choices
from app.talent.models import Community, CommunityQuestionKind
from app.web.forms import PageForm


class TopicsField(SelectMultipleField):
    """Topics as boxes to tick."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


class PartForm(PageForm):
    """A form about one part of a community; it carries the version it was shown."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the form was shown; anything else counts as out of date."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class WordsForm(PartForm):
    """Everything the public page says."""

    name = StringField(_("Name"), [DataRequired(_("This is needed.")), Length(max=200)])
    locale = SelectField(_("Language of the page"))
    headline = StringField(_("In one line"), [Length(max=300)])
    story = TextAreaField(_("Story"), [Length(max=20_000)])
    offers = TextAreaField(_("What members get"), [Length(max=4_000)])
    sample = TextAreaField(_("Sample of the newsletter"), [Length(max=20_000)])
    welcome = TextAreaField(_("Words of welcome"), [Length(max=1_000)])
    topics = TopicsField(_("Topics to choose from"), coerce=int, validate_choice=False)
    owner_id = SelectField(_("Looked after by"), coerce=lambda value: int(value) if value not in (None, "", "None") else None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = str(get_locale())
        self.locale.choices = CHOICES
        self.topics.choices = [(topic.id, topic.name(language)) for topic in active_topics()]
        self.owner_id.choices = [("", _("Nobody")), *user_choices()]

    def words(self) -> dict[str, Any]:
        names = ("name", "locale", "headline", "story", "offers", "sample", "welcome", "owner_id")
        return {name: self[name].data for name in names}


class QuestionRow(Form):
    id = HiddenField()
    text = StringField(_("Question"), [Optional(), Length(max=300)])
    kind = SelectField(_("Answered with"), coerce=CommunityQuestionKind, default=CommunityQuestionKind.SHORT)
    help = StringField(_("Help"), [Optional(), Length(max=300)])
    options = TextAreaField(_("Choices, one a line"), [Optional(), Length(max=4000)])
    required = BooleanField(_("Must be answered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, kind.label) for kind in CommunityQuestionKind]


class QuestionsForm(PartForm):
    rows = FieldList(FormField(QuestionRow), max_entries=20)


def words_of(community: Community) -> dict[str, Any]:
    """A community as the form shows it."""
    fields = ("name", "locale", "headline", "story", "offers", "sample", "welcome", "owner_id", "version")
    return {field: getattr(community, field) for field in fields} | {"topics": [topic.id for topic in community.topics]}
