"""Every route of a Dash application: nobody gets anything without a session."""

import base64
import json

import comers
import pytest

#: the rules of the application that answer by themselves; all others are asked below
PUBLIC = {"/assets/<path:filename>", "/static/<path:filename>"}


@pytest.fixture
def clock():
    return comers.Clock()


@pytest.fixture
def server(tmp_path, clock):
    return comers.application(tmp_path / "door", clock)


@pytest.fixture
def client(server):
    return comers.comer(server)


def changed(**facts):
    """A ticket whose facts were changed after it was signed."""
    _, _, signature = comers.ticket().partition(".")
    return f"{comers.text_of(comers.facts(**facts))}.{signature}"


NO_TICKETS = {
    "none": "",
    "not of the form": "hello",
    "a point": ".",
    "no letters": "\u00e9.\u00e9",
    "nothing signed": comers.signed(""),
    "no JSON": comers.signed(comers.base64url(b"\xff")),
    "a list": comers.signed(comers.base64url(b"[]")),
    "another key": comers.ticket(key="a key of somebody else, just as long as it"),
    "no signature": comers.ticket().partition(".")[0],
    "cut": comers.ticket()[:-1],
    "longer": comers.ticket() + "A",
    "with =": comers.ticket() + "=",
    "accounts widened": changed(accounts=[3, 4]),
    "all accounts": changed(accounts=None),
    "another institution": changed(institutions=["anges"]),
    "a second institution": changed(institutions=["pantheon", "anges"]),
    "another role": changed(role="operator"),
    "longer to live": changed(exp=comers.NOW + 6000),
    "later": changed(iat=comers.NOW + 30),
    "expired": comers.ticket(iat=comers.NOW - 65, exp=comers.NOW - 5),
    "not yet": comers.ticket(iat=comers.NOW + 6, exp=comers.NOW + 66),
    "signed for an hour": comers.ticket(exp=comers.NOW + 3600),
    "signed, no accounts": comers.ticket(accounts=None),
    "signed, no number": comers.ticket(accounts=["3"]),
    "signed, a yes": comers.ticket(accounts=[True]),
    "signed, no key": comers.ticket(accounts=[0]),
    "signed, two institutions": comers.ticket(institutions=["pantheon", "anges"]),
    "signed, a half administrator": comers.ticket(role="administrator"),
    "signed, unknown role": comers.ticket(role="root"),
    "signed, unknown language": comers.ticket(lang="de"),
    "signed, no institution": comers.ticket(institutions=[""]),
    "signed, a script": comers.ticket(back="javascript:alert(1)"),
    "signed, no moment": comers.ticket(iat="now"),
    "signed, a yes for a moment": comers.ticket(iat=True),
    "signed, a short id": comers.ticket(id="1"),
    "signed, more": comers.ticket(more=1),
    "much too long": comers.ticket(who="x" * 9000),
}


def routes(server):
    """Every rule of the application, as an address and a method that it answers to."""
    for rule in server.url_map.iter_rules():
        if rule.rule in PUBLIC:
            continue
        path = rule.rule.replace("<path:path>", "cost").replace("<string:package_name>", "dash")
        path = path.replace("<path:fingerprinted_path>", "dash_renderer.unknown")
        for method in sorted(rule.methods):
            yield method, path


def everywhere(client, server, ticket):
    """Ask every route without a session, with the ticket in each place that one may think of."""
    asked = [*routes(server)]
    assert {"/_dash-layout", "/_dash-update-component", "/download/cost.csv", "/"} <= {
        path for _, path in asked
    }
    assert len(asked) > 25
    for method, path in asked:
        yield client.open(
            path,
            method=method,
            query_string={"ticket": ticket},
            headers={"Authorization": f"Bearer {ticket}", **comers.OURS},
        )


@pytest.mark.parametrize("ticket", NO_TICKETS.values(), ids=NO_TICKETS)
def test_a_ticket_that_is_none_opens_nothing(server, ticket):
    client = comers.comer(server)
    entering = client.get("/enter", query_string={"ticket": ticket, "to": "/cost"})
    assert entering.status_code == 403
    assert "Set-Cookie" not in entering.headers
    assert comers.call_back(client).status_code == 401
    assert client.get("/download/cost.csv").status_code == 401


@pytest.mark.parametrize("ticket", [*NO_TICKETS.values(), comers.ticket()])
def test_no_route_answers_to_a_ticket_but_the_entry(client, server, ticket):
    for answer in everywhere(client, server, ticket):
        assert answer.status_code in (401, 303)
        if answer.status_code == 303:
            assert answer.location.startswith(f"{comers.SERVICE}/dashboards?to=")
        assert b"account" not in answer.data
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "cookie", [one for one in (*NO_TICKETS.values(), comers.ticket()) if len(one) < 4000]
)
def test_no_route_takes_a_ticket_for_a_session(client, server, cookie):
    client.set_cookie("unisms_dashboards", cookie)
    for answer in everywhere(client, server, ""):
        assert answer.status_code in (401, 303)


