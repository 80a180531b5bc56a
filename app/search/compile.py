"""From a `Query` to SQL over `Candidate`, the same on both databases and never built from strings.

Conditions on words become one full-text expression where they stand together. Conditions on applications that stand
side by side speak of one application, and only of applications the viewer may see.
"""

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, true

from app.hiring.models import Application
from app.search.catalogue import QueryField, Subject, find_field
from app.search.conditions import among
from app.search.fulltext import AllOf, Expression, Match, OneOf, having, matching
from app.search.scope import Scope
from app.search.syntax import And, Missing, Node, Not, Or, Plain, Query, Test, Words, all_of


def compile_query(query: Query, scope: Scope) -> ColumnElement[bool]:
    """The condition a candidate must meet; visibility of candidates is the caller's base select."""
    return true() if query.root is None else _compiled(query.root, scope)


def split_words(query: Query) -> tuple[Expression | None, Query]:
    """The words every match must have as one expression, and the query without them."""
    root = query.root
    if root is None:
        return None, query
    nodes = root.nodes if isinstance(root, And) else (root,)
    wanted = {node: found for node in nodes if (found := _expression(node)) is not None}
    if not wanted:
        return None, query
    unwanted = {node: found for node in nodes if isinstance(node, Not) and (found := _expression(node.node))}
    rest = [node for node in nodes if node not in wanted and node not in unwanted]
    expression = _all_of(list(wanted.values()), list(unwanted.values()))
    return expression, Query(query.text, all_of(rest) if rest else None)


def begins_narrow(query: Query) -> bool:
    """Whether every match has a value that an index leads to, so that the rest is best tested person by person."""
    nodes = query.root.nodes if isinstance(query.root, And) else (query.root,)
    named = [node for node in nodes if isinstance(node, Test) and isinstance(node.condition, Words)]
    return any((declared := find_field(test.field)) is not None and declared.narrows for test in named)


def words_anywhere(query: Query) -> Expression | None:
    """All words that are wanted somewhere in the query, for ranking what does not insist on any."""
    found = _wanted_words(query.root, True)
    return OneOf(tuple(found)) if found else None


def _wanted_words(node: Node | None, wanted: bool) -> list[Expression]:
    match node:
        case Not(node=inner):
            return _wanted_words(inner, not wanted)
        case And(nodes=nodes) | Or(nodes=nodes):
            return [found for inner in nodes for found in _wanted_words(inner, wanted)]
        case Plain() | Test():
            expression = _expression(node) if wanted else None
            return [expression] if expression else []
    return []


def _compiled(node: Node, scope: Scope) -> ColumnElement[bool]:
    expression = _expression(node)
    if expression is not None:
        return _found(expression, scope)
    if _about_applications(node):
        return _having_application(_on_application(node, scope), scope)
    match node:
        case Not(node=inner):
            return not_(_compiled(inner, scope.per_person))
        case And(nodes=nodes):
            return and_(true(), *_gathered(nodes, scope))
        case Or(nodes=nodes):
            return or_(false(), *_gathered_alternatives(nodes, scope.alternative))
        case Test(field=name, condition=condition):
            declared = find_field(name)
            return false() if declared is None else declared.compile(condition, scope)
    raise TypeError(f"{type(node).__name__} cannot be compiled")


def _found(expression: Expression, scope: Scope) -> ColumnElement[bool]:
    return having(expression, scope.dialect) if scope.in_place else matching(expression, scope.dialect)


