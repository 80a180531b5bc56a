"""The laws of the architecture that the import contracts cannot say, read from the code."""

import ast

import pytest

from app.packages import ORDER
from tests.rules.house import Module, dotted, modules

pytestmark = pytest.mark.no_app

MAY_END_TRANSACTIONS = {
    "app/core/transaction.py": "the one place",
    "app/web/errors.py": "an error page begins after whatever was open",
}
MAY_ASK_THE_SYSTEM_CLOCK = {"app/core/clock.py": "the one place"}
DANGEROUS = {
    "eval", "exec", "compile", "pickle.loads", "pickle.load", "marshal.loads", "marshal.load", "shelve.open", "yaml.load",
    "os.system", "os.popen",
}  # fmt: skip
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today",
    "time.time",
}  # fmt: skip


def in_packages(*furniture: str) -> list[Module]:
    """Modules of the domain packages in this piece of furniture, folders included."""
    found = []
    for module in modules():
        parts = module.name.split(".")
        if len(parts) > 2 and parts[1] in ORDER and parts[2] in furniture:
            found.append(module)
    assert found
    return found


def test_only_the_transaction_module_ends_transactions():
    offences = [
        f"{module.place}:{call.lineno}"
        for module in modules()
        if module.place not in MAY_END_TRANSACTIONS
        for call in module.calls()
        if dotted(call.func).endswith(("session.commit", "session.rollback"))
    ]
    assert offences == []


def test_time_comes_from_the_clock():
    offences = [
        f"{module.place}:{call.lineno} {dotted(call.func)}"
        for module in modules()
        if module.place not in MAY_ASK_THE_SYSTEM_CLOCK
        for call in module.calls()
        if dotted(call.func) in CLOCKS
    ]
    assert offences == []


@pytest.mark.parametrize("furniture", ["models", "policy", "queries", "commands", "reactions", "tasks"])
def test_the_domain_knows_no_request(furniture):
    forbidden = ("flask.request", "flask.g", "flask.session", "flask_login.current_user", "flask.abort", "flask.render_template")
    offences = [
        f"{module.place}:{line} {name}"
        for module in in_packages(furniture)
        for name, line in module.imported()
        if name in forbidden
    ]
    assert offences == []


def test_models_ask_nothing_of_the_database():
    offences = [
        f"{module.place}:{call.lineno}"
        for module in in_packages("models")
        for call in module.calls()
        if dotted(call.func).startswith("db.session")
    ]
    assert offences == []


def test_queries_and_policies_write_nothing():
    writing = ("session.add", "session.add_all", "session.delete", "session.flush", "record", "record_all")
    offences = [
        f"{module.place}:{call.lineno} {dotted(call.func)}"
        for module in in_packages("queries", "policy")
        for call in module.calls()
        if dotted(call.func).endswith(writing[:4]) or dotted(call.func) in writing[4:]
    ]
    assert offences == []


def test_insights_change_nothing():
    offences = [
        f"{module.place}:{call.lineno} {dotted(call.func)}"
        for module in modules()
        if module.name.startswith("app.insights.")
        for call in module.calls()
        if dotted(call.func).endswith(("session.add", "session.add_all", "session.delete"))
        or dotted(call.func) in ("update", "insert", "delete", "record", "record_all")
    ]
    assert offences == []


def test_nothing_runs_text_as_code():
    offences = [
        f"{module.place}:{call.lineno} {dotted(call.func)}"
        for module in modules()
        for call in module.calls()
        if dotted(call.func) in DANGEROUS
    ]
    assert offences == []


def test_sql_is_never_put_together_from_text():
    offences = []
    for module in modules():
        for call in module.calls():
            if dotted(call.func).rpartition(".")[2] in ("text", "execute", "exec_driver_sql", "literal_column") and call.args:
                first = call.args[0]
                if isinstance(first, ast.JoinedStr) or (isinstance(first, ast.BinOp) and not _all_constant(first)):
                    offences.append(f"{module.place}:{call.lineno}")
    assert [offence for offence in offences if offence.rpartition(":")[0] not in SQL_FROM_CONSTANTS] == []


SQL_FROM_CONSTANTS = {
    "app/core/planning.py": "names of tables out of the metadata",
    "app/core/rows.py": "names of tables and columns out of the metadata; values are bound",
    "app/demo/bulk.py": "names of tables and columns out of the metadata; values are bound",
    "app/demo/seed.py": "pragmas of the seed, constants",
    "app/demo/seed_people.py": "names of our own triggers",
    "app/search/fulltext.py": "a weight vector of this package",
    "app/search/index.py": "names of our own triggers",
}


def _all_constant(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return _all_constant(node.left) and _all_constant(node.right)
    return isinstance(node, ast.Constant)


def test_file_names_say_what_is_inside():
    bins = {"utils", "helpers", "common", "misc", "manager", "handler", "base"}
    offences = [module.place for module in modules() if module.path.stem in bins]
    assert offences == []


def test_every_package_says_what_it_is():
    silent = [
        module.place
        for module in modules()
        if module.path.name == "__init__.py" and len(module.path.relative_to(module.path.parents[2]).parts) <= 3
        and not ast.get_docstring(module.tree)
    ]
    assert silent == []


def test_signatures_are_fully_typed():
    untyped = []
    for module in modules():
        for node in module.nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is None:
                untyped.append(f"{module.place}:{node.lineno} {node.name}")
    assert untyped == []
