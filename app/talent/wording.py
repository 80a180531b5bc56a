"""What talent says in words on both faces."""

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _

from app.candidates.models import Seniority
from app.intelligence.matching import Finding, Part
from app.jobs.wording import language_name
from app.talent.queries.matches import Match
from app.talent.queries.wanted import JobWants

_YES_NO = {"yes": _("Yes"), "no": _("No")}
MOST_NAMED = 6


def member_answer(value: str) -> str:
    """An answer as people read it: yes and no are kept as words of the form."""
    return str(_YES_NO.get(value, value))


def reasons_of(match: Match, wants: JobWants) -> list[str]:
    """Why somebody fits, the weightiest first."""
    said = [_reason(finding, match, wants) for finding in match.fit.findings if finding.share]
    return [sentence for sentence in said if sentence]


def gaps_of(match: Match, wants: JobWants) -> list[str]:
    """What the job asks for and the record does not show."""
    said = [_gap(finding, match, wants) for finding in match.fit.findings]
    return [sentence for sentence in said if sentence]


def mail_reason(match: Match | None, wants: JobWants, locale: str) -> str:
    """One sentence the person may read in an invitation, in their language: what they did and know, never how warm
    they are or what colleagues wrote. Empty when there is nothing to say.
    """
    if match is None:
        return ""
    with force_locale(locale):
        skills = _joined(_known(match, wants)[:3])
        if match.finalist is not None:
            return gettext("We remember our conversations about %(job)s well.", job=match.finalist.job_title)
        if skills:
            return gettext("What you know of %(skills)s is what this work is about.", skills=skills)
        title = match.fit.of(Part.TITLE)
        if title is not None and title.share:
            return gettext("Your work as %(title)s is close to it.", title=match.title)
        return ""


def _known(match: Match, wants: JobWants) -> list[str]:
    parts = (match.fit.of(Part.REQUIRED), match.fit.of(Part.WISHED))
    return [wants.names[int(one)] for part in parts if part is not None for one in part.met if int(one) in wants.names]


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return gettext("%(several)s and %(last)s", several=", ".join(names[:-1]), last=names[-1])


def _names(numbers: tuple[int | str, ...], wants: JobWants) -> str:
    names = [wants.names[int(one)] for one in numbers if int(one) in wants.names]
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")


def _reason(finding: Finding, match: Match, wants: JobWants) -> str:
    if finding.part in (Part.REQUIRED, Part.WISHED):
        return _skills(finding, wants)
    if finding.part is Part.TITLE:
        return gettext("works as %(title)s", title=match.title)
    if finding.part is Part.LANGUAGE:
        return gettext("speaks %(languages)s", languages=", ".join(language_name(str(code)) for code in finding.met))
    return "" if finding.share != 1 else _whole(finding, match)


def _skills(finding: Finding, wants: JobWants) -> str:
    names = _names(finding.met, wants)
    if finding.part is Part.WISHED:
        return gettext("also %(names)s", names=names)
    asked = len(finding.met) + len(finding.missing)
    return gettext("%(met)s of %(asked)s skills: %(names)s", met=len(finding.met), asked=asked, names=names)


def _whole(finding: Finding, match: Match) -> str:
    """What is a reason only when it is met in full."""
    if finding.part is Part.SENIORITY:
        return str(match.seniority.label) if match.seniority is not None else ""
    if finding.met == ("remote",):
        return gettext("can work from where they are")
    return gettext("lives in %(city)s", city=match.city)


def _gap(finding: Finding, match: Match, wants: JobWants) -> str:
    if finding.part is Part.REQUIRED:
        if finding.share is None:
            return gettext("no skills on record")
        return gettext("not evident: %(names)s", names=_names(finding.missing, wants)) if finding.missing else ""
    if finding.part is Part.LANGUAGE and finding.missing:
        return gettext("not evident: %(names)s", names=", ".join(language_name(str(code)) for code in finding.missing))
    return _falls_short(finding, match, wants) if finding.share != 1 else ""


def _falls_short(finding: Finding, match: Match, wants: JobWants) -> str:
    """Place and seniority that are known to be others, or not known."""
    if finding.part is Part.PLACE:
        return gettext("lives in %(city)s", city=match.city) if match.city else gettext("place not on record")
    if finding.part is Part.SENIORITY and match.seniority is not None:
        return _apart(match.seniority, wants.seniority)
    return ""


def _apart(held: Seniority, asked: Seniority | None) -> str:
    return gettext("%(held)s, asked for: %(asked)s", held=held.label, asked=asked.label if asked else "")
