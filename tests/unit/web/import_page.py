"""The pages of a file, as tests fill them in and look behind them."""

from html import unescape

from webtest import Upload

from unisms.model.folder import find

FILES = "/institutions/paris1/imports/"
SMALL = """N° lecteur;Nom;Prénom;Catégorie;Tél. domicile;Mobile;Date prêt;Date retour
1;Roux;Zoé;Etudiant L;;0639980001;05/11/2026;19/11/2026
2;Petit;Loïc;Étudiant L;01 99 00 60 11;;05/11/2026;19/11/2026
1;Roux;Zoé;Etudiant L;;0639980001;01/11/2026;19/11/2026
3;Diallo;Awa;Enseignant;;0639980003;05/11/2026;31/02/2026
4;=Hack;Max;Enseignant;;06 39 98 00 01;05/11/2026;12/11/2026
"""


def upload(app, content, name="prêts.csv", status=303):
    form = app.get(FILES).forms[1]
    form["file"] = Upload(name, content if isinstance(content, bytes) else content.encode())
    return form.submit(status=status)


def text(page):
    """Return the words of the page, its typography made plain."""
    return unescape(page.text).translate(
        {ord("\N{NARROW NO-BREAK SPACE}"): " ", ord("\xa0"): " ", ord("’"): "'"}
    )


def tick(form, *values):
    """Tick boxes of the first condition; what has no box is typed."""
    *boxes, other = form.fields["value-0"]
    for box in boxes:
        box.checked = box._value in values
    other.value = next(
        (value for value in values if value not in [box._value for box in boxes]), ""
    )


def choices(page):
    return page.forms["choices"]


def record(house, page):
    path = page.request.path
    return lambda function: house.run(lambda root: function(find(root, path)))


def add(page, column, operator):
    form = choices(page)
    form["new-column"], form["new-operator"] = str(column), operator
    answer = form.submit("action", value="add")
    return answer.follow() if answer.status_int == 303 else answer
