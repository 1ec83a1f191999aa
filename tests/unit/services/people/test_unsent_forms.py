"""Forms typed and not sent: whose each is, what is overwritten, and how long it is kept."""

from itertools import count

import nights
import pytest
from factories import NOW, make_institution, reread
from persistent import Persistent

from unisms.services.people import unsent_forms
from unisms.services.people.unsent_forms import TooLarge, TooManyDrafts, UnsentForm

PLACE = "/institutions/paris1/campaigns"
NAMES = count()


@pytest.fixture
def paris(root):
    return make_institution(root)


def new_name():
    return f"20261130-{next(NAMES):04d}"


def of(text, place=PLACE):
    return UnsentForm(place, "compose", f"{place}/compose", (("text", text),))


def save(paris, text, uid="lib", now=NOW, place=PLACE, **seen):
    return unsent_forms.save(paris, uid, of(text, place), now, new_name, **seen)


def texts(paris, uid="lib"):
    return [one.value("text") for _, one in unsent_forms.drafts(reread(paris), uid)]


def test_nobody_has_drafts_at_first(paris):
    assert unsent_forms.drafts(paris, "lib") == []
    assert unsent_forms.find(paris, "lib", "x") is None
    assert unsent_forms.authors(paris) == {}
    unsent_forms.drop(paris, "lib", "x")
    unsent_forms.forget(paris, NOW)
    assert paris.drafts is None


def test_two_hundred_saves_are_one_record(paris):
    saved = save(paris, "B")
    record = saved.form
    for length in range(200):
        saved = save(paris, "Bonjour" * length, name=saved.name, edition=saved.form.edition)
    assert saved.form is record
    assert (len(reread(paris).drafts), record.edition) == (1, 201)
    assert not any(isinstance(value, Persistent) for value in vars(record).values())
    assert len(record.fields) == 1


def test_what_has_not_changed_is_not_written_again(paris):
    saved = save(paris, "Bonjour")
    again = save(paris, "Bonjour", now=NOW + 60, name=saved.name, edition=saved.form.edition)
    assert (again.form.saved_at, again.form.edition, again.apart) == (NOW, 1, False)


def test_a_page_that_has_not_seen_the_latest_overwrites_nothing(paris):
    first = save(paris, "Le premier")
    save(paris, "Le premier, changé", name=first.name, edition=1)
    apart = save(paris, "Le second", now=NOW + 1, name=first.name, edition=1)
    assert apart.apart
    assert apart.name != first.name
    assert texts(paris) == ["Le second", "Le premier, changé"]


def test_a_page_that_says_the_same_is_not_apart(paris):
    first = save(paris, "Bonjour")
    assert save(paris, "Bonjour", name=first.name, edition=0) == (first.name, first.form, False)


def test_a_draft_that_is_gone_is_begun_anew(paris):
    first = save(paris, "Bonjour")
    unsent_forms.drop(paris, "lib", first.name)
    again = save(paris, "Bonjour encore", name=first.name, edition=1)
    assert again.apart
    assert texts(paris) == ["Bonjour encore"]


def test_a_name_is_never_given_twice(paris):
    names = iter(["a", "a", "b"])
    for text in ("un", "deux"):
        unsent_forms.save(paris, "lib", of(text), NOW, lambda: next(names))
    assert sorted(texts(paris)) == ["deux", "un"]


def test_a_draft_is_its_authors_alone(paris):
    mine = save(paris, "Le mien")
    for other in ("li", "lib2"):
        save(paris, "Un autre", other)
        assert unsent_forms.find(paris, other, mine.name) is None
        unsent_forms.drop(paris, other, mine.name)
    assert texts(paris) == ["Le mien"]
    assert unsent_forms.authors(paris) == {"lib": 1, "li": 1, "lib2": 1}


def test_the_drafts_of_one_message_are_found_the_latest_first(paris):
    other = f"{PLACE}/20261130-abcd"
    save(paris, "Ailleurs")
    save(paris, "Ici", place=other)
    save(paris, "Ici encore", now=NOW + 1, place=other)
    assert [one.value("text") for _, one in unsent_forms.drafts(paris, "lib", other)] == [
        "Ici encore",
        "Ici",
    ]


