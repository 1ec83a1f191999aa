"""An answer that refuses messages in words of its own."""

import pytest
import scenes
from playwright.sync_api import expect

from unisms.model.folder import find

pytestmark = pytest.mark.servers


def test_who_refuses_in_other_words_is_written_to_no_more(visit, served):
    def answer(root):
        find(root, scenes.PARIS).replies.add(1_795_000_000, "+33639981234", "38000", "Arrêtez svp")

    served.house.run(answer)
    page = visit("admin")
    page.goto("/institutions/paris1/replies?month=2026-11")
    row = page.locator("tr", has_text="Arrêtez svp")
    row.locator("summary").click()
    row.get_by_role("button", name="Ne plus lui écrire").click()
    page.wait_for_selector(".notice.delivered")
    assert "Refuse les messages" in row.inner_text()
    assert page.faults == []


@pytest.mark.parametrize("script", [True, False])
def test_a_reply_is_read_and_answered(visit, served, script):
    def ask(root):
        institution = find(root, scenes.PARIS)
        return institution.replies.receive(
            1_795_000_000, "+33639981235", "38000", "Quelle salle ?", connection=scenes.BROKER
        )

    month, key = served.house.run(ask)
    page = visit("admin", width=360, script=script)
    page.goto("/institutions/paris1/replies?show=unread")
    assert "Non lue" in page.inner_text("main")
    page.goto(f"/institutions/paris1/reply?month={month}&key={key}")
    page.get_by_label("Votre réponse").fill("Salle 12. " * 17)
    if script:
        expect(page.locator("#reply-count")).to_contain_text("2 SMS")
    page.get_by_label("Compte qui paie").select_option("scd")
    page.get_by_role("button", name="Répondre à 1 personne").click()
    page.wait_for_selector(".notice.delivered")
    assert "Salle 12. Salle 12." in page.inner_text("main")
    page.goto("/institutions/paris1/replies")
    assert "Répondu" in page.inner_text("main")
    assert page.faults == []
