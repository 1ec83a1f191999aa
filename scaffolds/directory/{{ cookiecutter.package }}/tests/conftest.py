import pytest
from server import Server


@pytest.fixture
def server():
    server = Server()
    yield server
    server.shutdown()
    server.server_close()
