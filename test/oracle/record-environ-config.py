"""Writes test/vectors/environ-config.json: what classes of environ-config hold for each text of a variable.

Usage, with environ-config installed (it cannot be beside django-environ, whose package has the same name):
python test/oracle/record-environ-config.py > test/vectors/environ-config.json
"""

import importlib.metadata
import json
import warnings

warnings.simplefilter("ignore")

HEADER = """import json
import pathlib

import environ
from attrs import validators


@environ.config(prefix="DATABASE")
class Database:
    host = environ.var("localhost")
    port: int = environ.var(5432, converter=int)


@environ.config
class Cache:
    url = environ.var()


def double(value):
    return value * 2


"""
# Declarations below `@environ.config(…)`, and the variable that each reads.
CASES = [
    ("", "port = environ.var()", "APP_PORT"),
    ("", 'port = environ.var("80")', "APP_PORT"),
    ("", "port = environ.var(80)", "APP_PORT"),
    ("", "port = environ.var(None)", "APP_PORT"),
    ("", "port = environ.var(80, converter=int)", "APP_PORT"),
    ("", 'port: int = environ.var("80", int)', "APP_PORT"),
    ("", "port = environ.var(converter=int)", "APP_PORT"),
    ("", "ratio = environ.var(1.5, converter=float)", "APP_RATIO"),
    ("", 'flag = environ.var("", converter=bool)', "APP_FLAG"),
    ("", "data = environ.var(converter=json.loads)", "APP_DATA"),
    ("", 'path = environ.var("/srv//x", converter=pathlib.Path)', "APP_PATH"),
    ("", "text = environ.var(5, converter=str)", "APP_TEXT"),
    ("", 'text = environ.var("a", converter=double)', "APP_TEXT"),
    ("", 'text = environ.var("a", validator=validators.in_(["a", "1"]))', "APP_TEXT"),
    ("", "debug = environ.bool_var()", "APP_DEBUG"),
    ("", "debug = environ.bool_var(False)", "APP_DEBUG"),
    ("", 'debug = environ.bool_var(" Yes")', "APP_DEBUG"),
    ('prefix="SHOP"', "port = environ.var(80, converter=int)", "SHOP_PORT"),
    ('prefix="shop"', "port = environ.var(converter=int)", "SHOP_PORT"),
    ('prefix=""', "port = environ.var(converter=int)", "PORT"),
    ("prefix=None", "port = environ.var(converter=int)", "PORT"),
    ("", 'port = environ.var(name="Port", converter=int)', "Port"),
    ("", "db = environ.group(Database)", "APP_DATABASE_PORT"),
    ("", "cache = environ.group(Cache)", "APP_CACHE_URL"),
    ("", "cache = environ.group(Cache, optional=True)", "APP_CACHE_URL"),
    ('prefix=""', "cache = environ.group(Cache)", "CACHE_URL"),
]
TEXTS = [None, "", "0", "1", "80", " 7 ", "1_0", "1.5", "nan", "true", " TRUE", "yes", "no", "on", "x", "[1]", '{"a": 1}', "/a//b/."]


def plain(value):
    if isinstance(value, float) and value != value:
        return {"$float": "nan"}
    if isinstance(value, (bool, int, float, str, list, dict)) or value is None:
        return value
    return str(value)


def held(made, variable):
    """The value that the variable gave: the only one, or that of the attribute which ends its name."""
    for attribute in made.__attrs_attrs__:
        value = getattr(made, attribute.name)
        if hasattr(value, "__attrs_attrs__"):
            return held(value, variable)
        if variable.lower().endswith(attribute.name.lower()):
            return plain(value)
    return None


def outcome(names, variable, text):
    try:
        made = names["environ"].to_config(names["Config"], environ={} if text is None else {variable: text})
        return {"value": held(made, variable)}
    except Exception as error:
        return {"error": type(error).__name__}


cases = []
for arguments, declaration, variable in CASES:
    names = {}
    code = f"{HEADER}@environ.config({arguments})\nclass Config:\n    {declaration}\n"
    exec(code, names)
    results = [[text, outcome(names, variable, text)] for text in TEXTS]
    cases.append(json.dumps({"arguments": arguments, "declaration": declaration, "variable": variable, "results": results}))
version = importlib.metadata.version("environ-config")
print('{"version": ' + json.dumps(version) + ', "header": ' + json.dumps(HEADER) + ', "cases": [\n' + ",\n".join(cases) + "\n]}")
