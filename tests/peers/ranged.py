"""A server that tells members in portions, as Active Directory does ([MS-ADTS] 3.1.1.3.1.3.3).

OpenLDAP's cannot. It speaks as much of RFC 4511 as the adapter asks for, by the definitions of
ldap3: one group, and the people whose uid stands somewhere in a filter.
"""

import re
import socketserver
import threading
from contextlib import suppress

from ldap3.protocol import rfc4511
from pyasn1.codec.ber import encoder

PEOPLE, GROUP = "ou=people,dc=univ,dc=test", "cn=l1,ou=groups,dc=univ,dc=test"
BIND, UNBIND, SEARCH, EXTENDED = 0x60, 0x42, 0x63, 0x77  # tags of requests (RFC 4511, B)
_RANGE = re.compile(r"member;range=(\d+)-\*")


def dn_of(number):
    return f"uid=u{number:04},{PEOPLE}"


class PortionedDirectory(socketserver.ThreadingTCPServer):
    """``size`` members are told at a time, of ``members``; ``kept_back`` of each later portion."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, members, size, kept_back=0):
        super().__init__(("127.0.0.1", 0), _Session)
        self.members, self.size, self.kept_back = members, size, kept_back
        self.asked = []  # the ranges
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def settings(self):
        return {
            "servers": f"ldap://127.0.0.1:{self.server_address[1]}",
            "clear": "yes",
            "base": PEOPLE,
            "group_base": "ou=groups,dc=univ,dc=test",
            "country": "FR",
        }

    def portion(self, first):
        values = [dn_of(number) for number in range(first, min(first + self.size, self.members))]
        last = first + len(values) - 1
        end = "*" if last == self.members - 1 else str(last)
        kept = values[: len(values) - self.kept_back] if first else values
        return {f"member;range={first}-{end}": kept}


class _Session(socketserver.BaseRequestHandler):
    def handle(self):
        with suppress(OSError, EOFError):
            while self.answered(self.message()):
                pass

    def message(self):
        head = self.taken(2)
        length = head[1]
        if length & 0x80:
            more = self.taken(length & 0x7F)
            head, length = head + more, int.from_bytes(more, "big")
        return head + self.taken(length)

    def taken(self, count):
        found = b""
        while len(found) < count:
            some = self.request.recv(count - len(found))
            if not some:
                raise EOFError
            found += some
        return found

    def answered(self, raw):
        """Answer a request; return whether another one may follow."""
        _, inside, _ = _element(raw)
        _, number, rest = _element(inside)
        kind, operation, _ = _element(rest)
        number = int.from_bytes(number, "big")
        if kind == SEARCH:
            _, base, _ = _element(operation)
            for dn, values in self.found(base.decode(), operation):
                self.send(number, "searchResEntry", _entry(dn, values))
            self.send(number, "searchResDone", _done(rfc4511.SearchResultDone()))
        elif kind == BIND:
            self.send(number, "bindResponse", _done(rfc4511.BindResponse()))
        elif kind == EXTENDED:
            self.send(number, "extendedResp", _done(rfc4511.ExtendedResponse()))
        return kind != UNBIND

    def found(self, base, raw):
        if base == GROUP:
            ranged = _RANGE.search(raw.decode("latin-1"))
            first = int(ranged[1]) if ranged else 0
            self.server.asked.append(first)
            yield GROUP, {"cn": ["l1"], **self.server.portion(first)}
        elif base == PEOPLE:
            uids = {one.decode() for one in re.findall(rb"u\d{4}", raw)}
            for uid in sorted(uids):
                yield f"uid={uid},{PEOPLE}", {"uid": [uid], "displayName": [f"Personne {uid}"]}

    def send(self, number, name, operation):
        message = rfc4511.LDAPMessage()
        message["messageID"] = rfc4511.MessageID(number)
        holder = rfc4511.ProtocolOp().setComponentByName(name, operation)
        message["protocolOp"] = holder
        self.request.sendall(encoder.encode(message))


def _element(data):
    """Return the tag of the first element of BER, its inside, and what follows."""
    length, begin = data[1], 2
    if length & 0x80:
        begin += length & 0x7F
        length = int.from_bytes(data[2:begin], "big")
    return data[0], data[begin : begin + length], data[begin + length :]


def _done(answer):
    answer["resultCode"] = rfc4511.ResultCode(0)
    answer["matchedDN"], answer["diagnosticMessage"] = rfc4511.LDAPDN(""), rfc4511.LDAPString("")
    return answer


def _entry(dn, values):
    attributes = rfc4511.PartialAttributeList()
    for place, (name, told) in enumerate(values.items()):
        one = rfc4511.PartialAttribute()
        one["type"] = rfc4511.AttributeDescription(name)
        held = rfc4511.Vals()
        for number, value in enumerate(told):
            held[number] = rfc4511.AttributeValue(value)
        one["vals"] = held
        attributes[place] = one
    entry = rfc4511.SearchResultEntry()
    entry["object"], entry["attributes"] = rfc4511.LDAPDN(dn), attributes
    return entry
