"""A draft that saves itself while somebody types: to 300 groups, on the default store."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import scenes

from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.web.frame.jinja import warm_up

GROUPS, SAVES = 300, 200
CAMPAIGNS = f"{scenes.PARIS}/campaigns"


def furnish(root):
    groups = find(root, f"{scenes.PARIS}/groups")
    for number in range(GROUPS):
        groups.add(f"promotion-{number}", Group(f"Promotion {number}"))


def saves(house, count=SAVES):
    """Milliseconds of each of ``count`` saves of one draft that changes."""
    app = house.person("zlefevre")
    form = app.get(f"{CAMPAIGNS}/compose").forms["compose"]
    fields = [("audience", f"group:promotion-{number}") for number in range(GROUPS)]
    fields += [(name, value) for name, value in form.submit_fields() if name != "text"]
    hidden, found = {}, []
    for number in range(count):
        typed = [*fields, *hidden.items(), ("text", "Bonjour. " * (number % 40 + 1))]
        begun = time.perf_counter()
        answer = app.post(f"{CAMPAIGNS}/compose-save", typed, headers={"HX-Request": "true"})
        found.append((time.perf_counter() - begun) * 1000)
        hidden = {
            field["name"]: field["value"] for field in answer.html.select("input[type=hidden]")
        }
    assert int(hidden["saved"]) == count
    return found


def main():
    var = Path(tempfile.mkdtemp(prefix="unisms-bench-"))
    house = scenes.House(var, **{"zodbconn.uri": "zconfig:package:unisms:store.conf"})
    warm_up(house.registry)
    house.run(furnish)
    found = sorted(saves(house))
    house.close()
    middle, late = statistics.median(found), found[len(found) * 95 // 100]
    print(f"draft to {GROUPS} groups: median {middle:.1f} ms, p95 {late:.1f} ms")


if __name__ == "__main__":
    main()
