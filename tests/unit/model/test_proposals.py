"""Settings that are tried before they are saved."""

from factories import NOW, make_institution, reread

from unisms.model.connections import BrokerConnection
from unisms.model.proposals import Proposal
from unisms.services.brokers import proposals


def test_a_proposal_is_tried_as_what_it_would_be(root):
    institution = make_institution(root)
    draft = BrokerConnection("SMSC", "smpp", {"host": "smpp.example.org"})
    name = proposals.start(
        institution, Proposal("/institutions/paris1/brokers", "admin", NOW, draft)
    )
    kept = reread(institution).proposals[name]
    assert kept.made_with() == ("smpp", {"host": "smpp.example.org", "alphabet": "gsm"})
    assert (kept.tested, kept.seen) == ((), "")
