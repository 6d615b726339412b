"""Prints values of loaders in a form that keeps their types: [type, ...]."""

import datetime


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
    if isinstance(value, (datetime.date, datetime.time)):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *(typed(item, above) for item in value)]
    if isinstance(value, set):
        return ["set", *(typed(item, above) for item in value)]
    return ["dict", *([typed(key, above), typed(held, above)] for key, held in value.items())]
