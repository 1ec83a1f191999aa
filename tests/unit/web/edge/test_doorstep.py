"""Another name and too large a body are refused before anything else.

Some senders are believed about visitors.
"""

import configparser
import gc

import pytest
import scenes
import webtest
from places import ROOT
from waitress.server import create_server

from unisms.web.edge import doorstep

# webob leaves its copy of a large body to the garbage collector, which closes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
HOSTS = "sms.univ.example SMS.univ.example:8443"
HOME = "/institutions/paris1/"


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """The application that knows its names."""
    house = scenes.House(
        tmp_path_factory.mktemp("named"), **{"unisms.hosts": HOSTS, "unisms.upload_megabytes": "3"}
    )
    yield house
    house.close()


def ask(house, host, scheme="http", path="/sign-in"):
    environ = {"HTTP_HOST": host, "wsgi.url_scheme": scheme}
    return webtest.TestApp(house.wsgi, extra_environ=environ).get(path, status="*")


@pytest.mark.parametrize(
    ("host", "scheme"),
    [
        ("sms.univ.example", "https"),
        ("SMS.Univ.Example", "https"),
        ("sms.univ.example:443", "https"),
        ("sms.univ.example:80", "http"),
        ("sms.univ.example:8443", "https"),
    ],
)
def test_our_own_names_are_answered_to(named, host, scheme):
    assert ask(named, host, scheme).status_int == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "sms.univ.example.evil.example",
        "evil.example:sms.univ.example",
        "sms.univ.example@evil.example",
        "sms.univ.example:444",
        "sms.univ.example.",
        "127.0.0.1",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", HOME, "/nowhere", "/unisms-static/look.css"])
def test_any_other_name_is_refused_with_a_sentence_and_nothing_repeated(named, host, path):
    refused = ask(named, host, "https", path)
    assert refused.status_int == 400
    assert refused.content_type == "text/plain"
    assert "ne répond pas sous ce nom" in refused.text
    assert "does not answer to this name" in refused.text
    assert "evil" not in refused.text + str(refused.headers)
    assert "Set-Cookie" not in refused.headers


def test_another_name_is_refused_before_the_store_is_asked(named, monkeypatch):
    def fail(*_, **__):
        raise AssertionError("the store was asked")

    monkeypatch.setattr(named.worker.db, "open", fail)
    assert ask(named, "evil.example").status_int == 400


def test_without_names_any_is_answered_to(house):
    assert ask(house, "whatever.example").status_int == 200


@pytest.mark.parametrize("path", ["/sign-in", HOME, f"{HOME}nowhere", f"{HOME}campaigns/"])
def test_a_query_that_is_no_text_is_refused(house, path):
    refused = house.person("abenali").get(f"{path}?search=%E9", status=400)
    assert "Cette adresse ne se lit pas" in refused


# ---- bodies ----


@pytest.fixture
def writer(house):
    yield house.person("abenali")
    gc.collect()  # the copies of large bodies, in this test and not in the next


def post(app, path, size, **options):
    token = app.get("/institutions/paris1/campaigns/compose").forms["compose"]["csrf_token"].value
    return app.post(path, {"csrf_token": token, "text": "x" * size}, **options)


@pytest.mark.parametrize(
    "path", ["campaigns/compose", "sign-in", "sign-out", "campaigns/compose-preview"]
)
def test_a_form_too_large_is_a_413_with_a_sentence(writer, path):
    refused = post(writer, f"{HOME}{path}", doorstep.FORM + 1, status=413)
    assert "Rien n’a été enregistré" in refused
    assert refused.headers["Cache-Control"] == "no-store"