def _gathered(nodes: tuple[Node, ...], scope: Scope) -> list[ColumnElement[bool]]:
    """Conditions that must all hold: words together, conditions on one application together, the rest."""
    rest = list(nodes)
    conditions: list[ColumnElement[bool]] = []
    wanted = [node for node in rest if _expression(node) is not None]
    if wanted:
        unwanted = [node for node in rest if isinstance(node, Not) and _expression(node.node) is not None]
        expression = _all_of(
            [found for node in wanted if (found := _expression(node))],
            [found for node in unwanted if (found := _expression(node.node))],
        )
        conditions.append(_found(expression, scope))
        rest = [node for node in rest if node not in wanted and node not in unwanted]
    if any(_about_applications(node) for node in rest):
        together = [node for node in rest if _about_applications(node, negated=True)]
        conditions.append(_having_application(and_(*(_on_application(node, scope) for node in together)), scope))
        rest = [node for node in rest if node not in together]
    return conditions + [_compiled(node, scope) for node in rest]


def _gathered_alternatives(nodes: tuple[Node, ...], scope: Scope) -> list[ColumnElement[bool]]:
    words = [(node, found) for node in nodes if (found := _expression(node)) is not None]
    conditions: list[ColumnElement[bool]] = []
    if words:
        either = OneOf(tuple(found for _node, found in words))
        conditions.append(_found(either, scope))
    with_words = [node for node, _found in words]
    applications = [node for node in nodes if _about_applications(node)]
    if applications:
        either_of = or_(*(_on_application(node, scope) for node in applications))
        conditions.append(_having_application(either_of, scope))
    rest = [node for node in nodes if node not in with_words and node not in applications]
    return conditions + [_compiled(node, scope) for node in rest]


def _expression(node: Node) -> Expression | None:
    """The node as a full-text expression, or None when it asks for anything but words."""
    match node:
        case Plain(words=words):
            return Match(words)
        case Test(field=name, condition=Words() as words):
            declared = find_field(name)
            return Match(words, declared.words_in) if declared and declared.words_in else None
        case Or(nodes=nodes):
            parts = [_expression(inner) for inner in nodes]
            return None if None in parts else OneOf(tuple(part for part in parts if part))
        case And(nodes=nodes):
            unwanted = [_expression(inner.node) for inner in nodes if isinstance(inner, Not)]
            wanted = [_expression(inner) for inner in nodes if not isinstance(inner, Not)]
            if None in wanted or None in unwanted or not wanted:
                return None
            return AllOf(tuple(part for part in wanted if part), tuple(part for part in unwanted if part))
    return None


def _all_of(wanted: list[Expression], unwanted: list[Expression]) -> Expression:
    return wanted[0] if len(wanted) == 1 and not unwanted else AllOf(tuple(wanted), tuple(unwanted))


def _about_applications(node: Node, negated: bool = False) -> bool:
    """Whether every condition in the node is about an application. A negation counts beside others, not alone."""
    match node:
        case Test(field=name):
            declared = find_field(name)
            return declared is not None and declared.subject is Subject.APPLICATION and not _absence(node)
        case Not(node=inner):
            return negated and _about_applications(inner)
        case And(nodes=nodes):
            return any(_about_applications(inner) for inner in nodes) and all(
                _about_applications(inner, negated=True) for inner in nodes
            )
        case Or(nodes=nodes):
            return all(_about_applications(inner) for inner in nodes)
    return False


def _absence(test: Test) -> bool:
    """`none` says that there is no application of the kind, so it is about the person."""
    return isinstance(test.condition, Missing)


def _on_application(node: Node, scope: Scope) -> ColumnElement[bool]:
    match node:
        case Not(node=inner):
            return not_(_on_application(inner, scope))
        case And(nodes=nodes):
            return and_(*(_on_application(inner, scope) for inner in nodes))
        case Or(nodes=nodes):
            return or_(*(_on_application(inner, scope) for inner in nodes))
        case Test(field=name, condition=condition):
            declared: QueryField | None = find_field(name)
            return false() if declared is None else declared.compile(condition, scope)
    raise TypeError(f"{type(node).__name__} is not about an application")


def _having_application(condition: ColumnElement[bool], scope: Scope) -> ColumnElement[bool]:
    applications: Select[int] = scope.applications.with_only_columns(Application.candidate_id)
    return among(applications.where(condition), scope)
