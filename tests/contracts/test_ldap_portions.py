"""A group of which the server tells so many members at a time, read by each of the libraries."""

import pytest

from tests.peers.ranged import GROUP, PortionedDirectory
from unisms.addons.directories.ldap import by_ldap3, by_python_ldap
from unisms.addons.directories.ldap.directory import LdapDirectory
from unisms.ports import DirectoryError

pytestmark = pytest.mark.servers


@pytest.fixture
def serve():
    served = []

    def serve(*args, **options):
        served.append(PortionedDirectory(*args, **options))
        return served[-1]

    yield serve
    for one in served:
        one.shutdown()
        one.server_close()


@pytest.fixture(params=[by_ldap3, by_python_ldap], ids=["ldap3", "python-ldap"])
def make(request):
    return lambda server: LdapDirectory(server.settings(), request.param.make_wire)


@pytest.mark.parametrize(
    ("members", "asked"), [(3, [0]), (150, [0]), (151, [0, 150]), (400, [0, 150, 300])]
)
def test_all_members_come_however_many_portions_there_are(serve, make, members, asked):
    server = serve(members, 150)
    found = sorted(person.uid for person in make(server).members(GROUP))
    assert found == [f"u{number:04}" for number in range(members)]
    assert server.asked == asked


def test_a_portion_that_is_not_whole_is_no_group(serve, make):
    server = serve(400, 150, kept_back=1)
    with pytest.raises(DirectoryError) as refused:
        list(make(server).members(GROUP))
    assert refused.value.code == DirectoryError.CUT
