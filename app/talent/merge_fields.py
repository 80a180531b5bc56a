"""What mail texts may say about communities."""

from flask_babel import lazy_gettext as _

from app.mailing.wording import register_merge_field

register_merge_field("community.name", _("Name of the community"), "Hearing Tech Engineers")
register_merge_field("community.welcome", _("Words of welcome of the community"), _("Good to have you here."))
register_merge_field("reason", _("Why we think of this person (invitations to apply)"), _("What you know of Python is what this work is about."))
register_merge_field("chosen", _("What was ticked on the form"), _("Newsletter, Events"))
