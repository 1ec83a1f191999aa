"""The sentences on what is missing from an answer."""

from collections import defaultdict

from dashboards.exports import notes
from dashboards.pages.languages import marked as _

MOST = 6  # sentences; what is still missing is counted

#: those that tell of days
OF_DAYS = {
    notes.MISSING_DAYS: _("Rien n'a été reçu du service %(during)s : ces jours manquent."),
    notes.NOT_YET: _("Les données s'arrêtent avant : rien n'est encore connu %(during)s."),
    notes.BEFORE: _("Les données commencent après : rien n'est connu %(during)s."),
}
OF_FILES = {
    notes.FILE_MISSING: _("Un fichier annoncé manque (%(table)s) : le reste est montré."),
    notes.FILE_DAMAGED: _("Un fichier est abîmé (%(table)s) : le reste est montré."),
    notes.FILE_NEWER: _(
        "Un fichier vient d'une version plus récente (%(table)s) : le reste est montré."
    ),
    notes.FILE_OLDER: _(
        "Un fichier vient d'une version plus ancienne (%(table)s) : ce qu'il ne dit pas est "
        "inconnu."
    ),
    notes.FILE_STRANGE: _(
        "Un fichier a d'autres colonnes que prévu (%(table)s : %(detail)s) : ce qui manque est "
        "inconnu."
    ),
}
OF_QUESTIONS = {
    notes.NO_MANIFEST: _("La liste des fichiers manque : ils sont lus d'après leur nom."),
    notes.MANIFEST_DAMAGED: _("La liste des fichiers est abîmée : ils sont lus d'après leur nom."),
    notes.NO_FILES: _("Cet établissement n'a encore rien envoyé ici : %(institution)s."),
    notes.NOT_BY_ACCOUNT: _(
        "Ces chiffres ne sont connus que pour tout l'établissement : ils ne sont pas montrés pour "
        "un seul compte."
    ),
    notes.ONE_INSTITUTION: _("Ce filtre demande de choisir d'abord un établissement."),
    notes.NOT_SO: _("Ces chiffres ne sont pas connus selon ce filtre : %(filter)s."),
    notes.NO_LOANS: _("La bibliothèque n'a pas encore donné de fichier de prêts."),
    notes.LOANS_WHOLE: _(
        "Le fichier de prêts ne connaît pas ce filtre : %(filter)s. Les prêts sont tous comptés."
    ),
    notes.LOANS_COLUMNS: _("Le fichier de prêts n'a pas ces colonnes : %(detail)s."),
}


def remarks(visit):
    """Return what is missing from the answers of a visit, shortest and gravest first."""
    found = visit.missing
    told = dict.fromkeys(_of_days(visit, found))
    told |= dict.fromkeys(_of_files(visit, found))
    told |= dict.fromkeys(_rows(visit, found))
    told |= dict.fromkeys(_others(visit, found))
    sentences = [*told]
    if len(sentences) > MOST:
        rest = len(sentences) - MOST
        sentences[MOST:] = [
            visit.some("… et %(count)s autre manque.", "… et %(count)s autres manques.", rest)
        ]
    return tuple(sentences)


def _of_days(visit, found):
    """Tell days, each run once for all tables of all institutions that lack it."""
    where = defaultdict(dict)
    for note in found:
        if note.code in OF_DAYS:
            where[note.code, note.first, note.last][note.institution] = None
    for (code, first, last), institutions in where.items():
        told = visit.say(OF_DAYS[code], during=visit.speech.during(first, last))
        if len(visit.selection.institutions) > 1:
            names = [visit.names.institution(key) for key in institutions]
            told += f" ({_listed(visit, names)})"
        yield told


def _listed(visit, names):
    if len(names) <= 3:
        return ", ".join(names)
    return visit.some("%(count)s établissement", "%(count)s établissements", len(names))


def _of_files(visit, found):
    for note in found:
        if note.code in OF_FILES:
            yield visit.say(OF_FILES[note.code], table=note.table, detail=note.detail)


def _rows(visit, found):
    """Tell the lines of the library's file that could not be read, the first of them by number."""
    lines = [note.line for note in found if note.code == notes.LOANS_ROW]
    if lines:
        yield visit.some(
            "%(count)s ligne du fichier de prêts n'a pas pu être lue : la %(line)s.",
            "%(count)s lignes du fichier de prêts n'ont pas pu être lues, d'abord la %(line)s.",
            len(lines),
            line=min(lines),
        )


def _others(visit, found):
    from dashboards.pages.filters import LABELS

    for note in found:
        if note.code in OF_QUESTIONS:
            yield visit.say(
                OF_QUESTIONS[note.code],
                institution=visit.names.institution(note.institution),
                detail=note.detail,
                filter=visit.say(LABELS[note.detail]) if note.detail in LABELS else note.detail,
            )
