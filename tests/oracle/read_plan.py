"""Reads a plan from standard input as others do, and writes its rows as JSON.

    read_plan.py csv     with the csv module of Python
    read_plan.py ics     with the package icalendar, which has to be on PYTHONPATH
"""

import csv
import io
import json
import sys


def rows_of_csv(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def rows_of_ics(data):
    from icalendar import Calendar

    calendar = Calendar.from_ical(data)
    rows = []
    for event in calendar.walk("VEVENT"):
        if event.errors:
            sys.exit(f"{event.errors}")
        rows.append({
            "uid": str(event["UID"]),
            "stamp": event["DTSTAMP"].dt.isoformat(),
            "from": event["DTSTART"].dt.isoformat(),
            "to": event["DTEND"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "description": str(event.get("DESCRIPTION", "")),
        })
    return rows


data = sys.stdin.buffer.read()
read = rows_of_csv(data.decode()) if sys.argv[1] == "csv" else rows_of_ics(data)
json.dump(read, sys.stdout)