def test_a_good_ticket_opens_the_page_that_was_wanted(client):
    answer = comers.come_in(client, to="/cost?account=3")
    assert (answer.status_code, answer.request.path) == (200, "/cost")
    assert answer.request.args.to_dict() == {"account": "3"}
    assert all(client.get(path).status_code == 200 for path in comers.DASH_ROUTES)
    assert comers.call_back(client).json == {
        "multi": True,
        "response": {"told": {"children": "account (3,)"}},
    }
    assert client.get("/download/cost.csv").text == "account (3,)"


def test_a_ticket_opens_once(client, server):
    assert comers.come_in(client).status_code == 200
    again = comers.comer(server)
    assert comers.come_in(again).status_code == 403
    assert comers.call_back(again).status_code == 401
    assert comers.call_back(client).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-5, 200), (-6, 403), (64, 200), (65, 403)])
def test_clocks_may_differ_by_five_seconds(client, clock, seconds, status):
    clock.now += seconds
    assert comers.come_in(client).status_code == status


@pytest.mark.parametrize("asked", [{"account": 4}, {"accounts": [3, 4]}, {"account": -3}])
def test_the_ticket_of_one_account_opens_no_other(client, asked):
    comers.come_in(client)
    assert comers.call_back(client, asked).status_code == 403
    assert comers.call_back(client, {"account": 3}).status_code == 200


def test_a_download_of_another_account_is_refused(client):
    comers.come_in(client)
    refused = client.get("/download/cost.csv?account=4")
    assert (refused.status_code, "Vous ne pouvez pas voir" in refused.text) == (403, True)
    assert client.get("/download/cost.csv?account=3").text == "account (3,)"


@pytest.mark.parametrize(
    ("role", "institutions", "accounts", "asked"),
    [
        ("manager", ["pantheon"], [3], "anges"),
        ("manager", ["pantheon"], [], "anges"),
        ("administrator", ["pantheon"], None, "anges"),
        ("operator", ["pantheon", "anges"], None, "elsewhere"),
    ],
)
def test_another_institution_is_refused(client, role, institutions, accounts, asked):
    text = comers.ticket(role=role, institutions=institutions, accounts=accounts)
    assert comers.come_in(client, text).status_code == 200
    assert comers.call_back(client, {"institutions": [asked]}).status_code == 403
    assert comers.call_back(client, {"institutions": ["pantheon", asked]}).status_code == 403
    assert comers.call_back(client, {"institutions": ["pantheon"]}).status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT"])
def test_the_entry_is_opened_by_a_get_alone(client, method):
    asked = {"ticket": comers.ticket()}
    answer = client.open("/enter", method=method, query_string=asked, headers=comers.OURS)
    assert answer.status_code == 403
    assert comers.come_in(client).status_code == 200


def test_a_session_ends_after_half_an_hour_however_much_it_is_used(client, clock):
    comers.come_in(client)
    for minutes in (10, 20, 29.99):
        clock.now = comers.NOW + 60 * minutes
        assert comers.call_back(client).status_code == 200
    clock.now = comers.NOW + 1800
    client.set_cookie("unisms_dashboards", cookie_of(client))
    assert comers.call_back(client).status_code == 401
    assert client.get("/download/cost.csv").status_code == 401
    assert all(client.get(path).status_code == 401 for path in comers.DASH_ROUTES)


def test_a_session_counts_from_the_moment_that_the_service_looked_at_the_rights(client, clock):
    clock.now += 50
    comers.come_in(client)
    clock.now = comers.NOW + 1799
    assert comers.call_back(client).status_code == 200
    clock.now = comers.NOW + 1800
    assert comers.call_back(client).status_code == 401


def test_a_page_of_a_session_that_is_over_is_renewed_by_the_service_that_opened_it(client, clock):
    comers.come_in(client)
    kept = cookie_of(client)
    clock.now += 1800
    client.set_cookie("unisms_dashboards", kept)
    answer = client.get("/cost?account=3&first=2026-11-01")
    assert (answer.status_code, answer.location) == (
        303,
        "http://sms.univ.example/institutions/pantheon/dashboards"
        "?to=%2Fcost%3Faccount%3D3%26first%3D2026-11-01",
    )


def test_a_shared_link_leads_whoever_has_no_session_to_the_service(client):
    answer = client.get("/cost?institution=pantheon")
    assert answer.location == (
        "http://sms.univ.example/dashboards?to=%2Fcost%3Finstitution%3Dpantheon"
    )


def test_without_a_service_a_shared_link_says_where_to_go(tmp_path):
    answer = comers.comer(comers.application(tmp_path, service="")).get("/cost")
    assert (answer.status_code, "Rouvrez les tableaux de bord" in answer.text) == (401, True)


def cookie_of(client):
    return client.get_cookie("unisms_dashboards").value


