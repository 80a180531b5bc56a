"""Why the rules of jobs say no."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.core.refusals import Refused


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way of publishing. `section` names the page where it is mended."""

    section: str
    field: str
    sentence: object


class NotPublishable(Refused):
    """The job cannot stand on the careers site as it is; `problems` says why, each with where to mend it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem.sentence) for problem in problems), field=problems[0].field)


class WrongJobState(Refused):
    sentence = _("The job is not in a state in which this is possible. Look at it again.")


class JobIsConfidential(Refused):
    sentence = _("A confidential job is never shown publicly. Lift confidentiality first.")


class NoOpeningLeft(Refused):
    sentence = _("All openings of this job are filled or closed. Add an opening first.")


class OpeningNotOpen(Refused):
    sentence = _("This opening is already closed.")


class InvalidPay(Refused):
    sentence = _("The pay range does not fit together.")


class InvalidStages(Refused):
    sentence = _("The stages do not make a pipeline.")


class StageInUse(Refused):
    sentence = _("There are still people in this stage. Move them first.")


class InvalidTeam(Refused):
    sentence = _("The hiring team is not complete.")


class InvalidQuestion(Refused):
    sentence = _("This question cannot be asked like this.")


class InvalidPlace(Refused):
    sentence = _("This place is not complete.")
