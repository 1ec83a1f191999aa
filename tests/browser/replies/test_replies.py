"""An answer that refuses messages in words of its own."""

import pytest
import scenes

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