def test_a_session_cannot_be_changed(client):
    comers.come_in(client)
    body, _, signature = cookie_of(client).partition(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    for name, value in {"until": 0, "institutions": ["anges"], "accounts": None}.items():
        client.set_cookie(
            "unisms_dashboards", f"{comers.text_of(told | {name: value})}.{signature}"
        )
        assert comers.call_back(client).status_code == 401


def test_a_session_of_other_dashboards_is_none_here(client, tmp_path):
    key = "a key of other dashboards, as long"
    other = comers.comer(comers.application(tmp_path / "other", key=key))
    comers.come_in(other, comers.ticket(key=key))
    client.set_cookie("unisms_dashboards", cookie_of(other))
    assert comers.call_back(client).status_code == 401


def test_what_is_signed_as_a_session_is_no_ticket(client, server):
    comers.come_in(client)
    assert comers.come_in(comers.comer(server), cookie_of(client)).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(client):
    answer = client.get("/enter", query_string={"ticket": comers.ticket()})
    _, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert {*attributes} >= {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1800"}
    assert not any(one.startswith(("Domain", "Secure")) for one in attributes)


def test_over_https_the_cookie_goes_over_https_only(tmp_path):
    server = comers.application(tmp_path, address="https://tableaux.univ.example")
    client = comers.comer(server)
    asked = {"ticket": comers.ticket()}
    answer = client.get("/enter", base_url="https://tableaux.univ.example", query_string=asked)
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-unisms_dashboards=")
    assert "Secure" in attributes
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_browser_that_keeps_no_cookie_is_told_so_and_not_sent_round(server):
    client = server.test_client(use_cookies=False)
    answer = comers.come_in(client)
    assert (answer.status_code, "cookie" in answer.text) == (403, True)


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/\tx", "/é"]
)
def test_nobody_is_led_elsewhere(client, to):
    answer = comers.come_in(client, to=to)
    assert (answer.status_code, answer.request.url) == (200, f"{comers.HERE}/")
    assert client.get("/entered", query_string={"to": to}).location == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://sms.univ.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Origin": comers.HERE, "Sec-Fetch-Site": "same-site"},
        {"Origin": comers.HERE, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_call_back_is_asked_by_our_own_pages(client, headers):
    comers.come_in(client)
    assert comers.call_back(client, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": comers.HERE}, {"Sec-Fetch-Site": "same-origin"}, comers.OURS]
)
def test_our_own_pages_ask_call_backs(client, headers):
    comers.come_in(client)
    assert comers.call_back(client, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/cost", "/download/cost.csv", "/_dash-layout"])
@pytest.mark.parametrize(
    ("mode", "dest", "status"),
    [("navigate", "document", 200), ("navigate", "iframe", 403), ("no-cors", "image", 403)],
)
def test_a_page_of_elsewhere_links_to_ours_and_takes_nothing(client, path, mode, dest, status):
    comers.come_in(client)
    asked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert client.get(path, headers=asked).status_code == status


@pytest.mark.parametrize(
    ("path", "is_public"),
    [
        ("/_dash-component-suites/dash/deps/react@18.3.1.min.js", True),
        ("/_dash-component-suites/dash/missing.js", True),
        ("/_dash-component-suites/os/path.js", True),
        ("/assets/missing.js", True),
        ("/assets/missing.parquet", False),
        ("/assets/../download/cost.csv/x.js", False),
        ("/assets//x.js", False),
        ("/download/x.js", False),
        ("/_dash-layout/x.js", False),
    ],
)
def test_scripts_and_styles_alone_are_for_everybody(client, path, is_public):
    answer = client.get(path)
    assert (answer.status_code in (200, 404)) == is_public
    assert ("no-store" in answer.headers.get("Cache-Control", "")) != is_public


def test_the_health_is_told_to_everybody(client):
    answer = client.get("/health", headers={"Host": "10.0.0.1"})
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_every_answer_has_the_headers(client, server):
    comers.come_in(client)
    for path in ("/", "/_dash-layout", "/enter", "/nowhere.js", "/health", "/assets/no.js"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self' 'sha256-" in policy
        assert "unsafe-eval" not in policy
        assert "form-action 'self' http://sms.univ.example;" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert len(headers.getlist("Content-Security-Policy")) == 1


def test_refusals_are_told_in_the_language_of_the_browser(client):
    told = client.get("/enter", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in told.text
    assert "This way in is used up" in told.text
    assert "used up" not in client.get("/enter", headers={"Accept-Language": "de"}).text


def test_a_name_that_is_not_ours_is_not_answered(tmp_path):
    server = comers.application(tmp_path, address="http://tableaux.univ.example:6544")
    client = comers.comer(server)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    ours = {"Host": "tableaux.univ.example:6544"}
    assert client.get("/", headers=ours).status_code == 303


def test_a_used_ticket_that_cannot_be_noted_lets_nobody_in(client, tmp_path):
    (tmp_path / "door/used.sqlite").write_bytes(b"no store, but long enough to be looked at" * 40)
    assert client.get("/enter", query_string={"ticket": comers.ticket()}).status_code == 503
    assert comers.call_back(client).status_code == 401
