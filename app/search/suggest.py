"""Auto-complete: what could stand where the cursor is, fields first, then values of the field."""

import re
from dataclasses import dataclass
from itertools import islice

from app.accounts.models import User
from app.search.catalogue import Kind, QueryField, Value, all_fields, find_field
from app.search.parser import LONGEST_QUERY
from app.search.scope import Scope, scope_of
from app.search.tokens import spelled

MOST = 10
VALUES_FROM = ("skill", "title", "employer", "city", "tag")  # asked when somebody types a plain word

_BEGINS_A_CONDITION = ("(", "-", ":")
_ONE_WORD = re.compile(r"[^\s()\":<>*]+\Z")
_REST_OF_A_VALUE = re.compile(r'[^\s()":]*"?')
_REST_OF_A_FIELD = re.compile(r"[\w-]*:?")


@dataclass(frozen=True)
class Suggestion:
    """One line of the list. Choosing it makes the query `text` with the cursor at `cursor`; of what was typed, everything
    up to `end` is replaced by that."""

    text: str
    cursor: int
    end: int
    label: str
    kind: str
    """`field` or `value`."""
    detail: str = ""


@dataclass(frozen=True)
class _Gap:
    """The piece of the text that a suggestion replaces."""

    text: str
    start: int
    end: int

    def filled(self, written: str, label: str, kind: str, detail: str) -> Suggestion:
        rest = self.text[self.end :]
        before = self.text[: self.start]
        apart = "" if not before or before.endswith(_BEGINS_A_CONDITION) or before[-1].isspace() else " "
        space = "" if written.endswith(":") or rest.startswith((" ", ")")) else " "
        made = before + apart + written + space
        return Suggestion(made + rest, len(made), self.end, label, kind, detail)


def suggest(viewer: User, text: str, cursor: int | None = None) -> list[Suggestion]:
    """What may stand at the cursor, best first. Never refuses, whatever the text is."""
    text = text[:LONGEST_QUERY]
    cursor = len(text) if cursor is None else max(0, min(cursor, len(text)))
    before = text[:cursor]
    started = _started_value(before)
    if started:
        declared, start, typed = started
        gap = _Gap(text, start, cursor + _length(_REST_OF_A_VALUE, text[cursor:]))
        values = islice(_values(declared, scope_of(viewer), typed), MOST)
        return [gap.filled(_written(value.text, declared), value.label, "value", _shown(value)) for value in values]
    if before.count('"') % 2:
        return []  # inside a phrase stands no condition
    word = re.search(r"[^\s()\":]*\Z", before)
    typed = word.group().lstrip("-") if word else ""
    gap = _Gap(text, cursor - len(typed), cursor + (_length(_REST_OF_A_FIELD, text[cursor:]) if typed else 0))
    fields = [
        gap.filled(f"{declared.name}:", declared.name, "field", str(declared.label))
        for declared in all_fields()
        if declared.name.startswith(typed.casefold()) or spelled(str(declared.label)).startswith(spelled(typed) or "\0")
    ]
    if len(typed) < 2:
        return fields[:MOST]
    return (fields + _values_of_any_field(gap, typed, scope_of(viewer)))[:MOST]


def suggest_values(viewer: User, name: str, typed: str) -> list[Value]:
    """Values of one field, for a box that holds nothing else."""
    declared = find_field(name)
    if declared is None:
        return []
    found = islice(_values(declared, scope_of(viewer), typed[:LONGEST_QUERY]), MOST)
    return [value for value in found if value.text not in {"any", "none"}]


def _length(pattern: re.Pattern[str], rest: str) -> int:
    """How much of what follows the cursor belongs to the word it stands in."""
    found = pattern.match(rest)
    return found.end() if found else 0


def _started_value(before: str) -> tuple[QueryField, int, str] | None:
    """The field whose value is being typed, where the value begins, and what is there of it."""
    quoted = re.search(r'(?:^|[\s(-])([^\W\d_][\w-]*):\s*"([^"]*)\Z', before)
    plain = re.search(r'(?:^|[\s(-])([^\W\d_][\w-]*):([^\s()"]*)\Z', before)
    group = re.search(r"(?:^|[\s(-])([^\W\d_][\w-]*):\s*\(([^()]*)\Z", before)
    if quoted:
        declared, typed = find_field(quoted[1]), quoted[2]
        return (declared, len(before) - len(typed) - 1, typed) if declared else None
    if plain:
        declared, typed = find_field(plain[1]), plain[2]
        return (declared, len(before) - len(typed), typed) if declared else None
    if group and group[2].count('"') % 2 == 0:
        last = re.search(r'[^\s"]*\Z', group[2])
        typed = last.group() if last else ""
        declared = find_field(group[1])
        return (declared, len(before) - len(typed), typed) if declared and typed not in {"OR", "AND", "NOT"} else None
    return None


def _values(declared: QueryField, scope: Scope, typed: str) -> list[Value]:
    if declared.choices:
        wanted = spelled(typed)
        offered = [Value(key, str(label)) for key, label in declared.choices_for(scope.viewer).items()]
        starting = [v for v in offered if spelled(v.text).startswith(wanted) or spelled(v.label).startswith(wanted)]
        return starting + _absences(declared, typed)
    if declared.values:
        return declared.values(scope, typed) + _absences(declared, typed)
    if declared.kind is Kind.DATE:
        examples = ["<7d", "<60d", ">60d"] if declared.looks_ahead else ["<7d", "<30d", "<6m", ">1y", "today"]
        return [Value(text, text) for text in examples if text.startswith(typed)] + _absences(declared, typed)
    return _absences(declared, typed)


def _absences(declared: QueryField, typed: str) -> list[Value]:
    if declared.name in {"is", "has"}:
        return []
    return [Value(word, word) for word in ("any", "none") if word.startswith(typed.casefold())]


def _values_of_any_field(gap: _Gap, typed: str, scope: Scope) -> list[Suggestion]:
    found = []
    for declared in filter(None, map(find_field, VALUES_FROM)):
        for value in islice(declared.values(scope, typed), 2) if declared.values else ():
            found.append(
                gap.filled(
                    f"{declared.name}:{_written(value.text, declared)}", value.label, "value", str(declared.label)
                )
            )
    return found


def _written(value: str, declared: QueryField) -> str:
    """A value as it must be written: in quotation marks when it is more than one word."""
    plain = value.replace('"', " ")
    return plain if declared.kind.compares or _ONE_WORD.match(plain) else f'"{plain}"'


def _shown(value: Value) -> str:
    return str(value.count) if value.count is not None else ("" if value.label == value.text else value.text)
