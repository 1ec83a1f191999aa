"""A ticket of one account opens no figure and no name of any other, on any page of the real ones.

Pages, charts and downloads are asked of two folders: one with everything, and one from which all
that is not of this account was taken. To somebody who sees that account alone, they are the same.
"""

import json
import re
import shutil
from functools import partial
from pathlib import Path

import comers
import duckdb
import invented
import pytest

from dashboards import access
from dashboards.app import create_app
from dashboards.exports import schema
from dashboards.exports.engine import Engine
from dashboards.pages.site import QUESTIONS

MINE = 3
PERIOD = "first=2026-01-01&last=2026-11-29"
VIEWS = [(page, view) for page, module in QUESTIONS.items() for view in module.VIEWS]
MANAGER = partial(comers.ticket, accounts=[MINE])
ADMINISTRATOR = partial(comers.ticket, role="administrator", accounts=None)
OPERATOR = partial(
    comers.ticket, role="operator", institutions=["anges", "pantheon"], accounts=None
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("whole"), months=12, messages=15_000)


@pytest.fixture(scope="module")
def campaigns(whole):
    """The names of the campaigns, by whether this account has paid them, and a key of each."""
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT DISTINCT account = {MINE}, key, name FROM read_parquet(?) JOIN "
            "read_parquet(?) ON kind = 'campaign' AND key = campaign",
            [f"{whole}/campaigns/pantheon/*.parquet", f"{whole}/names/pantheon/*.parquet"],
        ).fetchall()
    mine = {key: name for is_mine, key, name in found if is_mine}
    return mine, {key: name for is_mine, key, name in found if not is_mine and key not in mine}


@pytest.fixture(scope="module")
def cut(whole, campaigns, tmp_path_factory):
    """A copy of the folder, without anything that is not of the account."""
    folder = tmp_path_factory.mktemp("cut") / "exports"
    shutil.copytree(whole, folder)
    told = json.loads((folder / "manifest.json").read_text())
    with duckdb.connect() as database:
        told["files"] = [cut_file(database, folder, one, campaigns[0]) for one in told["files"]]
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


def cut_file(database, folder, line, mine):
    """Take out of a file whatever is not of the account; return its new line of the manifest."""
    file, made = folder / line["path"], folder / "made"
    columns = schema.TABLES[line["table"]].names
    kept = f"account = {MINE}" if "account" in columns else "false"
    if line["table"] == "names":
        keys = ", ".join(map(str, mine))
        kept = f"""CASE kind WHEN 'account' THEN key = {MINE}
                   WHEN 'campaign' THEN key IN ({keys}) ELSE true END"""
    sql = f"COPY (SELECT * FROM '{file}' WHERE {kept}) TO '{made}' (FORMAT parquet)"
    database.execute(sql)
    file.unlink()
    return invented.put(folder, line["table"], line["institution"], line["period"], made)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    """Return somebody who has come to the dashboards of a folder by a ticket."""
    engines = []

    def come(folder, ticket):
        engines.append(Engine(folder))
        own = Path(tmp_path_factory.mktemp("door"))
        door = access.Door(comers.KEY, own, "", comers.SERVICE, lambda: comers.NOW)
        application = create_app(engines[-1], door)
        client = application.server.test_client()
        client.drawing = next(one for one in application.callback_map if "figure" in one)
        assert comers.come_in(client, ticket(), "/overview").status_code == 200
        return client

    yield come
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def managers(whole, cut, visitor):
    """A manager of the account, at either folder."""
    return visitor(whole, MANAGER), visitor(cut, MANAGER)


def draw(client, address):
    """Ask the call-back for the chart of an address."""
    parts = client.drawing.strip(".").split("...")
    outputs = [dict(zip(("id", "property"), part.split("."), strict=True)) for part in parts]
    asked = {"id": "asked", "property": "data", "value": {"href": f"{comers.HERE}{address}"}}
    body = {"output": client.drawing, "outputs": outputs, "inputs": [asked]}
    body["changedPropIds"] = ["asked.data"]
    return client.post("/_dash-update-component", json=body, headers=comers.OURS)


def lines(answer):
    """Return what an answer says; one line of Dash's own is another one in each process."""
    return [line for line in answer.text.splitlines() if 'id="_dash-config"' not in line]


def answers(client, page, view, more=""):
    """Return the page, its chart and its table as a file."""
    asked = f"institution=pantheon&view={view}&{PERIOD}{more}"
    return (
        client.get(f"/{page}?{asked}"),
        draw(client, f"/{page}?{asked}"),
        client.get(f"/download/{page}.csv?{asked}"),
    )


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_a_manager_sees_what_they_would_see_if_there_were_nothing_else(managers, page, view):
    all_told, cut_told = (answers(client, page, view) for client in managers)
    assert all_told[0].status_code == 200
    for told, cut in zip(all_told, cut_told, strict=True):
        assert lines(told) == lines(cut)


@pytest.mark.parametrize("field", ["campaign", "one", "other"])
@pytest.mark.parametrize(("page", "view"), [("overview", "days"), ("campaigns", "compare")])
def test_a_campaign_of_another_account_is_as_one_that_is_not_there(
    managers, campaigns, page, view, field
):
    key, name = max(campaigns[1].items())
    mine = max(campaigns[0])
    more = {"campaign": "", "one": f"&other={mine}", "other": f"&one={mine}"}[field]
    told = answers(managers[0], page, view, f"&{field}={key}{more}")
    assert told[0].status_code == 404
    assert not any(f"{name}<" in one.text or f'{name}"' in one.text for one in told)
    missing = answers(managers[0], page, view, f"&{field}=999999999{more}")
    assert [line.replace(f"{key}", "999999999") for line in lines(told[0])] == lines(missing[0])


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_another_account_or_institution_is_refused_on_every_page_chart_and_file(
    managers, page, view
):
    for more in ("&account=4", "&institution=anges", "&institution=anges&account=3"):
        asked = f"view={view}&{PERIOD}{more}"
        for answer in (
            managers[0].get(f"/{page}?{asked}"),
            draw(managers[0], f"/{page}?{asked}"),
            managers[0].get(f"/download/{page}.csv?{asked}"),
            managers[0].get(f"/download/{page}.svg?{asked}"),
        ):
            assert (answer.status_code, "Vous ne pouvez pas voir" in answer.text) == (403, True)


def test_an_administrator_sees_all_of_their_institution_and_nothing_of_another(whole, visitor):
    client = visitor(whole, ADMINISTRATOR)
    told = client.get(f"/cost?view=accounts&{PERIOD}").text
    assert all(f"{name}<" in told for name in invented.ACCOUNTS)
    assert client.get(f"/cost?institution=anges&{PERIOD}").status_code == 403
    assert not re.search(r"\bAnges\b", told, re.IGNORECASE)


def test_an_operator_sees_the_institutions_of_their_ticket(whole, visitor):
    client = visitor(whole, OPERATOR)
    assert client.get(f"/overview?{PERIOD}").status_code == 200
    assert client.get(f"/overview?institution=anges&{PERIOD}").status_code == 200
    assert client.get(f"/overview?institution=corail&{PERIOD}").status_code == 403