def test_a_form_too_large_is_not_even_parsed(writer, monkeypatch):
    def fail(*_):
        raise AssertionError("the form was parsed")

    monkeypatch.setattr("pyramid.request.Request.POST", property(fail))
    assert writer.post(f"{HOME}sign-in", {"uid": "x" * doorstep.FORM}, status=413)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", 'multipart/form-data; boundary="x-y"']
)
def test_a_form_of_more_fields_than_any_page_has_is_not_even_parsed(house, monkeypatch, kind):
    def fail(*_):
        raise AssertionError("the form was parsed")

    monkeypatch.setattr("pyramid.request.Request.POST", property(fail))
    mark = (
        b"a&" if "url" in kind else b'--x-y\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    )
    body, headers = mark * (doorstep.MOST_FIELDS + 1), {"Content-Type": kind}
    house.visitor().request(f"{HOME}sign-in", method="POST", headers=headers, body=body, status=413)


HEAD = b'--x\r\nContent-Disposition: form-data; name="a"'


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ("application/x-www-form-urlencoded; boundary=y", b"a&" * 5001),
        ("multipart/form-data; Boundary=x", (HEAD + b"\r\n\r\n\r\n") * 5001),
        ("multipart/form-data; boundary=y; boundary=x", (HEAD + b"\r\n\r\n\r\n") * 5001),
        ("multipart/form-data; boundary=x", HEAD + b"\r\n\r\n" + b"\n" * 100_001),
    ],
)
@pytest.mark.parametrize("path", ["sign-in", "logo"])
def test_however_its_parts_are_told_a_form_of_too_many_is_not_even_parsed(
    house, monkeypatch, told, body, path
):
    admin = house.person("admin")
    monkeypatch.setattr(
        "pyramid.request.Request.POST", property(lambda _: pytest.fail("the form was parsed"))
    )
    admin.request(
        f"{HOME}{path}", method="POST", headers={"Content-Type": told}, body=body, status=413
    )


def test_only_a_page_with_a_file_takes_a_form_in_parts(house, monkeypatch):
    monkeypatch.setattr(
        "pyramid.request.Request.POST", property(lambda _: pytest.fail("the form was parsed"))
    )
    headers, body = (
        {"Content-Type": "multipart/form-data; boundary=x"},
        HEAD + b"\r\n\r\na\r\n--x--\r\n",
    )
    house.visitor().request(f"{HOME}sign-in", method="POST", headers=headers, body=body, status=400)


