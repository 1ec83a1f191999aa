"""``unisms bounces``: a mail that came back is read from standard input, or from a folder."""

import mailbox

import reports
from click.testing import CliRunner

from unisms.scripts import main


def unread(demo):
    return demo.look(lambda root: root.outbox.unread)


def test_what_came_back_is_read_from_standard_input_and_from_a_folder(demo, tmp_path):
    text = reports.TEXT.format(to="bounce@univ.fr")
    assert demo.run("bounces", "--recipient", "bounce@univ.fr", stdin=text).output == "unread\n"
    assert unread(demo) == 1
    box = mailbox.Maildir(tmp_path / "returned")
    box.add(text)
    assert demo.run("bounces", "--maildir", str(tmp_path / "returned")).output == "1 read.\n"
    assert (unread(demo), len(box)) == (2, 0)


def test_a_mail_server_keeps_what_cannot_be_read_now(tmp_path):
    command = ["bounces", "-c", str(tmp_path / "nowhere.ini")]
    shown = CliRunner().invoke(main, command, input="x")
    assert shown.exit_code == 75
