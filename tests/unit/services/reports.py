"""Mails that came back, as mail servers write them."""

#: as Postfix writes it, with what it returns
POSTFIX = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@univ.fr (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.univ.fr
Arrival-Date: Mon, 30 Nov 2026 11:00:00 +0100 (CET)

Final-Recipient: rfc822; elodie@univ.fr
Action: {action}
Status: {status}
Diagnostic-Code: {words}

--b
Content-Type: text/rfc822-headers

Return-Path: <{to}>
Subject: Votre numero

--b--
"""
#: as programs wrote it before there were reports
TEXT = "From: postmaster@univ.fr\nTo: {to}\nSubject: failure\n\nUser unknown.\n"
ANSWER = "From: e@univ.fr\nTo: {to}\nAuto-Submitted: auto-replied (vacation)\n\nI am away.\n"


def postfix(to, action="failed", status="5.1.1", words="smtp; 550 5.1.1 User unknown"):
    return POSTFIX.format(to=to, action=action, status=status, words=words).encode()
