"""What the installed python-dotenv makes of texts.

Reads {"environ": {...}, "texts": [...]} from standard input and prints
{"versions": {...}, "results": [...]} with one result per text, in order:

statements    what `parse_stream` yields: [key, value, text, line, error]
values        interpolated, without any process environment
overriding    interpolated with `environ`, the file first (`dotenv_values`)
yielding      interpolated with `environ`, the environment first (`load_dotenv`)

Texts are read as a file that is opened in text mode, so every line break becomes "\\n".
"""

import importlib.metadata
import io
import json
import os
import platform
import sys

from dotenv.main import DotEnv, resolve_variables
from dotenv.parser import parse_stream


def opened(text):
    return io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8")


def values(text, environ, override):
    os.environ.clear()
    os.environ.update(environ)
    parsed = [
        (binding.key, binding.value)
        for binding in parse_stream(opened(text))
        if binding.key is not None
    ]
    result = dict(resolve_variables(parsed, override=override))
    assert result == dict(DotEnv(None, stream=opened(text), override=override).dict())
    return result


def result(text, environ):
    return {
        "statements": [
            [it.key, it.value, it.original.string, it.original.line, it.error]
            for it in parse_stream(opened(text))
        ],
        "values": values(text, {}, True),
        "overriding": values(text, environ, True),
        "yielding": values(text, environ, False),
    }


def main():
    import logging

    logging.disable(logging.CRITICAL)
    asked = json.load(sys.stdin)
    kept = dict(os.environ)
    results = [result(text, asked["environ"]) for text in asked["texts"]]
    os.environ.clear()
    os.environ.update(kept)
    versions = {
        "python": platform.python_version(),
        "python-dotenv": importlib.metadata.version("python-dotenv"),
    }
    json.dump({"versions": versions, "results": results}, sys.stdout)


main()
