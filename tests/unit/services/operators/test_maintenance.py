"""Closing the pages and opening them again."""

from unisms.model.root import Root
from unisms.services.ground.actor import service
from unisms.services.operators import maintenance
from unisms.services.operators.maintenance import Closed

NOW = 1_800_000_000


def test_an_installation_is_open_until_it_is_closed():
    root = Root()
    assert maintenance.closed(root) is None
    maintenance.close(service(), root, NOW, 20, "Bientôt")
    assert maintenance.closed(root) == Closed(NOW, NOW + 1200, "Bientôt")
    maintenance.reopen(service(), root, NOW)
    assert maintenance.closed(root) is None


def test_nobody_needs_to_know_for_how_long():
    root = Root()
    maintenance.close(service(), root, NOW)
    assert maintenance.closed(root) == Closed(NOW, 0, "")
    assert type(root.maintenance) is tuple
