"""Doors write readings only: a page or a command that does a thing calls the service that tells it.

So no door can forget it, and every door tells it alike.
"""

import ast

import places

DOORS = {"web": 75, "scripts": 40}  # folders, and how many modules there are at least
NOTE = "web/edge/audit.py"  # by which pages write down what was read
#: acts of pages alone: somebody reads, or takes a list away as a file
READINGS = {
    "audit.exported",
    "number.asked",
    "number.read",
    "numbers.exported",
    "recipients.exported",
}
#: the ways into an audit journal: the module of services, and the entry of the model
WRITERS = {("unisms.services.ground", "journal"), ("unisms.model.audit", "AuditEntry")}


def modules():
    return [
        file for folder, count in DOORS.items() for file in places.modules(folder, at_least=count)
    ]


def place(file):
    return str(file.relative_to(places.PACKAGE))


def imports(file):
    """Pairs of module and name that a module imports; of a whole module its parent and itself."""
    for node in ast.walk(places.parsed(file)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, one.name) for one in node.names)
            parent, _, name = (node.module or "").rpartition(".")
            yield parent, name
        if isinstance(node, ast.Import):
            yield from (one.name.rpartition(".")[::2] for one in node.names)


def calls():
    """Every call in the doors, with the module and the last name of what is called."""
    for file in modules():
        for node in ast.walk(places.parsed(file)):
            if isinstance(node, ast.Call):
                yield file, ast.unparse(node.func), node


def test_one_module_of_the_doors_knows_what_writes_into_a_journal():
    looked = [(place(file), pair) for file in modules() for pair in imports(file)]
    assert len(looked) >= 1_000
    assert {file for file, pair in looked if pair in WRITERS} == {NOTE}


def test_no_door_writes_an_entry_past_the_services():
    found = [(place(file), called) for file, called, _ in calls()]
    assert len(found) >= 2_500
    past = ("journal.write", "journal.act", "audit.record", "AuditEntry")
    assert {file for file, called in found if called.endswith(past)} == {NOTE}


def test_pages_write_down_readings_and_nothing_else():
    noted = [node for _, called, node in calls() if called in ("note", "audit.note")]
    assert len(noted) == 5
    verbs = [node.args[1] for node in noted]
    assert {one.value for one in verbs if isinstance(one, ast.Constant)} == READINGS
    assert (
        len({file for file in modules() if ("unisms.web.edge.audit", "note") in imports(file)}) == 5
    )


def test_a_service_writes_no_reading_of_a_page():
    told = {
        node.value
        for file in places.modules("services", at_least=110)
        for node in ast.walk(places.parsed(file))
        if isinstance(node, ast.Constant)
    }
    assert told & READINGS == set()
