"""A session by SMTP, with a small server that others wrote."""

import contextlib
import smtplib
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from mailing import SERVER
from peers.ports import free_port

from unisms.services.mail.causes import INTERNATIONAL, UNANSWERED
from unisms.services.mail.envelopes import Letter, MailAnswer, MailServerAway
from unisms.tasks import smtp
from unisms.tasks.smtp import SmtpLine

LETTER = Letter("n", "paris1", 0, "bounce+a@univ.fr", "elodie@univ.fr", b"Subject: x\r\n\r\nHi\r\n")


class Taker:
    """A handler that takes what it is given, and answers RCPT and DATA as it is told."""

    def __init__(self, mail="250 OK", rcpt="250 OK", data="250 OK"):
        self.mail, self.rcpt, self.data, self.taken = mail, rcpt, data, []

    async def handle_MAIL(self, _server, _session, envelope, address, options):
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.mail

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data


@contextlib.contextmanager
def serving(handler, **options):
    """Yield the settings of a server with this handler."""
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield SERVER._replace(host="127.0.0.1", port=port, security="none", user="")
    finally:
        controller.stop()


def send(server, *letters):
    with SmtpLine(server) as session:
        return [session.send(letter) for letter in letters]


def test_letters_are_handed_over_one_after_the_other_on_one_line():
    taker = Taker()
    with serving(taker) as server:
        answers = send(server, LETTER, LETTER._replace(to="b@univ.fr"))
    assert answers == [MailAnswer(250, "OK"), MailAnswer(250, "OK")]
    assert [to for _, to, _ in taker.taken] == [["elodie@univ.fr"], ["b@univ.fr"]]
    assert taker.taken[0][0] == "bounce+a@univ.fr"
    assert taker.taken[0][2] == LETTER.content


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"rcpt": "550 5.1.1 gone"}, MailAnswer(550, "5.1.1 gone")),
        ({"rcpt": "451 4.7.1 later"}, MailAnswer(451, "4.7.1 later")),
        ({"rcpt": "251 elsewhere"}, MailAnswer(250, "OK")),
        ({"data": "554 5.7.1 spam"}, MailAnswer(554, "5.7.1 spam")),
    ],
)
def test_an_answer_about_a_letter_is_told_and_the_line_goes_on(answers, told):
    with serving(Taker(**answers)) as server:
        assert send(server, LETTER, LETTER) == [told, told]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"mail": "550 5.7.1 not you"}, "sender"),
        ({"mail": "421 4.3.2 closing"}, "sender"),
        ({"rcpt": "421 4.3.2 closing"}, "refused"),
        ({"data": "421 4.3.2 closing"}, "refused"),
    ],
)
def test_an_answer_about_us_holds_every_letter(answers, why):
    with serving(Taker(**answers)) as server, pytest.raises(MailServerAway) as away:
        send(server, *[LETTER] * smtp.MANY)
    assert away.value.why == why
    assert away.value.answer == next(iter(answers.values()))


class Scripted(Taker):
    """A taker that does ``script(transport, to)`` at each RCPT or DATA and answers what it says."""

    def __init__(self, *, rcpt=None, data=None):
        super().__init__()
        self.at_rcpt, self.at_data, self.lines = rcpt, data, 0

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        session.host_name = hostname
        self.lines += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        told = self.at_rcpt and self.at_rcpt(server.transport, address)
        return told or await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        return (self.at_data and self.at_data(server.transport, envelope.rcpt_tos[0])) or answer


BAD = LETTER._replace(to="bad@univ.fr")
CLOSING = MailAnswer(421, "4.7.1 not this one")
TAKEN = MailAnswer(250, "OK")


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_an_address_that_is_told_421_costs_its_letter_a_try_and_the_others_go_on(where):
    def refuse(_transport, to):
        return f"421 {CLOSING.words}" if to == BAD.to else None

    with serving(taker := Scripted(**{where: refuse})) as server:
        told = send(server, BAD, BAD, LETTER, BAD, LETTER, BAD, LETTER)
    assert told == [CLOSING, CLOSING, TAKEN, CLOSING, TAKEN, CLOSING, TAKEN]
    assert taker.lines == 7  # each of the refused is tried on a new one, and leaves none


def test_a_server_that_closes_the_line_after_each_letter_is_called_again_without_a_try_lost():
    def leave(transport, _to):
        transport.write(b"250 OK\r\n")
        transport.close()

    with serving(taker := Scripted(data=leave)) as server:
        told = send(server, *[LETTER] * 4)
    assert {one.code for one in told} == {250}
    assert (len(taker.taken), taker.lines) == (4, 4)


def test_an_answer_counts_though_the_server_closes_the_line_behind_it():
    def leave(transport, to):
        if to == BAD.to:
            transport.write(b"550 5.1.1 unknown\r\n")
            transport.close()

    with serving(Scripted(rcpt=leave)) as server:
        assert send(server, BAD, LETTER) == [MailAnswer(550, "5.1.1 unknown"), TAKEN]


