"""Tests wait for a condition, and judge no clock: a busy machine is slow, and nothing is wrong."""

import ast

import places

SLEEPS = {"sleep", "wait_for_timeout"}
CLOCKS = {"time", "monotonic", "perf_counter", "process_time", "thread_time"}
#: file, function -> why it sleeps
SLEEPERS = {
    ("silence.py", "stays"): "it watches that nothing happens",
    ("browser/compose/test_drafts.py", "let_pass"): "it watches that a page saves nothing",
    ("chaos/chaos.py", "_kill"): "it draws the moment of a death",
    ("chaos/chaos.py", "_are_messages_leaving"): "it compares two moments",
    ("pictures.py", "take_all"): "its picture shows a message on its way",
    (
        "unit/addons/brokers/smpp/test_session.py",
        "test_an_smsc_that_reads_nothing_does_not_hold_a_session_that_ends",
    ): "it waits in the loop that it looks at",
}


def trees():
    """Yield every file of the tests by its path; a bench measures, so its clock is its subject."""
    for file in places.of_tests():
        path = file.relative_to(places.ROOT / "tests").as_posix()
        if not path.startswith("bench/"):
            yield path, places.parsed(file)


def functions(tree):
    """Yield every function that stands in no other one."""
    for one in ast.iter_child_nodes(tree):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            yield one
        else:
            yield from functions(one)


def called(node):
    """Yield the name of every call below; a sleep of no time only lets others act."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name):
            is_moment = [ast.unparse(one) for one in call.args] == ["0"]
            yield "" if is_moment else getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_timed(assertion):
    """Whether an assertion subtracts from a moment, and compares what is left with a number."""
    for compared in ast.walk(assertion):
        if isinstance(compared, ast.Compare) and isinstance(compared.left, ast.BinOp):
            left = compared.left
            if isinstance(left.op, ast.Sub) and {*called(left.left)} & CLOCKS:
                return True
    return False


def test_nothing_sleeps_without_a_reason():
    found = {
        (path, function.name)
        for path, tree in trees()
        for function in functions(tree)
        if {*called(function)} & SLEEPS
    }
    assert found - SLEEPERS.keys() == set(), "wait for a condition: `eventually`, `stays`"
    assert SLEEPERS.keys() - found == set(), "it sleeps no more: take it off the list"


def test_no_assertion_judges_a_clock():
    found = [
        f"{path}:{assertion.lineno}"
        for path, tree in trees()
        for assertion in ast.walk(tree)
        if isinstance(assertion, ast.Assert) and is_timed(assertion)
    ]
    assert found == []


def test_a_sleep_and_a_clock_are_found():
    timed = ast.parse("assert time.monotonic() - begun < 3")
    assert is_timed(timed)
    assert not is_timed(ast.parse("assert later - begun < 3"))
    assert {*called(ast.parse("time.sleep(1)\nasyncio.sleep(0)"))} == {"sleep", ""}
