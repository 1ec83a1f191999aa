"""An outsider who asks in every way, and looks for a difference between what is there and what is
not."""

import re

from tests.house import isolation

# How an outsider asks: the method, what stands after the address, and what is sent.
WAYS = (
    *(
        (method, ending, {})
        for ending in ("", "/receipts", "/x/receipts/y")
        for method in ("GET", "HEAD", "POST")
    ),
    *((method, "", {}) for method in ("PUT", "DELETE")),
    ("POST", "", {"a": "x" * (1 << 20)}),
)


def told_apart(made):
    """Where somebody from outside could tell, by how they are refused, what is there: whatever is
    asked of something of Paris, or of a connection that all share, is answered like the same of
    something that is not there."""
    known, found = made.run(isolation.resources, "paris1"), []
    for visitor in outsiders(made):
        kinds = {
            (view.kind, view.name)
            for view in isolation.views(made.registry)
            if not _is_public(view.kind, visitor)
        }
        for kind, name in sorted(kinds):
            there = known[kind][0]
            absent = f"{there.rstrip('/').rpartition('/')[0]}/absent/"
            for method, ending, fields in WAYS:
                told = [
                    _told(_try(visitor, method, f"{place}{name}{ending}", fields), place)
                    for place in (there, absent)
                ]
                if told[0] != told[1]:
                    found.append(
                        (visitor.role, method, f"{there}{name}{ending}", told[0][0], told[1][0])
                    )
    return found


def _is_public(kind, visitor):
    """Whether it is of every university alike, or this visitor manages it."""
    return kind.startswith(("Folder", "Institution", "Root")) or (
        " /brokers" in kind and visitor.role == isolation.OPERATOR
    )


def _try(visitor, method, path, fields):
    if method == "POST":
        given = {"csrf_token": visitor.token, **fields}
        return visitor.app.post(path, given, status="*", expect_errors=True)
    return visitor.app.request(path, method=method, status="*", expect_errors=True)


def outsiders(made):
    """Those to whom Paris is closed."""
    yield isolation.visitor("nobody", "", made.visitor(), "/institutions/paris1/sign-in")
    yield isolation.visitor(isolation.OPERATOR, "own", made.operator(), "/institutions/")
    yield isolation.visitor(
        "administrator", "nice", made.person("administrator", "nice"), "/institutions/nice/"
    )


def _told(answer, path):
    """Return the words of an answer, but for the address that was asked."""
    asked = {path: "", path.replace("/", "%2F"): ""}
    text = (
        f"{answer.headers.get('Location', '')} "
        f"{answer.text if answer.content_type.startswith('text') else ''}"
    )
    for one in asked:
        text = text.replace(one, "")
    return answer.status_int, re.sub(r"[0-9a-f]{32,}|nonce=\S+", "", text)
