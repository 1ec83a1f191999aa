"""Forms that people have filled in and not sent.

Drafts of messages save themselves. The fields of a form whose session had ended are carried through
signing in. Each form is its author's alone; others learn that there are drafts.

A draft is one record, rewritten: as often as it is saved, it takes no more room. A page that has
not seen the draft never overwrites it: the words typed there become a draft of their own.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from BTrees.OOBTree import OOBTree

from unisms.model.root import Institution, Root, holders
from unisms.model.typed import TypedForm
from unisms.services.ground import days

KEPT = 30 * 86400  # seconds that a draft is kept untouched
MOST = 50  # drafts of a person
CARRIED = 3600  # seconds that it waits for who has signed in
MOST_CARRIED = 5  # forms of a person, before the oldest goes
LARGEST = 64 << 10  # bytes of all names and values of a form
LAST = "\uffff"  # comes after every name


class TooManyDrafts(Exception):
    """This person has as many drafts as one may have."""


class TooLarge(Exception):
    """The form holds more than is kept."""


class UnsentForm(NamedTuple):
    """The fields that a form holds now."""

    place: str  #: path of the record that it is about
    view: str  #: name of the page that takes it
    page: str  #: address of the page that it stands on
    fields: tuple[tuple[str, str], ...]  #: pairs of name and value


class Saved(NamedTuple):
    """Where a draft is kept."""

    name: str
    form: TypedForm
    apart: bool = False  #: whether another one was meant, which has changed meanwhile, or is gone


def save(
    institution: Institution,
    uid: str,
    form: UnsentForm,
    now: int,
    new_name: Callable[[], str],
    *,
    name: str = "",
    edition: int = 0,
) -> Saved:
    """Keep the form that ``uid`` types as the draft called ``name``, or as a new draft.

    The draft is replaced only if it is still as its author has seen it, its ``edition``. Else the
    form becomes a draft of its own, called as ``new_name()`` says. A form that is kept already is
    not written again.

    :raises TooManyDrafts: there is no room for another one; nothing has changed.
    :raises TooLarge: nothing has changed either.
    """
    refuse_large(form.fields)
    meant = find(institution, uid, name)
    if meant is not None and meant.fields == form.fields:
        return Saved(name, meant)
    if meant is not None and meant.edition == edition:
        meant.write(form.fields, now)
        return Saved(name, meant)
    if len(_keys(institution.drafts, uid)) >= MOST:
        raise TooManyDrafts
    if institution.drafts is None:
        institution.drafts = OOBTree()
    own_name = next(one for one in iter(new_name, None) if find(institution, uid, one) is None)
    return Saved(own_name, _put(institution.drafts, uid, own_name, form, now), bool(name))


def drafts(institution: Institution, uid: str, place: str = "") -> list[tuple[str, TypedForm]]:
    """Return pairs of name and form of the drafts of ``uid``, the latest first.

    With ``place``, only the drafts about it are returned.
    """
    found = [pair for pair in _of(institution.drafts, uid) if place in ("", pair[1].place)]
    return sorted(found, key=lambda pair: (pair[1].saved_at, pair[0]), reverse=True)


def find(institution: Institution, uid: str, name: str) -> TypedForm | None:
    """Return the draft of ``uid`` that is called ``name``, or ``None``."""
    return (institution.drafts or {}).get(_key(uid, name))


def drop(institution: Institution, uid: str, name: str) -> None:
    """Forget this draft; nothing happens where it is gone."""
    if find(institution, uid, name) is not None:
        del institution.drafts[_key(uid, name)]


def authors(institution: Institution) -> Counter[str]:
    """Return ``{uid: drafts}`` of everybody; none of the drafts is read."""
    return Counter(_author(key) for key in institution.drafts or ())


def carry(holder: Institution | Root, uid: str, form: UnsentForm, now: int) -> None:
    """Keep a form of an institution, or of the root, until ``uid`` sends it."""
    sent(holder, uid, form.place, form.view)
    for name, _ in carried(holder, uid)[MOST_CARRIED - 1 :]:
        del holder.carried[_key(uid, name)]
    if holder.carried is None:
        holder.carried = OOBTree()
    _put(holder.carried, uid, secrets.token_hex(8), form, now)


def carried(
    holder: Institution | Root, uid: str, now: int | None = None
) -> list[tuple[str, TypedForm]]:
    """Return pairs of name and form that ``uid`` has carried and not sent since, the latest first.

    With ``now``, forms that are too old are left out.
    """
    found = [
        pair
        for pair in _of(holder.carried, uid)
        if now is None or not _is_old(pair[1], CARRIED, now)
    ]
    return sorted(found, key=lambda pair: (pair[1].saved_at, pair[0]), reverse=True)


def sent(holder: Institution | Root, uid: str, place: str, view: str) -> None:
    """Forget the carried fields of a form that is sent now."""
    for name, one in _of(holder.carried, uid):
        if (one.place, one.view) == (place, view):
            del holder.carried[_key(uid, name)]


def refuse_large(fields: tuple[tuple[str, str], ...]) -> None:
    """:raises TooLarge: these pairs of name and value are more than is kept."""
    if sum(len(name.encode()) + len(value.encode()) for name, value in fields) > LARGEST:
        raise TooLarge


def forget_person(holder: Institution | Root, uid: str) -> None:
    """Forget every form that ``uid`` has not sent."""
    for tree in _trees(holder):
        for key in _keys(tree, uid):
            del tree[key]


def rewrite(holder: Institution | Root, change: Callable[[str], str]) -> int:
    """Change each value that anybody has typed and not sent by ``change``; return how many forms
    were others then. They are as old as before."""
    found = 0
    for form in [one for tree in _trees(holder) for one in tree.values()]:
        fields = tuple((name, change(value)) for name, value in form.fields)
        if fields != form.fields:
            form.write(fields, form.saved_at)
            found += 1
    return found


def forget(holder: Institution | Root, now: int) -> None:
    """Forget the drafts that nobody has touched for thirty days."""
    _forget(getattr(holder, "drafts", None), KEPT, now)


def forget_carried(holder: Institution | Root, now: int) -> None:
    """Forget the forms that were carried over an hour ago."""
    _forget(holder.carried, CARRIED, now)


def forget_all_carried(root: Root, now: int) -> None:
    """Forget the carried forms of every institution, and of the root, that are an hour old."""
    for holder in holders(root):
        forget_carried(holder, now)


def redate(holder: Institution | Root, latest: int, now: int) -> None:
    """Let a form that was saved after ``latest``, by a clock that was ahead, be of ``now``."""
    for tree in _trees(holder):
        for one in tree.values():
            if one.saved_at > latest:
                one.saved_at = now


def _trees(holder: Institution | Root) -> list["OOBTree[str, TypedForm]"]:
    return [tree for tree in (holder.carried, getattr(holder, "drafts", None)) if tree is not None]


def _forget(tree: "OOBTree[str, TypedForm] | None", kept: int, now: int) -> None:
    if tree is None:
        return
    for key in [key for key, one in tree.items() if _is_old(one, kept, now)]:
        del tree[key]


def _is_old(one: TypedForm, kept: int, now: int) -> bool:
    return not -days.SKEW <= now - one.saved_at <= kept


def _put(
    tree: "OOBTree[str, TypedForm]", uid: str, name: str, form: UnsentForm, now: int
) -> TypedForm:
    kept = TypedForm(form.place, form.view, form.page)
    kept.write(form.fields, now)
    tree[_key(uid, name)] = kept
    return kept


def _of(tree: "OOBTree[str, TypedForm] | None", uid: str) -> list[tuple[str, TypedForm]]:
    if tree is None:
        return []
    return [(key.rpartition("\n")[2], tree[key]) for key in _keys(tree, uid)]


def _keys(tree: "OOBTree[str, TypedForm] | None", uid: str) -> list[str]:
    return list(tree.keys(_key(uid, ""), _key(uid, LAST))) if tree is not None else []


def _key(uid: str, name: str) -> str:
    return f"{uid}\n{name}"


def _author(key: str) -> str:
    return key.rpartition("\n")[0]
