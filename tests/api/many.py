"""Lets schemathesis come from many addresses of this machine and with several tokens, so that what is tried is the API and not its
limits on how often one may ask. Loaded by schemathesis as a module of hooks."""

import itertools
import os

import requests
import urllib3.util.connection as connection

TOKENS = os.environ["BANGTIN_TOKENS"].split()
FIRST = f"Bearer {TOKENS[0]}"
addresses = itertools.cycle(range(2, 200))
tokens = itertools.cycle(TOKENS)
connect, send = connection.create_connection, requests.Session.send


def from_elsewhere(address, timeout=None, source_address=None, **more):
    return connect(address, timeout, source_address=(f"127.0.0.{next(addresses)}", 0), **more)


def as_others(session, request, **more):
    # What is sent without a token, or with a wrong one, stays as it is.
    if request.headers.get("Authorization") == FIRST:
        request.headers["Authorization"] = f"Bearer {next(tokens)}"
    return send(session, request, **more)


connection.create_connection = from_elsewhere
requests.Session.send = as_others
