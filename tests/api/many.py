"""Lets schemathesis come from many addresses of this machine and with several tokens, so that what is tried is the API and not its
limits on how often one may ask; and lets every third request that names what is not there name something that is, in the state
it asks for, so that what is tried is not only how the API says that there is nothing. Loaded by schemathesis as a module of
hooks."""

import itertools
import json
import os
import pathlib
import re
import time
import urllib.parse

import requests
import urllib3.util.connection as connection

TOKENS = os.environ["BANGTIN_TOKENS"].split()
FIRST = f"Bearer {TOKENS[0]}"
# Of a second person: what they write, the owner of the others may approve.
WRITER = f"Bearer {os.environ['BANGTIN_WRITER']}"
FOLDER = pathlib.Path(os.environ["BANGTIN_FOLDER"])
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
addresses = itertools.cycle(range(2, 200))
tokens = itertools.cycle(TOKENS)
turns, others = itertools.count(), itertools.cycle((False, False, True))
beside = requests.Session()
connect, send = connection.create_connection, requests.Session.send


def from_elsewhere(address, timeout=None, source_address=None, **more):
    return connect(address, timeout, source_address=(f"127.0.0.{next(addresses)}", 0), **more)


def patient(whose, ask, request):
    """The answer to a request that may come again when it was one too many."""
    for _ in range(4):
        request.headers["Authorization"] = whose()
        answer = ask()
        if answer.status_code != 429:
            break
        time.sleep(0.1)
    return answer


class Site:
    """What is there, asked for beside the requests that are tried."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.base = f"{parts.scheme}://{parts.netloc}/api/v1/"

    def ask(self, method, path, body=None, whose=None):
        request = requests.Request(method, self.base + path, json=body).prepare()
        answer = patient(lambda: whose or f"Bearer {next(tokens)}", lambda: send(beside, request, timeout=20), request)
        try:
            told = answer.json()
        except ValueError:
            told = {}
        return told if answer.ok and isinstance(told, dict) else {}

    def one_of(self, path, lists, key, wanted=lambda one: True):
        found = [one[key] for one in self.ask("GET", path).get(lists, []) if wanted(one) and one[key] is not None]
        return str(found[next(turns) % len(found)]) if found else None

    def draft(self, playlist, step):
        """A draft in the state that a step asks for."""
        path = f"playlists/{playlist}/draft"
        if step in ("submit", "reject", "recall"):
            self.ask("POST", f"{path}/discard", {"reason": "thử"})
        self.ask("POST", path, whose=WRITER)
        if step in ("submit", "reject", "recall", "undo", "redo"):
            added = self.ask("POST", f"{path}/items", {"fields": {"text": "Nộp hồ sơ tại nhà"}}, WRITER)
        if step == "redo":
            self.ask("POST", f"{path}/undo", whose=WRITER)
        if step in ("reject", "recall"):
            self.ask("POST", f"{path}/submit", {"revision": added.get("revision")}, WRITER)
        return self.ask("GET", path)

    def changed_by_hand(self, playlist):
        """The file of a playlist as somebody left it who does not use the page."""
        if self.ask("GET", f"playlists/{playlist}/disk"):
            return
        file = FOLDER / "playlists" / f"{playlist}.toml"
        if file.exists():
            file.write_text(file.read_text() + '\n[[item]]\ntext = "Nộp hồ sơ tại nhà"\n')
        for _ in range(10):
            if self.ask("GET", f"playlists/{playlist}/disk"):
                return
            time.sleep(0.05)

    def notice(self):
        """A notice that is lit."""
        lit = self.one_of("orders", "orders", "id", lambda one: one["on"])
        if lit is None:
            places, end = {"all": True}, {"lasting": "10m"}
            notice = {"text": "Báo cháy", "class": "emergency", "places": places, "end": end, "reason": "thử"}
            self.ask("POST", "orders/notices", notice)
            lit = self.one_of("orders", "orders", "id", lambda one: one["on"])
        return lit

    def person(self):
        """Somebody who may come and go: not the two whose tokens are used."""
        self.ask("POST", "people", {"login": f"khach-{next(turns)}", "name": "Khách", "grants": []})
        return self.one_of("people", "people", "login", lambda one: one["login"] not in ("quantri", "bientap"))


# What addresses name: how a name of it is written, and one that is there.
KINDS = {
    "boards": (ID, lambda site: site.one_of("boards", "boards", "id")),
    "people": (ID, Site.person),
    "playlists": (ID, lambda site: site.one_of("playlists", "playlists", "id")),
    "templates": (ID, lambda site: site.one_of("orders/templates", "templates", "id")),
    "notices": (NUMBER, Site.notice),
}


def at_something(site, request):
    """Makes a request that names nothing name something; what is no name at all stays as it is."""
    url = urllib.parse.urlsplit(request.url)
    parts = url.path.split("/")
    for at in range(3, len(parts) - 1):
        written, found = KINDS.get(parts[at], (None, None))
        if written and written.fullmatch(parts[at + 1]):
            parts[at + 1] = found(site) or parts[at + 1]
            break
    if len(parts) > 5 and parts[3] == "playlists" and parts[5] == "disk":
        site.changed_by_hand(parts[4])
    if len(parts) > 6 and parts[3] == "playlists" and parts[5] == "draft":
        draft = site.draft(parts[4], parts[6])
        items = [item["uid"] for item in draft.get("items", [])]
        if parts[6] == "items" and len(parts) > 7 and items and NUMBER.fullmatch(parts[7]):
            parts[7] = str(items[next(turns) % len(items)])
        amend(request, draft.get("revision"))
    request.url = urllib.parse.urlunsplit(url._replace(path="/".join(parts)))


def amend(request, revision):
    """Lets a body that names a revision, and not what can be none, name the one that is there."""
    try:
        body = json.loads(request.body)
    except (TypeError, ValueError):
        return
    named = body.get("revision") if isinstance(body, dict) else None
    if type(named) is int and 0 <= named < 2**53 and revision is not None:
        body["revision"] = revision
        request.prepare_body(None, None, json=body)


def as_others(session, request, **more):
    # What is sent without a token, or with a wrong one, stays as it is.
    if request.headers.get("Authorization") != FIRST:
        return send(session, request, **more)
    # Names that were answered are asked for too; who writes here is to stay.
    if (next(others) or "/people/bientap" in request.url) and request.url.isascii():
        at_something(Site(request.url), request)
    return patient(lambda: f"Bearer {next(tokens)}", lambda: send(session, request, **more), request)


connection.create_connection = from_elsewhere
requests.Session.send = as_others
