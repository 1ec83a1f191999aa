"""Problems and their sentences."""

import pytest

from unisms.services.ground.problem import ANY, OTHER, Problem, Sentence, tell

SENTENCES = {
    ("text", "empty"): Sentence("Écrivez."),
    ("text", "long"): Sentence("%(most)s au plus.", "most"),
    ("text", "names"): Sentence("Pas de %(names)s.", "names|list"),
    (ANY, "missing"): Sentence("À remplir."),
    (ANY, OTHER): Sentence("À corriger."),
    ("send", "hours"): Sentence("De %(start)s à %(end)s.", "start|hour end|hour"),
}


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("text", "empty"), "ÉCRIVEZ."),
        (Problem("text", "empty", "more than it tells"), "ÉCRIVEZ."),
        (Problem("text", "long", 8), "8 AU PLUS."),
        (Problem("text", "long", (8, 9)), "8 AU PLUS."),
        (Problem("text", "names", ("a", "b")), "PAS DE a, b."),
        (Problem("text", "missing"), "À REMPLIR."),
        (Problem("text", "whatever"), "À CORRIGER."),
        (Problem("send", "hours", (8, 9)), "DE 8 h À 9 h."),
    ],
)
def test_a_sentence_is_translated_and_filled_with_the_detail(problem, told):
    def upper(text):
        return (
            text.upper()
            .replace("MOST)S", "most)s")
            .replace("NAMES)S", "names)s")
            .replace("START)S", "start)s")
            .replace("END)S", "end)s")
        )

    assert tell(problem, SENTENCES, upper, {"hour": "{} h".format}) == told
