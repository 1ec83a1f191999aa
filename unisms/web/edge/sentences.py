"""The sentences of every problem, of all wings in one table: for pages, commands and programs."""

from unisms.services.alerts.sentences import OF_ALERTS
from unisms.services.approvals.sentences import OF_APPROVALS
from unisms.services.audience.sentences import OF_CHECKS
from unisms.services.brokers.sentences import OF_CONNECTIONS
from unisms.services.campaigns import refusals
from unisms.services.campaigns.searches import OF_SEARCHES
from unisms.services.directory.sentences import OF_DIRECTORIES
from unisms.services.door.sentences import OF_DOORS
from unisms.services.dossiers.sentences import OF_DOSSIERS
from unisms.services.ground.sentences import OF_FORMS
from unisms.services.health.sentences import OF_NUMBERS
from unisms.services.imports.sentences import OF_IMPORTS
from unisms.services.institution.sentences import OF_INSTITUTION
from unisms.services.mail.sentences import OF_MAILS
from unisms.services.money.sentences import OF_CREDIT
from unisms.services.operators.sentences import OF_INSTITUTIONS
from unisms.services.people.sentences import OF_PEOPLE
from unisms.services.register.sentences import OF_REGISTERS
from unisms.services.replies.sentences import OF_REPLIES
from unisms.services.rights.sentences import OF_RIGHTS
from unisms.services.rules.sentences import OF_CAUSES
from unisms.services.schedules.sentences import OF_SCHEDULES
from unisms.services.subscribers.sentences import OF_SUBSCRIBERS

#: each is that of a wing
TABLES = (
    OF_FORMS,
    OF_CAUSES,
    OF_CREDIT,
    OF_IMPORTS,
    OF_RIGHTS,
    OF_DOORS,
    OF_CONNECTIONS,
    OF_DIRECTORIES,
    OF_PEOPLE,
    OF_REGISTERS,
    OF_NUMBERS,
    OF_MAILS,
    OF_REPLIES,
    OF_CHECKS,
    refusals.SENTENCES,
    OF_ALERTS,
    OF_APPROVALS,
    OF_SCHEDULES,
    OF_SEARCHES,
    OF_INSTITUTION,
    OF_INSTITUTIONS,
    OF_SUBSCRIBERS,
    OF_DOSSIERS,
)
SENTENCES = {pair: sentence for table in TABLES for pair, sentence in table.items()}