def test_nobody_has_more_than_fifty_and_none_is_lost(paris):
    for number in range(unsent_forms.MOST):
        save(paris, str(number))
    with pytest.raises(TooManyDrafts):
        save(paris, "un de trop")
    assert len(texts(paris)) == unsent_forms.MOST
    save(paris, "d'un autre", "other")
    unsent_forms.drop(paris, "lib", unsent_forms.drafts(paris, "lib")[0][0])
    save(paris, "de nouveau")


def test_what_is_too_large_is_refused(paris):
    most = unsent_forms.LARGEST - len("text")
    saved = save(paris, "é" * (most // 2))
    with pytest.raises(TooLarge):
        save(paris, "é" * (most // 2 + 1), name=saved.name, edition=1)
    assert saved.form.edition == 1


@pytest.mark.parametrize(("days", "stays"), [(30, True), (30.1, False)])
def test_a_draft_that_nobody_touches_for_thirty_days_goes(root, paris, days, stays):
    save(paris, "Bonjour")
    root.night_at = NOW
    root.life.trusted = int(NOW + days * 86400)
    nights.forget_of(root, "paris1", int(NOW + days * 86400))
    assert bool(texts(paris)) is stays


def test_a_draft_of_a_clock_that_was_ahead_counts_from_the_night_in_which_it_is_found(root, paris):
    save(paris, "Bonjour", now=NOW + 3650 * 86400)
    root.life.trusted = NOW
    nights.forget_of(root, "paris1", NOW)
    assert unsent_forms.drafts(paris, "lib")[0][1].saved_at == NOW


def carry(holder, text, uid="lib", now=NOW, place="/institutions/paris1/people/a"):
    unsent_forms.carry(holder, uid, UnsentForm(place, "settings", "/page", (("name", text),)), now)


def names(holder, uid="lib", now=NOW):
    return [one.value("name") for _, one in unsent_forms.carried(holder, uid, now)]


def test_what_is_carried_waits_for_its_author_until_it_is_sent(root, paris):
    for holder in (root, paris):
        assert names(holder) == []
        carry(holder, "Zoé")
        assert (names(holder), names(holder, "other")) == (["Zoé"], [])
        unsent_forms.sent(holder, "lib", "/institutions/paris1/people/a", "password")
        assert names(holder) == ["Zoé"]
        unsent_forms.sent(holder, "lib", "/institutions/paris1/people/a", "settings")
        assert names(holder) == []


def test_of_one_form_the_latest_is_carried_and_of_all_the_latest_five(paris):
    carry(paris, "Zoé")
    carry(paris, "Zoé Lefèvre")
    assert names(paris) == ["Zoé Lefèvre"]
    for number in range(6):
        carry(
            paris, str(number), now=NOW + number + 1, place=f"/institutions/paris1/people/{number}x"
        )
    assert names(paris) == ["5", "4", "3", "2", "1"]


def test_it_waits_for_an_hour(root, paris):
    for holder in (root, paris):
        carry(holder, "Zoé")
    assert names(paris, now=NOW + 3600) == ["Zoé"]
    assert names(paris, now=NOW + 3601) == names(paris, now=NOW - 3601) == []
    unsent_forms.forget_all_carried(root, NOW + 3600)
    assert len(paris.carried) == len(root.carried) == 1
    unsent_forms.forget_all_carried(root, NOW + 3601)
    assert len(paris.carried) == len(root.carried) == 0


def test_of_who_is_gone_nothing_is_left(root, paris):
    save(paris, "Bonjour")
    carry(paris, "Zoé")
    save(paris, "Bonjour", "other")
    carry(root, "Zoé")
    for holder in (root, paris):
        unsent_forms.forget_person(holder, "lib")
    assert (texts(paris), names(paris), names(root), texts(paris, "other")) == (
        [],
        [],
        [],
        ["Bonjour"],
    )
