"""Hostile words: every form filled with them, every page asked with them, and lists of scanners."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import ALL, tries
from webob import Request
from webob.request import BaseRequest

from tests.house import isolation

SCRIPT = "\"'><script>alert(7)</script>"
HOSTILE = [
    SCRIPT,
    "{{7*7}}${7*7}<%= 7*7 %>",
    "'; DROP TABLE object_state; --",
    "x\r\nSet-Cookie: unisms=1\r\n\r\n",
    "../../../../etc/passwd\x00.csv",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\u202e\ufeff\x1b[2J",
    "-1",
    "9" * 400,
    "é" * 30_000,
]
ASKED = (
    "q",
    "search",
    "page",
    "state",
    "uid",
    "lang",
    "return_to",
    "way",
    "group",
    "import",
    "template",
    "scope",
    "to",
)
TOGETHER = "".join(HOSTILE[1:6])  # each does its harm among others too
LONG = "é" * 5_000
#: the first of them at once, the others where there is time, each alone where there is no limit
TOLD = [
    pytest.param(text, id=ascii(text[:16]), marks=[pytest.mark.slow] if place else [])
    for place, text in enumerate((*HOSTILE, LONG) if ALL else (SCRIPT, TOGETHER, "9" * 400, LONG))
]
SCANNED = [
    "/.env",
    "/.git/config",
    "/wp-login.php",
    "/admin",
    "/phpmyadmin/",
    "/server-status",
    "/actuator/env",
    "/api/v1/users",
    "/robots.txt",
    "/favicon.ico",
    "/institutions/paris1/../nice/",
    "/institutions/paris1/%2e%2e/nice/",
    "/institutions/paris1/..%2fnice/",
    "/institutions//nice",
    "/institutions/paris1/people/..%2f..%2f",
    "/institutions/paris1/_children",
    "/institutions/paris1/__class__",
    "/institutions/paris1/passwords/",
    "/institutions/paris1/grants/",
    "/@@view",
    "//evil.example/",
    "/institutions/paris1/campaigns/%00",
    "/unisms-static/../../setup.py",
    "/unisms-static/%2e%2e/%2e%2e/setup.py",
    "/institutions/paris1/;jsessionid=1",
    "/?id=1'%20OR%20'1'='1",
]
LEAVING = ("/sign-out", "/sign-in", "/own-sessions")


@pytest.fixture(scope="module")
def made():
    made = isolation.house()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            BaseRequest, "request_body_tempfile_limit", 1 << 30
        )  # it leaves the closing of files to the gc
        yield made
    made.close()


@pytest.fixture(scope="module")
def admin(made):
    return made.person("administrator")


def pages(made):
    """The address of every page that the administrator may ask for."""
    known = made.run(isolation.resources, "paris1")
    for view in isolation.views(made.registry):
        if view.method == "GET" and view.kind in known and not view.name.startswith("sign-"):
            yield known[view.kind][0] + view.name


def harmless(answer):
    """Nothing broke, and nothing that was sent came back as more than text."""
    assert answer.status_int < 500, answer.request.path
    assert "unisms=1" not in answer.headers.getall("Set-Cookie")
    if answer.content_type == "text/html":
        assert "<script>alert" not in answer.text, answer.request.path
        assert "49$" not in answer.text
    return answer


@pytest.mark.parametrize("text", TOLD)
def test_every_page_asked_with_hostile_words_stays_whole(made, admin, text):
    for path in pages(made):
        harmless(admin.get(path, dict.fromkeys(ASKED, text[:2_000]), status="*"))


@pytest.fixture(scope="module")
def forms(made, admin):
    """Return each form that the administrator may send: its address, its fields, their values."""
    found = []
    for path in pages(made):
        page = admin.get(path, status="*")
        if page.content_type == "text/html":
            found += [
                (form.get("action") or path, fields(form))
                for form in page.html.find_all("form", method="post")
            ]
    return [form for form in found if not form[0].endswith(LEAVING)]


def fields(form):
    named = [field for field in form.find_all(["input", "textarea", "select"]) if field.get("name")]
    return [(field["name"], field.get("value", "")) for field in named]


@pytest.mark.parametrize("text", TOLD)
def test_every_form_filled_with_hostile_words_stays_whole(admin, forms, text):
    for action, kept in forms:
        harmless(admin.post(action, filled(kept, text), status="*"))
    assert len(forms) > 10
    admin.get(
        "/institutions/paris1/settings", status=200
    )  # all of them were sent by somebody who is known


def filled(kept, text):
    """Return the form's fields, each but its token and its buttons holding ``text``."""
    return [
        (name, value if name in ("csrf_token", "action", "seen") else text) for name, value in kept
    ]


@pytest.mark.parametrize("path", SCANNED)
def test_what_scanners_look_for_is_not_there(made, admin, path):
    for app in (made.visitor(), admin):
        answer = app.get(path, status="*", expect_errors=True)
        assert answer.status_int in (303, 400, 403, 404) or path in (
            "//evil.example/",
            "/?id=1'%20OR%20'1'='1",
        ), path
        assert not answer.headers.get("Location", "").startswith(("//", "http://evil"))
        assert "Traceback" not in answer.text
        assert isolation.FOREIGN.findall(answer.text) == []


def asked_raw(made, path: bytes, query=""):
    """The answer to a path of any bytes, which the usual client would refuse to send."""
    environ = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query}
    return Request.blank("/", environ=environ).get_response(made.wsgi)


@pytest.mark.parametrize("path", [b"\xff\xfe", b"%00", b"\x00", b"a" * 5000, b"..\\..\\x"])
def test_a_path_of_any_bytes_leads_nowhere(made, path):
    assert asked_raw(made, b"/institutions/paris1/campaigns/" + path).status_int in (303, 404)


@settings(max_examples=tries(150), deadline=None)
@given(path=st.binary(max_size=60), query=st.binary(max_size=40))
def test_no_path_and_no_query_breaks_anything(made, path, query):
    assert (
        asked_raw(made, b"/institutions/paris1/" + path, query.decode("latin-1")).status_int < 500
    )


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "a" * 4000,
        "eyJ3aG8iOlsicGFyaXMxIiwiYWRtaW4iXX0=",
        "\x00",
        "é".encode().decode("latin-1"),
    ],
)
def test_a_forged_session_is_nobody(made, cookie):
    answer = made.visitor().get(
        "/institutions/paris1/settings", headers={"Cookie": f"unisms={cookie}"}, status="*"
    )
    assert answer.status_int == 303
    assert "/sign-in" in answer.location


@pytest.mark.parametrize(
    "headers",
    [
        {
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
        },
        {"Forwarded": "for=127.0.0.1;host=evil.example;proto=https"},
        {"X-Original-URL": "/institutions/nice/", "X-Rewrite-URL": "/institutions/nice/"},
        {"X-HTTP-Method-Override": "DELETE", "X-Remote-User": "admin", "Remote-User": "admin"},
    ],
)
def test_forged_headers_change_nothing(made, headers):
    answer = made.visitor().get("/institutions/paris1/settings", headers=headers, status="*")
    assert answer.location.startswith("http://localhost/institutions/paris1/sign-in")
