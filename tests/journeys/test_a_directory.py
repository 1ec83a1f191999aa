"""A university plugs its LDAP directory in: tried, chosen from, written to, signed in by."""

import pytest
import scenes

from tests.peers import slapd
from tests.peers.slapd import GROUPS, PEOPLE, Slapd, dn_of, entry, person
from unisms.model.folder import find

pytestmark = pytest.mark.servers

PLACE = f"{scenes.PARIS}/directories"
COMPOSE = f"{scenes.PARIS}/campaigns/compose"
PASSWORD = "le mot de passe de Fatou"
CROWD = 120


@pytest.fixture(scope="module")
def server():
    tutors = [dn_of("fdiallo"), dn_of("lle")]
    ldif = (
        slapd.tree(),
        *slapd.crowd(CROWD),
        person("fdiallo", "Fatou Diallo", mobile="06 39 98 77 01", userPassword=PASSWORD),
        person("lle", "Linh Lê"),
        entry(
            f"cn=tutors,{GROUPS}",
            "groupOfNames",
            cn="tutors",
            description="Tuteurs d'été",
            member=tutors,
        ),
    )
    found = Slapd("".join(ldif))
    yield found
    found.remove()


@pytest.fixture
def admin(house):
    return house.person("admin")


def fill(form, server, **others):
    """Type the settings of the directory as somebody does."""
    for name, value in server.settings(title="Annuaire", **others).items():
        form[name if name == "title" else f"setting-{name}"] = value
    form["signs_in"] = True
    return form.submit()


def plugged_in(house, admin, server):
    trying = fill(admin.get(f"{PLACE}/new").forms[1], server)
    house.worker.drain()
    return trying.follow().forms[1].submit("action", value="keep").follow()


def written(house, app):
    """Write to the tutors; return the page of the check."""
    form = app.get(COMPOSE).forms["compose"]
    [box] = [one for one in form.fields["audience"] if one._value.startswith("directory:")]
    box.checked = True
    form["text"], form["account"] = "Bonjour [nom]", "scolarite"
    way = form.submit("action", value="check", status=303).location
    house.worker.drain()
    page = app.get(way)
    return page.follow() if page.status_int == 303 else page


def test_from_the_first_settings_to_a_message_and_a_session(house, admin, server):
    refused = fill(admin.get(f"{PLACE}/new").forms[1], server, password="wrong")
    house.worker.drain()
    assert "refuse le compte de lecture" in refused.follow()

    page = plugged_in(house, admin, server)
    facts = [one.text for one in page.html.select("dl.facts dd")]
    assert facts == [str(CROWD + 2), str(CROWD + 1), "2"]

    groups = admin.get(f"{PLACE}/annuaire/directory-groups?search=ete tuteurs")
    groups.click("Choisir").forms[1].submit().follow()
    house.worker.drain()
    query = admin.get(f"{PLACE}/annuaire/tuteurs-d-ete/")
    assert [one.text for one in query.html.select("dl.facts dd")][:2] == ["2", "1"]
    assert "Linh Lê" in query

    secretary = house.person("zlefevre")
    check = written(house, secretary).text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Envoyer à 1 personne" in check

    form = house.visitor().get(f"{scenes.PARIS}/sign-in").form
    form["uid"], form["password"] = "FDiallo", PASSWORD
    form.submit(status=303)
    number, field = house.run(lambda root: facts_of(find(root, f"{scenes.PARIS}/people/fdiallo")))
    assert (number, field) == ("+33639987701", "mobile")


def facts_of(subscriber):
    return subscriber.msisdn, subscriber.found_in


def test_a_server_that_goes_away_holds_the_message_and_lets_nobody_in(house, admin, server):
    plugged_in(house, admin, server)
    admin.get(f"{PLACE}/annuaire/new?group=cn=tutors,{GROUPS}&title=Tuteurs").forms[1].submit()
    house.worker.drain()
    server.stop()
    try:
        assert "ne répond pas" in written(house, house.person("zlefevre"))
        form = house.visitor().get(f"{scenes.PARIS}/sign-in").form
        form["uid"], form["password"] = "fdiallo", PASSWORD
        assert "ne répond pas" in form.submit(status=422)
        assert PEOPLE not in admin.get(f"{PLACE}/annuaire")
    finally:
        server.start()
