"""Services that shorten links: of such a link nobody sees where it leads.

Chosen on 2026-11-30 from services that several public lists agree on, among them
PeterDaveHello/url-shorteners and the SHORTENER_DOMAINS of the Mobile Verification Toolkit; and the
French ones that are in use at universities. There are many more: the list is not whole.
"""

SHORTENERS = frozenset(
    (
        *("adf.ly", "b.link", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "clck.ru"),
        *("cutt.ly", "dlvr.it", "fb.me", "flic.kr", "frama.link", "goo.gl", "goo.su", "huit.re"),
        *("ift.tt", "is.gd", "j.mp", "lc.cx", "lnkd.in", "lstu.fr", "ow.ly", "pic.is"),
        *("qr.ae", "rb.gy", "rebrand.ly", "s.id", "shorte.st", "short.io", "shorturl.at"),
        *("soo.gd", "t.co", "t.ly", "t.me", "tiny.cc", "tiny.one", "tinyurl.com", "tny.im"),
        *("u.to", "urlr.me", "urlz.fr", "v.gd", "wa.me", "x.co", "youtu.be", "zpr.io"),
    )
)
