"""A page whose form is filled in with what was typed before, whatever page it is."""

from collections import Counter, defaultdict
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

TYPED = {
    "text",
    "search",
    "tel",
    "email",
    "url",
    "number",
    "date",
    "time",
    "datetime-local",
    "hidden",
    "color",
}
CHOSEN = {"checkbox", "radio"}
OWN = {"csrf_token", "typed_by", "typed"}  # of the page that is filled in


def fill(page, path, address, fields):
    """Return the HTML text ``page``, shown at ``path``, with its form to ``address`` filled in.

    ``fields`` are pairs of name and value. Of several forms, the one that has most of them is
    filled.
    """
    looking = _Forms(path, address)
    looking.feed(page)
    if not looking.names:
        return page
    wanted = {name for name, _ in fields}
    best = max(looking.names, key=lambda number: len(wanted & looking.names[number]))
    filling = _Filling(path, address, best, fields)
    filling.feed(page)
    filling.close()
    return "".join(filling.parts)


class _Forms(HTMLParser):
    """Which forms a page has that are sent to one address, and the names of their fields."""

    def __init__(self, path, address):
        super().__init__(convert_charrefs=False)
        self.path, self.address = path.rstrip("/"), address.rstrip("/")
        self.number, self.is_inside, self.names = 0, False, defaultdict(set)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.number += 1
            self.is_inside = self._is_sent_there(told)
        elif self.is_inside and told.get("name"):
            self.names[self.number].add(told["name"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False

    def _is_sent_there(self, told):
        action = urlsplit(told.get("action") or self.path).path.rstrip("/")
        return (told.get("method") or "").lower() == "post" and action == self.address


class _Filling(_Forms):
    """The page, written again."""

    def __init__(self, path, address, number, fields):
        super().__init__(path, address)
        self.wanted, self.chosen, self.parts = number, Counter(fields), []
        self.left = defaultdict(list)
        for name, value in fields:
            self.left[name].append(value)
        self.text, self.options, self.opened = None, None, []

    @property
    def fills(self):
        return self.is_inside and self.number == self.wanted

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        told, raw = dict(attrs), self.get_starttag_text()
        name = told.get("name") or ""
        if not self.fills or name in OWN:
            self._write(raw)
        elif tag == "input":
            self._write(self._input(raw, name, attrs))
        elif tag == "textarea" and self.left[name]:
            self._write(f"{raw}\n{escape(self.left[name].pop(0))}")
            self.text = []
        elif tag == "select":
            self.options = self._options(name)
            self._write(raw)
        elif tag == "option" and self.options is not None:
            self.opened.append((len(self.parts), attrs))
            self._write(raw)
        else:
            self._write(raw)

    def _options(self, name):
        return [self.left[name].pop(0)] if self.left[name] else None

    def _input(self, raw, name, attrs):
        told = dict(attrs)
        kind = (told.get("type") or "text").lower()
        if kind in CHOSEN:
            return _tag(
                "input",
                attrs,
                checked=None if (name, told.get("value") or "on") in self.chosen else False,
            )
        if kind in TYPED and self.left[name]:
            return _tag("input", attrs, value=self.left[name].pop(0))
        return raw

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text = None
        if tag == "select":
            self._select()
        super().handle_endtag(tag)
        self._write(f"</{tag}>")

    def _select(self):
        """Choose the option that was chosen, if it is still offered."""
        values = [dict(attrs).get("value") for _, attrs in self.opened]
        if self.options and self.options[0] in values:
            for place, attrs in self.opened:
                is_it = dict(attrs).get("value") == self.options[0]
                self.parts[place] = _tag("option", attrs, selected=None if is_it else False)
        self.options, self.opened = None, []

    def _write(self, text):
        if self.text is None:
            self.parts.append(text)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        self._write(data)

    def handle_entityref(self, name):
        self._write(f"&{name};")

    def handle_charref(self, name):
        self._write(f"&#{name};")

    def handle_comment(self, data):
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl):
        self._write(f"<!{decl}>")


def _tag(tag, attrs, **changed):
    """Return the start of a tag with changed attributes: ``None`` has no value, ``False`` goes."""
    told = {**dict(attrs), **changed}
    kept = [(name, value) for name, value in told.items() if value is not False]
    told = (name if value is None else _attribute(name, value) for name, value in kept)
    return f"<{tag} {' '.join(told)}>"


def _attribute(name, value):
    return f'{name}="{escape(value)}"'
