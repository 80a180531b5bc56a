"""From what was typed to a `Query`, or to a `QueryError` that points at the character."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _
from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError

from app.core.clock import today
from app.search import values
from app.search.catalogue import Kind, QueryField, find_field, near_choices, near_fields
from app.search.refusals import QueryError
from app.search.syntax import And, Condition, Node, Not, Or, Plain, Query, Span, Test, Words, negated

LONGEST_QUERY = 2_000
DEEPEST = 30
MOST_TERMS = 100

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"（": "(", "）": ")", "：": ":", "\u00a0": " ", "\0": " "})
_SIGNS = {"≤": "<=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class _Given:
    """A value behind a field, before it is known what the field makes of it."""

    text: str
    comparison: str
    quoted: bool
    prefix: bool
    span: Span


_Part: TypeAlias = _Given | Node | None


def parse(text: str) -> Query:
    """Read a query. Whatever is typed, the answer is a query or a QueryError."""
    plain = text.translate(_QUOTES)
    _check_limits(text, plain)
    try:
        root: Node | None = _lark().parse(plain)  # type: ignore[assignment]
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise _with_suggestion(error.orig_exc, plain) from None
        raise
    except QueryError as error:
        raise _with_suggestion(error, plain) from None
    except UnexpectedInput as error:
        raise _explained(error, plain) from None
    if root is None and plain.strip():
        raise QueryError(
            _("There is no word in this to search for."), len(plain) - len(plain.lstrip()), len(plain.strip())
        )
    return Query(text, root)


def _check_limits(text: str, plain: str) -> None:
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            _(
                "A query can have up to %(most)s characters; this one has %(count)s.",
                most=LONGEST_QUERY,
                count=len(text),
            ),
            LONGEST_QUERY,
            len(text) - LONGEST_QUERY,
        )
    opened: list[int] = []
    quote: int | None = None
    for position, sign in enumerate(plain):
        if sign == '"':
            quote = position if quote is None else None
        elif quote is None and sign == "(":
            opened.append(position)
            if len(opened) > DEEPEST:
                raise QueryError(_("There are too many parentheses inside each other."), position)
        elif quote is None and sign == ")":
            if not opened:
                raise QueryError(
                    _("This parenthesis closes nothing."), position, 1, plain[:position] + plain[position + 1 :]
                )
            opened.pop()
    if quote is not None:
        raise QueryError(_("This quotation mark is not closed."), quote, 1, plain.rstrip() + '"' + ")" * len(opened))
    if opened:
        raise QueryError(_("This parenthesis is not closed."), opened[-1], 1, plain.rstrip() + ")" * len(opened))


@lru_cache(maxsize=1)
def _lark() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_Builder(), propagate_positions=False)


class _Builder(Transformer[Token, Any]):
    """Builds the tree while the parser runs, so that nothing recurses over what was typed."""

    def start(self, parts: list[_Part]) -> _Part:
        return parts[0] if parts else None

    def either(self, parts: list[Any]) -> _Part:
        return _joined(Or, parts[0], parts[-1])

    def both(self, parts: list[Any]) -> _Part:
        return _joined(And, parts[0], parts[-1])

    def negation(self, parts: list[Any]) -> _Part:
        return None if parts[1] is None else negated(parts[1])

    def inside(self, parts: list[Any]) -> _Part:
        return parts[1]  # type: ignore[no-any-return]

    def plain(self, parts: list[Token]) -> _Part:
        given = _given(parts[0])
        words = values.read_words(given.text, quoted=given.quoted, prefix=given.prefix)
        _check_star(words, given.span)
        return Plain(words, given.span) if words.tokens else None

    def given(self, parts: list[Token]) -> _Part:
        return _given(parts[0])

    def compared(self, parts: list[Token]) -> _Part:
        value, sign = _given(parts[1]), str(parts[0])
        start = parts[0].start_pos or 0
        return _Given(value.text, _SIGNS.get(sign, sign), value.quoted, value.prefix, Span(start, value.span.end))

    def test(self, parts: list[Any]) -> _Part:
        name: Token = parts[0]
        declared = find_field(name[:-1])
        if declared is None:
            raise _unknown_field(name)
        return _tested(parts[1], declared, name.start_pos or 0)


def _joined(kind: type[And] | type[Or], left: Node | None, right: Node | None) -> Node | None:
    """Two sides in one node; a side without a word in it is left out."""
    if left is None or right is None:
        return left or right
    nodes = (left.nodes if isinstance(left, kind) else (left,)) + (right.nodes if isinstance(right, kind) else (right,))
    if sum(_size(node) for node in nodes) > MOST_TERMS:
        raise QueryError(_("A query can have up to %(most)s conditions.", most=MOST_TERMS), _start(right), 1)
    return kind(nodes)


def _size(node: Any) -> int:
    match node:
        case And(nodes=nodes) | Or(nodes=nodes):
            return sum(_size(inner) for inner in nodes)
        case Not(node=inner):
            return _size(inner)
    return 1


def _start(node: Any) -> int:
    match node:
        case And(nodes=nodes) | Or(nodes=nodes):
            return _start(nodes[0])
        case Not(node=inner):
            return _start(inner)
    return int(node.span.start)


def _given(token: Token) -> _Given:
    span = Span(token.start_pos or 0, token.end_pos or 0)
    if token.type == "QUOTED":
        return _Given(token.rstrip("*")[1:-1], "", True, token.endswith("*"), span)
    return _Given(str(token), "", False, False, span)


def _tested(part: Any, declared: QueryField, start: int) -> Node:
    match part:
        case And(nodes=nodes):
            return And(tuple(_tested(inner, declared, start) for inner in nodes))
        case Or(nodes=nodes):
            return Or(tuple(_tested(inner, declared, start) for inner in nodes))
        case Not(node=inner):
            return negated(_tested(inner, declared, start))
    given: _Given = part
    return Test(declared.name, _condition(given, declared), Span(start, given.span.end))


def _condition(given: _Given, declared: QueryField) -> Condition:
    """What the value means for this kind of field."""
    if not given.quoted and not given.comparison and (absence := values.read_absence(given.text)):
        return absence
    if declared.choices and declared.kind.compares and not given.comparison and (key := declared.choice(given.text)):
        return Words(key, (key,), False, given.quoted)
    match declared.kind:
        case Kind.NUMBER:
            return values.read_number_interval(given.comparison, given.text, given.span)
        case Kind.MONEY:
            return values.read_money_interval(given.comparison, given.text, given.span)
        case Kind.DATE:
            return values.read_date_interval(
                given.comparison, given.text, given.span, today=today(), ahead=declared.looks_ahead
            )
    if given.comparison:
        raise QueryError(
            _(
                "“%(field)s” cannot be compared with < or >. It takes %(example)s.",
                field=declared.name,
                example=declared.kind.example,
            ),
            given.span.start,
            len(given.comparison),
        )
    return _words(given, declared)


def _words(given: _Given, declared: QueryField) -> Words:
    words = values.read_words(given.text, quoted=given.quoted, prefix=given.prefix)
    _check_star(words, given.span)
    if not words.tokens:
        raise QueryError(
            _("There is no word behind “%(field)s:”.", field=declared.name), given.span.start, len(given.text)
        )
    if declared.choices is None:
        return words
    key = declared.choice(words.text)
    if key is None:
        raise QueryError(
            _(
                "“%(field)s” has no value “%(value)s”. It can be: %(choices)s.",
                field=declared.name,
                value=words.text,
                choices=", ".join(near_choices(declared, words.text)),
            ),
            given.span.start,
            given.span.end - given.span.start,
        )
    return Words(key, tuple(words.tokens), False, given.quoted)


def _check_star(words: Words, span: Span) -> None:
    if "*" in words.text and not words.quoted:
        raise QueryError(
            _("A star can only stand at the end of a word: engineer*."), span.start + words.text.index("*"), 1
        )


def _unknown_field(name: Token) -> QueryError:
    near = near_fields(name[:-1])
    typed, start = name[:-1], name.start_pos or 0
    if not near:
        return QueryError(
            _("There is no field “%(field)s”. Put quotation marks around it to search for the words.", field=typed),
            start,
            len(typed),
        )
    error = QueryError(
        _(
            "There is no field “%(field)s”. Did you mean %(near)s?",
            field=typed,
            near=", ".join(field.name for field in near),
        ),
        start,
        len(typed),
    )
    error.suggestion = near[0].name
    return error


def _with_suggestion(error: QueryError, plain: str) -> QueryError:
    """A suggested field name becomes the whole query with that name in it."""
    if error.suggestion is not None:
        end = error.position + error.length
        error.suggestion = plain[: error.position] + error.suggestion + plain[end:]
    return error


def _explained(error: UnexpectedInput, plain: str) -> QueryError:
    """Lark's "unexpected token" in words a person can act upon."""
    if not isinstance(error, UnexpectedToken):
        return QueryError(_("This sign is not expected here."), min(error.pos_in_stream or 0, len(plain)))
    token = error.token
    position = len(plain.rstrip()) if token.type == "$END" else (token.start_pos or 0)
    before = plain[:position].rstrip()
    last = before.split()[-1] if before else ""
    if token.type == "FIELD" and last:
        return QueryError(
            _("One field cannot stand inside another’s value. Put the value in quotation marks."), position, len(token)
        )
    if last.endswith(":"):
        return QueryError(_("Say what to look for behind “%(field)s”.", field=last.lstrip('-("')), len(before) - 1)
    return _misplaced_operator(token, position, plain, before, last) or _misplaced_sign(token, position, plain, before)


def _misplaced_operator(token: Token, position: int, plain: str, before: str, last: str) -> QueryError | None:
    if token.type in {"OR", "AND"}:
        without = before + " " + plain[position + len(token) :].lstrip()
        return QueryError(
            _("There is nothing in front of %(word)s.", word=str(token)), position, len(token), without.strip() or None
        )
    if last in {"OR", "AND", "NOT"}:
        start = len(before) - len(last)
        without = plain[:start].rstrip() + plain[position:]
        return QueryError(_("There is nothing behind %(word)s.", word=last), start, len(last), without.strip() or None)
    return None


def _misplaced_sign(token: Token, position: int, plain: str, before: str) -> QueryError:
    if token.type == "RPAR":
        return QueryError(_("There is nothing between these parentheses."), position)
    if before and before[-1] in "<>=≤≥":
        return QueryError(_("There is nothing to compare with."), len(before) - 1)
    return QueryError(_("This is not expected here."), min(position, max(len(plain) - 1, 0)), len(token))
