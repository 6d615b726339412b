"""Runs reads of settings libraries, each by itself, and says what they give.

Reads `[{"header": code, "reads": [code], "env": {name: text}}]` as JSON from standard input. Each read is an expression.
With `files` (text by path) and `module` (a path among them) it runs in a folder of its own that holds them.
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
import tempfile
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


def outcome(code, names, path):
    try:
        return ["value", data(eval(compile(code, path, "eval"), names))]
    except Exception as error:
        return ["error", type(error).__name__]


def run(case):
    os.environ.clear()
    os.environ.update(case["env"])
    if "files" not in case:
        return run_reads(case, "<string>")
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case["files"].items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        module = pathlib.Path(folder, case["module"])
        module.parent.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        try:
            return run_reads(case, str(module))
        finally:
            os.chdir(home)


def run_reads(case, path):
    names = {"__file__": path}
    reset_environs()
    try:
        exec(compile(case["header"], path, "exec"), names)
    except Exception as error:
        return [["error", type(error).__name__] for _ in case["reads"]]
    reset(names.get("config"))
    return [outcome(code, names, path) for code in case["reads"]]


def reset(config):
    # The object that python-decouple itself makes keeps the file that it found for an earlier case.
    if type(config).__name__ == "AutoConfig":
        config.config = None


def reset_environs():
    # The object that environs itself makes keeps the prefix of a block that was left by an exception.
    import environs

    environs.env._prefix = None
    environs.env._errors.clear()
    environs.env._environ.clear()


def main():
    cases = json.load(sys.stdin)
    kept = dict(os.environ)
    results = [run(case) for case in cases]
    os.environ.update(kept)
    versions = {name: importlib.metadata.version(name) for name in LIBRARIES}
    versions["python"] = sys.version.split()[0]
    json.dump({"versions": versions, "results": results}, sys.stdout)


main()