@pytest.mark.parametrize(
    "head",
    [
        b";a" * 1000,
        b"\r\n ;a",
        b"\rcontent-type: Multipart/mixed; boundary=y",
        b"\r\nContent-Type: application/x-www-form-urlencoded",
    ],
)
@pytest.mark.parametrize("before", [0, doorstep.ROOM - 50])
def test_a_part_with_a_head_that_no_browser_writes_is_not_even_parsed(
    house, monkeypatch, head, before
):
    librarian = house.person("abenali")
    monkeypatch.setattr(
        "pyramid.request.Request.POST", property(lambda _: pytest.fail("the form was parsed"))
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"a" * before + b"\r\n" + HEAD + head + b"\r\n\r\na\r\n--x--\r\n"
    librarian.request(f"{HOME}imports/", method="POST", headers=headers, body=body, status=400)


def test_what_is_no_form_has_no_fields(house):
    headers = {"Content-Type": "application/json"}
    body = b"&" * (doorstep.MOST_FIELDS + 1)
    house.visitor().request(f"{HOME}sign-in", method="POST", headers=headers, body=body, status=400)


def test_a_view_that_takes_files_takes_more(house, writer):
    house.registry.settings["unisms.upload_megabytes"] = "50"
    assert post(writer, f"{HOME}imports/", doorstep.FORM + 1, status="*").status_int == 422


def test_the_largest_body_follows_the_setting():
    assert doorstep.largest_body({}) == (50 << 20) + doorstep.ROOM
    assert doorstep.largest_body({"unisms.upload_megabytes": "3"}) == (3 << 20) + doorstep.ROOM


def test_other_peoples_views_keep_their_own_limits():
    class Info:
        package = webtest
        exception_only = False

    assert doorstep.body_limit(ask, Info) is ask


# ---- whom we believe ----


def told(environ, start_response):
    """An application that says what it knows of the visitor."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    names = (
        "REMOTE_ADDR",
        "HTTP_HOST",
        "wsgi.url_scheme",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_FORWARDED",
    )
    return ["|".join(environ.get(name, "-") for name in names).encode()]


@pytest.fixture(params=["development.ini", "production.ini"])
def server(request):
    """The name of an ini file, and what waitress makes of an application with its options."""
    ini = configparser.RawConfigParser(defaults={"here": "/"})
    ini.read(ROOT / request.param)
    options = {
        name: value
        for name, value in ini.items("server:main")
        if name not in ("use", "here", "listen")
    }
    server = create_server(told, listen="127.0.0.1:0", **options)
    yield request.param, server
    server.close()


FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "1",
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=http",
}


def visit(server, headers, source):
    """Return what the application knows of a visitor from the address ``source``."""
    environ = {
        "REMOTE_ADDR": source,
        "HTTP_HOST": "sms.univ.example",
        "wsgi.url_scheme": server.adj.url_scheme,
    }
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return b"".join(server.application(environ, lambda *_: None)).decode().split("|")


def test_what_a_stranger_says_of_himself_is_not_believed(server):
    ini, server = server
    scheme = "https" if ini == "production.ini" else "http"
    assert visit(server, FORGED, "203.0.113.5") == [
        "203.0.113.5",
        "sms.univ.example",
        scheme,
        "-",
        "-",
    ]


def test_what_the_proxy_says_is_believed_in_production_only(server):
    ini, server = server
    from_the_proxy = {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",  # the first is what the visitor claimed
        "X-Forwarded-Host": "sms.univ.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": FORGED["Forwarded"],
    }
    address, host, scheme, _, forwarded = visit(server, from_the_proxy, "127.0.0.1")
    expected = ("198.51.100.7", "https") if ini == "production.ini" else ("127.0.0.1", "http")
    assert (address, scheme) == expected
    assert (host, forwarded) == ("sms.univ.example", "-")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_form_in_another_encoding_is_refused_at_the_door(house, method, kind):
    headers = {"Content-Type": f"{kind}; charset=latin-1"}
    for path in (HOME, "/institutions/paris1/sign-in", "/nothing"):
        answer = house.visitor().request(
            path, method=method, headers=headers, body=b"uid=\xe9", status=400
        )
        assert answer.text == doorstep.NOT_UTF_8


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=" + "a" * 300]
)
def test_a_form_whose_parts_nothing_marks_is_a_slip(house, kind):
    page = house.visitor().post(
        f"{HOME}sign-in", b"uid=a", headers={"Content-Type": kind}, status=400
    )
    assert page.content_type == "text/html"
    admin = house.person("admin")
    admin.post(f"{HOME}logo", b"uid=a", headers={"Content-Type": kind}, status=400)


@pytest.mark.parametrize("field", ["uid", "return_to", "csrf_token"])
def test_a_file_where_a_text_belongs_is_a_slip(house, field):
    visitor = house.visitor()
    token = visitor.get(f"{HOME}sign-in").form["csrf_token"].value
    visitor.post(
        f"{HOME}sign-in", {"csrf_token": token}, upload_files=[(field, "a.txt", b"a")], status=400
    )
    admin = house.person("admin")
    admin.post(
        f"{HOME}logo", {"csrf_token": token}, upload_files=[(field, "a.txt", b"a")], status=400
    )


def test_quoted_cookies_of_others_are_left_unread_and_ours_is_known(house):
    admin = house.person("admin")
    [ours] = [f"{cookie.name}={cookie.value}" for cookie in admin.cookiejar]
    quoted = ours.replace("=", '="', 1) + '"'
    for told in (
        quoted,
        f'portal="a; b"; {ours}',
        f'{ours}; endless="{"a" * 100_000}',
        rf"x=a\054b; {ours}",
    ):
        assert house.visitor().get(f"{HOME}settings", headers={"Cookie": told}).status_int == 200


def test_a_kind_of_content_longer_than_any_is_refused(house):
    headers = {"Content-Type": 'multipart/form-data; boundary="' + "a;" * 50_000}
    answer = house.visitor().post(f"{HOME}sign-in", b"uid=a", headers=headers, status=400)
    assert answer.text == doorstep.UNREADABLE
