"""Loads YAML documents with PyYAML and prints what they hold.

Standard input: one JSON string per line, a document. Standard output: one JSON object per line,
{"value": VALUE} or {"error": CLASS}. A VALUE is [type, ...]: see `typed`.
"""

import datetime
import json
import sys

import yaml


def typed(value, above=()):
    if id(value) in above:
        return ["recursive"]
    above = (*above, id(value))
    if value is None:
        return ["none"]
    if isinstance(value, bool):
        return ["bool", str(value)]
    if isinstance(value, int):
        return ["int", hex(value)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, str):
        return ["str", value]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, datetime.datetime):
        text = value.isoformat()
        return ["datetime", text[:-6] + "Z" if text.endswith("+00:00") else text]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *(typed(item, above) for item in value)]
    if isinstance(value, set):
        return ["set", *(typed(item, above) for item in value)]
    return ["dict", *([typed(key, above), typed(held, above)] for key, held in value.items())]


def load(document):
    try:
        return {"value": typed(yaml.safe_load(document))}
    except Exception as error:  # every class counts: the loader lets ValueError, KeyError and others through
        return {"error": type(error).__name__}


def main():
    for line in sys.stdin:
        print(json.dumps(load(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