def test_a_letter_whose_line_ends_before_the_text_has_left_is_told_of_a_line_that_broke():
    def leave(transport, _to):
        transport.close()

    with serving(Scripted(rcpt=leave)) as server:
        assert send(server, LETTER) == [MailAnswer(0, "SMTPServerDisconnected")]


def test_lines_that_begin_with_a_dot_arrive_as_they_are():
    letter = LETTER._replace(content=b"Subject: x\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n")
    with serving(taker := Taker()) as server:
        send(server, letter)
    assert taker.taken[0][2] == letter.content


def test_a_server_that_ends_a_line_after_some_letters_is_called_again():
    class Counter(Taker):
        async def handle_RCPT(self, server, session, envelope, address, options):
            session.letters = getattr(session, "letters", 0) + 1
            if session.letters > 2:
                return "421 4.7.0 too many letters on one line"
            return await super().handle_RCPT(server, session, envelope, address, options)

    with serving(taker := Counter()) as server:
        assert {one.code for one in send(server, *[LETTER] * 5)} == {250}
    assert len(taker.taken) == 5


def test_an_address_beyond_ascii_leaves_where_the_server_takes_it():
    taker, letter = Taker(), LETTER._replace(to="élodie@univ.fr", is_international=True)
    with serving(taker, enable_SMTPUTF8=True) as server:
        assert send(server, letter, LETTER) == [MailAnswer(250, "OK"), MailAnswer(250, "OK")]
    assert taker.taken[0][1] == ["élodie@univ.fr"]
    with serving(taker, enable_SMTPUTF8=False) as server:
        assert send(server, letter) == [MailAnswer(553, cause=INTERNATIONAL)]


def test_a_line_that_breaks_is_told_of_its_letter_and_opened_again():
    class Dropper(Taker):
        async def handle_DATA(self, server, session, envelope):
            if not self.taken:
                self.taken.append("dropped")
                server.transport.close()
            return await super().handle_DATA(server, session, envelope)

    taker = Dropper()
    with serving(taker) as server:
        first, second = send(server, LETTER, LETTER)
    assert first == MailAnswer(0, "SMTPServerDisconnected", UNANSWERED)
    assert second == MailAnswer(250, "OK")


def test_a_server_that_wants_no_text_is_told_as_it_says():
    class Full(SMTP):
        async def smtp_DATA(self, _argument):
            await self.push("452 4.3.1 no room")

    class Server(Controller):
        def factory(self):
            return Full(self.handler)

    port = free_port()
    server = Server(Taker(), hostname="127.0.0.1", port=port)
    server.start()
    told = SERVER._replace(host="127.0.0.1", port=port, security="none", user="")
    assert send(told, LETTER, LETTER) == [MailAnswer(452, "4.3.1 no room")] * 2
    server.stop()


def test_goodbye_is_said_to_nobody_who_is_gone():
    with serving(Taker()) as server:
        session = SmtpLine(server)
        session.send(LETTER)
    with session:
        pass  # the server is stopped by now


def test_who_cannot_sign_in_sends_nothing():
    with serving(Taker()) as server, pytest.raises(MailServerAway) as away:
        send(server._replace(user="unisms"), LETTER)
    assert away.value.why == "login"


def test_a_password_that_is_refused_is_told():
    def refuse(*_about):
        return AuthResult(success=False, handled=False)

    options = {"authenticator": refuse, "auth_require_tls": False}
    with serving(Taker(), **options) as server, pytest.raises(MailServerAway) as away:
        send(server._replace(user="unisms"), LETTER)
    assert away.value.why == "login"
    assert away.value.answer.startswith("535 ")


def test_who_signs_in_sends():
    def welcome(*_about):
        return AuthResult(success=True)

    options = {"authenticator": welcome, "auth_require_tls": False}
    with serving(Taker(), **options) as server:
        assert send(server._replace(user="unisms"), LETTER) == [MailAnswer(250, "OK")]


def test_nothing_leaves_without_encryption_where_it_is_set():
    with serving(Taker()) as server, pytest.raises(MailServerAway) as away:
        send(server._replace(security="starttls"), LETTER)
    assert away.value.why == "no_tls"


def test_a_server_that_speaks_no_tls_is_refused_where_it_is_set():
    with serving(Taker()) as server, pytest.raises(MailServerAway) as away:
        send(server._replace(security="tls"), LETTER)
    assert away.value.why == "certificate"


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(MailServerAway) as away:
        send(SERVER._replace(host="127.0.0.1", port=free_port()), LETTER)
    assert (away.value.why, away.value.answer) == ("unreachable", "Connection refused")


@pytest.mark.parametrize(
    ("trouble", "why", "answer"),
    [
        (smtplib.SMTPConnectError(554, "no service"), "refused", "554 no service"),
        (smtplib.SMTPServerDisconnected(), "unreachable", "SMTPServerDisconnected"),
        (ssl.SSLCertVerificationError(), "certificate", ""),
        (TimeoutError(), "unreachable", "TimeoutError"),
    ],
)
def test_each_trouble_has_its_word(trouble, why, answer):
    away = smtp.away(trouble)
    assert (away.why, away.answer) == (why, answer)
