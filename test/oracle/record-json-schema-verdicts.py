"""Writes test/vectors/json-schema-verdicts.json: which texts of variables a JSON Schema accepts.

Usage: python test/oracle/record-json-schema-verdicts.py > test/vectors/json-schema-verdicts.json

A text is accepted where it is valid as a text, or where it is JSON (RFC 8259) of a value that is valid, by the
`jsonschema` package, draft 2020-12.
"""

import importlib.metadata
import json
import random

from jsonschema import Draft202012Validator

TEXTS = [
    "", " ", "0", "1", "-1", "3", "5", "10", "1.0", "1.5", "-0.0", "1e2", "1e400", "01", "+1", "1_000", "0x10", "NaN", "Infinity",
    "true", "false", "True", "yes", "null", "None", "a", "ab", "abc", "red", "Red", "auto", "\u00e9\u00e9", "\U0001f600", "\"a\"",
    "\"1\"", "[]", "[1]", "[1,2,3]", "[\"a\"]", "[1,\"a\"]", "[true]", "[null]", "[[1]]", "[1.0]", "{}", "{\"a\": 1}", "[1,]", "a,b",
    "9007199254740993", "123456789012345678901234567890", "a-b", "a.b", "a1", "12", " 1 ", "a\nb",
]
TYPES = ["string", "integer", "number", "boolean", "null", "array", "object"]
VALUES = ["a", "red", "auto", "1", 1, 2, 1.5, 1.0, True, False, None]
PATTERNS = ["^[a-z]+\\Z", "^[a-z]", "a|b", "^(ab?)+", "[0-9]{2}", "^[^a]*", "^a\\.b", "^\\d+", "\\w-\\w"]


def number(rng):
    return rng.choice([0, 1, 3, 5, 10, -1, 1.5, 0.5, 9007199254740992])


def typed(rng, name, depth):
    schema = {"type": name}
    if name == "string":
        if rng.random() < 0.4:
            schema["minLength"] = rng.randrange(4)
        if rng.random() < 0.4:
            schema["maxLength"] = rng.randrange(4)
        if rng.random() < 0.4:
            schema["pattern"] = rng.choice(PATTERNS).replace("\\Z", "$")
    elif name in ("integer", "number"):
        for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            if rng.random() < 0.3:
                schema[keyword] = number(rng)
        if rng.random() < 0.2:
            schema["multipleOf"] = rng.choice([1, 2, 5])
    elif name == "array":
        if rng.random() < 0.6:
            schema["items"] = schema_of(rng, depth + 1)
        if rng.random() < 0.3:
            schema["minItems"] = rng.randrange(3)
        if rng.random() < 0.3:
            schema["maxItems"] = rng.randrange(3)
    return schema


def schema_of(rng, depth=0):
    roll = rng.random()
    if depth > 2 or roll < 0.55:
        return typed(rng, rng.choice(TYPES), depth)
    if roll < 0.7:
        return {"enum": rng.sample(VALUES, rng.randrange(1, 4))}
    if roll < 0.78:
        return {"const": rng.choice(VALUES)}
    if roll < 0.86:
        return {"type": rng.sample(TYPES, 2)}
    if roll < 0.95:
        return {"anyOf": [schema_of(rng, depth + 1), schema_of(rng, depth + 1)]}
    return rng.choice([{}, True, {"title": "any"}, {"type": "string", "format": "email"}])


def refuse(name):
    raise ValueError(name)


def accepts(schema, text):
    validator = Draft202012Validator(schema)
    if validator.is_valid(text):
        return True
    try:
        value = json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return not isinstance(value, str) and value != float("inf") and validator.is_valid(value)


def main():
    rng = random.Random(20)
    lines = []
    for _ in range(400):
        schema = schema_of(rng)
        texts = [text for text in TEXTS if accepts(schema, text)]
        lines.append(json.dumps({"schema": schema, "accepted": texts}))
    version = importlib.metadata.version("jsonschema")
    print('{"versions": ' + json.dumps({"jsonschema": version}) + ', "texts": ' + json.dumps(TEXTS) + ', "cases": [\n' + ",\n".join(lines) + "\n]}")


main()
