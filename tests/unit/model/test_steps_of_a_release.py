"""The steps since the release before, on a store that it has written:
campaigns in every state, and much else."""

import pytest
import scenes
from upgraded import MOMENT, NOTED, OLD_STEPS, REFUSED

from unisms.model import digests
from unisms.model.folder import find
from unisms.model.proofs import BEFORE, NO, TASK, WHOLE, Proof
from unisms.model.steps import messages_are_remembered
from unisms.model.themes import Theme
from unisms.scripts.copying import records_of
from unisms.services.campaigns import checks, drafts, resends
from unisms.services.campaigns.resends import resend_doubtful
from unisms.services.histories import entries, lines
from unisms.services.institution import audit_journals
from unisms.services.money import ledgers
from unisms.services.people.consent import Reader
from unisms.sms import causes, states
from unisms.sms.purposes import EMERGENCY, SERVICE, THEME
from unisms.testing.factories import someone


@pytest.fixture
def house(upgraded_house):
    return upgraded_house


def paris(root):
    return find(root, scenes.PARIS)


def records(house):
    return dict(records_of(house.worker.db.storage))


def test_a_second_time_no_step_changes_anything(house):
    before = records(house)
    for step in house.registry.evolution_steps[OLD_STEPS:]:
        house.run(step)
    assert records(house) == before


def test_the_money_agrees(house):
    for name in ("paris1", "nice"):
        assert house.run(ledgers.look, name).faults == []


def test_the_journals_are_whole_and_know_a_head_of_before(house):
    def faults(root, name, noted=""):
        return audit_journals.prove([audit_journals.piece(root, name, 0, 99)], noted).faults

    assert house.run(faults, "paris1", NOTED) == house.run(faults, "/") == []
    house.run(lambda root: audit_journals.seal(root, "paris1"))
    assert house.run(faults, "paris1", NOTED) == []
    assert house.run(lambda root: paris(root).audit.head[0]) > 4


def test_a_no_of_before_is_one_of_the_number_too(house):
    def leave(root):
        people = paris(root)["people"]
        for uid in REFUSED:
            people.remove(uid)
        assert people.refused_at(REFUSED["cbouvier"]) == MOMENT - 500
        assert root.numbers_key == digests.fingerprint(root)
        typed = find(root, house.campaigns()["typed"])
        drafts.submit(typed)
        checks.prepare(root, typed.path, MOMENT)
        return {row[0]: (row[1], row[5]) for _, row in typed.stored_rows()}

    rows = house.run(leave)
    assert rows[REFUSED["cbouvier"]] == (states.SET_ASIDE, causes.OPT_OUT)
    assert rows["+33639989999"][1] == causes.EMPTY_PLACEHOLDER  # nobody's: it says nothing of a no


def test_each_yes_and_no_of_before_is_a_proof_and_a_yes_is_one_to_service_alone(house):
    def look(root):
        for institution in root["institutions"].values():
            people = institution["people"]
            assert len(institution["themes"]) == 0
            for uid, one in people.items():
                yes = Proof(one.consent_at, SERVICE, version=one.consented_to, source=BEFORE)
                no = Proof(one.opt_out_at, WHOLE, answer=NO, source=BEFORE)
                told = sorted(one for one in (yes._replace(basis=TASK), no) if one.at)
                assert people.proofs(uid) == told
                yield from (proof.answer for proof in told)

    answers = house.run(lambda root: [*look(root)])
    assert (answers.count("yes"), answers.count("no")) == (3, 4)


def test_a_yes_of_before_reaches_no_theme_and_a_no_is_one_to_all_but_emergencies(house):
    def look(root):
        institution = paris(root)
        institution["themes"].add("bu", Theme("Bibliothèque"))
        people = institution["people"]
        agreed = [one for one in people.values() if one.said == "yes"]
        refused = [one for one in people.values() if one.said == "no"]
        assert agreed
        assert refused
        return [
            {Reader(institution, to, MOMENT).refusal(one.msisdn, one.__name__) for one in ones}
            for ones in (agreed, refused)
            for to in ((), (THEME, "bu"), (EMERGENCY,))
        ]

    opt_out, no_consent = causes.OPT_OUT, causes.NO_CONSENT
    expected = [{None}, {no_consent}, {None}, {opt_out}, {opt_out}, {None}]
    assert house.run(look) == expected


def test_people_of_before_come_by_name(house):
    def look(root):
        people = paris(root)["people"]
        names = [people[uid].name for uid in people.by_name()]
        return len(names) == len(people), names[0]

    assert house.run(look) == (True, "Aïcha Coulibaly")


def test_second_tries_of_before_are_known_and_have_their_origin_again(house):
    def look(root, path):
        campaign = find(root, path)
        again = [number for number, _ in campaign.stored_rows(31)]
        assert [campaign.values(campaign.repeated(number)) for number in again] == [
            campaign.values(number) for number in again
        ]
        return len(again), sorted(campaign.repeated(number) for number in again)

    for name in ("resent", "resent-policy", "resent-closed"):
        assert house.run(look, house.campaigns()[name]) == (4, [12, 13, 14, 15])


def test_a_second_try_in_doubt_is_left_to_a_person(house):
    def policy(root):
        path = house.campaigns()["resent-policy"]
        campaign = find(root, path)
        assert campaign.row(31).state == states.UNCERTAIN
        return resend_doubtful(root, path, MOMENT + 9_000), campaign.last_number()

    assert house.run(policy) == (None, 34)
    house.run(
        lambda root: resends.resend_uncertain(
            someone(find(root, house.campaigns()["resent"]), "abenali"),
            find(root, house.campaigns()["resent"]),
            MOMENT,
        )
    )
    assert house.run(lambda root: find(root, house.campaigns()["resent"]).repeated(35)) == 31


def test_sender_ids_of_before_stay_usable(house):
    def look(root):
        own, shared = paris(root)["brokers"]["simulateur"], root["brokers"]["commun"]
        assert own.accepted("paris1") == ("BIBLIO", "UNIV PARIS", "ÉCOLE")
        assert shared.accepted("paris1") == ("CAMPUS", "PANTHEON")
        assert shared.accepted("nice") == ("CAMPUS", "ANGES")
        return [one.state for one in shared.senders()]

    assert house.run(look)[3:] == ["requested", "requested", "refused"]


def test_messages_of_before_are_found_by_what_they_say(house):
    def look(root):
        folder = paris(root)["campaigns"]
        assert all(folder.listed(name) == tuple(one.listed) for name, one in folder.items())

    house.run(look)
    page = house.person("abenali").get("/institutions/paris1/campaigns/?search=examens")
    assert [line.text for line in page.html.select(".line-title")] == ["Convocation aux examens"]


def test_messages_of_before_come_into_the_histories_of_their_recipients(house):
    def look(root):
        institution = paris(root)
        waiting = [*institution.history.waiting()]
        campaigns = institution["campaigns"].items()
        sent = [name for name, one in campaigns if one.sent_at and not one.erased_at]
        assert waiting == sorted(sent) != []
        for _, path in entries.waiting(root, MOMENT + 9 * 86400):
            entries.enter(root, path)
        assert [*institution.history.waiting()] == []
        known = [uid for uid in institution["people"] if [*institution.history.lines(uid)]]
        told = [lines.history(institution, uid, MOMENT).lines for uid in known]
        assert [one for one in told if one]
        return messages_are_remembered(root), [*institution.history.waiting()] == sorted(sent)

    assert house.run(look) == (None, True)
