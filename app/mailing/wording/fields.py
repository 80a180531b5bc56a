"""Merge fields: the fixed list of what a mail text may say about a person, a job or a link."""

from dataclasses import dataclass

from flask_babel import lazy_gettext

from app.mailing.registries import LinkMaker, link_makers


@dataclass(frozen=True)
class MergeField:
    """A field that texts may use. `is_link` fields are addresses; only they may be a link's target."""

    name: str
    label: object
    sample: object
    is_link: bool = False


_fields: dict[str, MergeField] = {}


def register_merge_field(name: str, label: object, sample: object, *, is_link: bool = False) -> None:
    """Let texts use `{{name}}`; packages above register their own."""
    _fields[name] = MergeField(name, label, sample, is_link)


def merge_fields() -> list[MergeField]:
    """Every field a text may use, by name."""
    return sorted(_fields.values(), key=lambda known: known.name)


for _name, _label, _sample in (
    ("count", lazy_gettext("How many"), "3"),
    ("company", lazy_gettext("Company"), "Larkspur"),
    ("first_name", lazy_gettext("First name"), "Maria"),
    ("name", lazy_gettext("Full name"), "Maria Silva"),
    ("ends_on", lazy_gettext("The day a consent ends"), lazy_gettext("12 December 2026")),
    ("inviter", lazy_gettext("Who invites"), "Ada"),
    ("job.title", lazy_gettext("Title of the job"), "Backend Engineer"),
    ("message", lazy_gettext("A few personal words"), lazy_gettext("We enjoyed our talk.")),
    ("minutes", lazy_gettext("Minutes a link works"), "10"),
    ("newer_resume", lazy_gettext("Whether a newer résumé was added"), lazy_gettext("yes")),
    ("recruiter.signature", lazy_gettext("Signature of who writes"), "Ada Recruiter\nTalent team"),
    ("referrer", lazy_gettext("Who referred somebody"), "Ada"),
    ("reply_by", lazy_gettext("Reply-by date"), lazy_gettext("12 December 2026")),
    ("role", lazy_gettext("Role in the back office"), lazy_gettext("Recruiter")),
    ("sender.name", lazy_gettext("Who writes"), "Ada Recruiter"),
    ("stage", lazy_gettext("Public stage"), lazy_gettext("Interviews")),
    ("stage.text", lazy_gettext("What the public stage means"), lazy_gettext("We are getting to know each other.")),
    ("start_date", lazy_gettext("First day of work"), lazy_gettext("1 February 2027")),
):
    register_merge_field(_name, _label, _sample)
register_merge_field("link", lazy_gettext("The link this mail is about"), "https://example.org/…", is_link=True)
register_merge_field("status_link", lazy_gettext("The candidate's own page"), "https://example.org/m/…", is_link=True)
register_merge_field(
    "keep_in_touch_link", lazy_gettext("Where a person agrees to keep in touch"), "https://example.org/…", is_link=True
)
register_merge_field("back_office_link", lazy_gettext("The back office"), "https://example.org/recruiter/", is_link=True)


def merge_field(name: str) -> MergeField | None:
    """The field `name`; `click.17` and the like exist for every registered maker of links."""
    if known := _fields.get(name):
        return known
    if derived_link(name) is not None:
        return MergeField(name, lazy_gettext("A link of a campaign"), "https://example.org/…", is_link=True)
    return None


def derived_link(name: str) -> tuple[LinkMaker, int] | None:
    """Who makes the address of the link field `name`, and the number that stands behind its dot."""
    maker, _dot, number = name.partition(".")
    if maker in link_makers and number.isascii() and number.isdigit() and len(number) <= 18:
        return link_makers[maker], int(number)
    return None
