"""Starts settings code in a process of its own, case by case.

Reads one JSON object a line: `files` by path, `environment` of the process, `modules` to import, and `value`, an
expression over them (or null). Answers one JSON object a line: `{"kind": "value", "value": …}`,
`{"kind": "reject"}` where the library refused a key that it does not know, or `{"kind": "crash", "why": …}`.

The libraries are imported once; every case is a fork of this process that has seen no other case.
"""

import importlib
import json
import os
import pathlib
import sys
import tempfile

import decouple  # noqa: F401
import dotenv  # noqa: F401
import environ  # noqa: F401
import environs  # noqa: F401
import pydantic_settings  # noqa: F401
import starlette.config  # noqa: F401
from pydantic import ValidationError

sys.dont_write_bytecode = True


def outcome(case):
    try:
        modules = {name.rpartition(".")[2]: importlib.import_module(name) for name in case["modules"]}
        if case["value"] is None:
            return {"kind": "value"}
        return {"kind": "value", "value": eval(case["value"], modules)}
    except ValidationError as error:
        kinds = [it["type"] for it in error.errors(include_input=False, include_url=False, include_context=False)]
        return {"kind": "reject" if "extra_forbidden" in kinds else "crash", "why": ", ".join(kinds)}
    except Exception as error:
        return {"kind": "crash", "why": type(error).__name__}


def child(case, folder, answer):
    for path, text in case["files"].items():
        target = pathlib.Path(folder, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    os.environ.clear()
    os.environ.update(case["environment"])
    os.chdir(folder)
    sys.path.insert(0, folder)
    # What the settings code prints and logs is not ours.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    os.write(answer, json.dumps(outcome(case)).encode())


def start(case):
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            try:
                child(case, folder, writing)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(process, 0)
        return json.loads(answer) if answer else {"kind": "crash", "why": "the process ended without an answer"}


for line in sys.stdin:
    print(json.dumps(start(json.loads(line))), flush=True)
