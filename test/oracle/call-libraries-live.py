"""Runs reads of settings libraries, each by itself, and says what they give.

Reads `[{"header": code, "reads": [code], "env": {name: text}}]` as JSON from standard input. Each read is an expression.
Prints the versions, and for each case one result per read: `["value", data]` or `["error", exception class]`.
"""

import datetime
import decimal
import enum
import importlib.metadata
import json
import os
import pathlib
import sys
import uuid
import warnings

warnings.simplefilter("ignore")
LIBRARIES = ["environs", "django-environ", "python-decouple", "starlette", "marshmallow", "dynaconf"]


def data(value):
    if value is None:
        return ["none"]
    if isinstance(value, enum.Enum):
        return data(value.value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return [type(value).__name__, value.isoformat().replace("+00:00", "Z")]
    if isinstance(value, datetime.timedelta):
        return ["timedelta", str(value // datetime.timedelta(microseconds=1))]
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return ["text", type(value).__name__, str(value)]
    if isinstance(value, (bool, int)):
        return [type(value).__name__, str(value).lower() if isinstance(value, bool) else str(value)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, bytes):
        return ["bytes", value.decode("latin-1")]
    if isinstance(value, str):
        return ["str", value]
    if isinstance(value, pathlib.PurePath):
        return ["path", str(value)]
    if isinstance(value, dict):
        return ["dict", [[data(key), data(item)] for key, item in value.items()]]
    if isinstance(value, set):
        return ["set", sorted(data(item) for item in value)]
    if isinstance(value, (list, tuple)):
        return ["tuple" if isinstance(value, tuple) else "list", [data(item) for item in value]]
    if type(value).__name__ == "CommaSeparatedStrings":
        return ["list", [data(item) for item in value]]
    return ["str", str(value)]


def outcome(code, names):
    try:
        return ["value", data(eval(code, names))]
    except Exception as error:
        return ["error", type(error).__name__]


def run(case):
    os.environ.clear()
    os.environ.update(case["env"])
    names = {}
    exec(case["header"], names)
    return [outcome(code, names) for code in case["reads"]]


def main():
    cases = json.load(sys.stdin)
    kept = dict(os.environ)
    results = [run(case) for case in cases]
    os.environ.update(kept)
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    versions["python"] = sys.version.split()[0]
    json.dump({"versions": versions, "results": results}, sys.stdout)


main()
