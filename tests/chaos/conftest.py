"""An SMSC that takes its time."""

import pytest

from tests.peers.smsc import Smsc


@pytest.fixture
def smsc():
    with Smsc(answer_delay=20, receipt_delay=30) as smsc:
        yield smsc
