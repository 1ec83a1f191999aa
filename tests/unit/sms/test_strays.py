"""Words that look like a placeholder and are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.strays import mistaken, unclosed
from unisms.sms.template import placeholders

COLUMNS = ("Nom", "Prénom", "Date retour", "Titre")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonjour {prénom}, votre {Titre} et {prénom}", ("{prénom}", "{Titre}")),
        (
            "Bonjour {{ nom }} et <Nom de famille> et %nom%",
            ("{{ nom }}", "<Nom de famille>", "%nom%"),
        ),
        (
            "{{{nom}}} ${nom} #{nom} <<nom>> %%nom%% %(nom)s",
            ("{{{nom}}}", "${nom}", "#{nom}", "<<nom>>", "%%nom%%", "%(nom)s"),
        ),
        ("*|FNAME|* ((first name)) <%= x %>", ("*|FNAME|*", "((first name))", "<%= x %>")),
        ("«nom» «\u00a0Prénom\u00a0» ‹nom›", ("«nom»", "«\u00a0Prénom\u00a0»", "‹nom›")),
        (
            "#nom# $nom$ [[nom]] @nom@ __nom__ |nom| ~nom~ $nom, @nom",
            ("#nom#", "$nom$", "[[nom]]", "@nom@", "__nom__", "|nom|", "~nom~", "$nom", "@nom"),
        ),
        ("« Les Misérables », #rentrée# (nom) zoe@nom.fr, 5$ et 6$, x < nom et y > z", ()),
        ("Salle {3}, 5 < 6 > 2, 10 % de plus et 20 % de moins, [nom]", ()),
    ],
)
def test_placeholders_of_other_programs_are_told(text, found):
    assert mistaken(text) == found


def test_around_the_name_of_a_column_any_mark_is_told():
    marks = ("«Côte»", "#date_retour#", "$cote$", "[[date retour]]", "|Côte|")
    assert mistaken(" ".join(marks), ("cote", "date_retour")) == marks
    assert mistaken(" ".join(marks), ("titre",)) == ()


@pytest.mark.parametrize(
    "marks",
    [
        ("{{{nom}}}", "${nom}", "#{nom}", "<<nom>>", "%%nom%%", "%(nom)s"),
        ("#nom#", "$nom$", "[[nom]]", "@nom@", "__nom__", "|nom|", "~nom~", "$nom", "@nom"),
    ],
)
def test_marks_of_many_programs_are_told(marks):
    assert mistaken(" ".join(marks)) == marks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(
            (text, text)
            for text in (
                "[nom",
                "[prenom",
                "[Date retour",
                "{nom",
                "${nom",
                "{{nom",
                "nom]",
                "nom}",
            )
        ),
        *(
            (text, text)
            for text in (
                ":nom",
                "%nom",
                "%%nom",
                "#nom",
                "&nom",
                "$(nom",
                "%(nom",
                "{!nom",
                "[ nom",
            )
        ),
        *(
            (text, text)
            for text in (
                "{!nom}",
                "{!Contact.nom}",
                "<?=nom?>",
                "$(nom)",
                "{#nom}",
                "{=nom}",
                "{{=nom}}",
            )
        ),
        *(
            (text, text)
            for text in ("{{ nom | capitalize }}", '{{nom|default:"x"}}', "${nom:-x}", "<nom/>")
        ),
        *(
            (text, text)
            for text in ("<% nom %>", "<!--nom-->", '{ MERGEFIELD "Date retour" }', "&lt;nom&gt;")
        ),
        *((text, text) for text in ("［nom］", "【nom】", "＜nom＞", "｛nom｝", "（（nom））")),
        *((f"{text}", text[:-1]) for text in ("[nom)", "[nom}", "{nom]", "&nom;", ":nom:")),
        ("(nom]", "nom]"),
        ("[[prénom]", "prénom]"),
        ("[Date retour est demain", "[Date retour"),
        ("[Nom [Prénom] a rendu", "[Nom"),
    ],
)
def test_whatever_stands_beside_the_name_of_a_column_is_told(text, told):
    assert mistaken(f"Bonjour {text}, à bientôt", COLUMNS) == (told,)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Bonjour [nom], rendez [Titre] avant le [Date retour]",
            "Cours (salle B12) : date 12",
            "un nom: Dupont",
        ),
        *(
            "#rentrée #non",
            "3 < 5 > 2 {3}",
            "RDV à 10:30 :salle",
            "Titre : Nom",
            "Vous & nom ; vous",
            "50%nom",
        ),
        *(
            "https://x.fr/?nom=1&titre=2",
            "Voir [lien",
            "zoe@nom.fr",
            "email:nom@x.fr",
            "1) nom",
            "<3 😀:)",
            "a [[b] c",
        ),
    ],
)
def test_what_people_write_otherwise_is_not(text):
    assert mistaken(text, COLUMNS) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Cours déplacé [ mardi 14 h, [salle", ("[ mardi", "[salle")),
        ("Le [jour [date] et le [jour", ("[jour",)),
        ("[nom], [[lien, :[ et [1, tableau[i", ()),
    ],
)
def test_a_bracket_that_never_closes_is_told_with_its_word(text, told):
    assert unclosed(text) == told


@given(st.text(alphabet="[]{}<>%#:&$( nomtire", max_size=60))
def test_what_is_told_stands_in_the_text_and_is_no_placeholder(text):
    told = mistaken(text, COLUMNS)
    assert all(one in text for one in told)
    assert not {f"[{name}]" for name in placeholders(text)} & {*told}
