"""Writes test/vectors/framework-variables.json: what frameworks make of the variables that they read by themselves.

Usage, with flask, celery, gunicorn and uvicorn installed:
python test/oracle/record-frameworks.py > test/vectors/framework-variables.json
"""

import importlib
import importlib.metadata
import json
import math
import os
import sys
import warnings

warnings.simplefilter("ignore")

TEXTS = ["", "0", "1", "4", " 4 ", "1_0", "1.5", "many", "true", "True", "YES", "null", "NaN", "[1, 2]", "[1, 2", '{"a": {"b": null}}', '"x"', "127.0.0.1,10.0.0.1", "redis://localhost/0", "é"]
FLASK = """from flask import Flask

app = Flask(__name__)
app.config.from_prefixed_env()
key = app.config.get("KEY")
"""
SHOP = FLASK.replace("from_prefixed_env()", 'from_prefixed_env("SHOP")')
ENVVAR = """from flask import Flask

app = Flask(__name__)
app.config.from_envvar("SHOP_SETTINGS")
"""
CELERY = """from celery import Celery

app = Celery("shop", broker="memory://")
"""
CELERY_ENVVAR = CELERY + 'app.config_from_envvar("SHOP_CELERY")\n'
GUNICORN = "workers = 2\n"
UVICORN = """import uvicorn

config = uvicorn.Config("shop:app")
"""


def flask(code, variable):
    names = {"__name__": "shop"}
    exec(code, names)
    return names["app"].config["KEY"]


def nothing(code, variable):
    """Only whether the code gets as far as looking for what the variable names."""
    try:
        exec(code, {"__name__": "shop"})
    except (FileNotFoundError, IsADirectoryError, ImportError):
        pass
    return os.environ[variable]


def celery(code, variable):
    names = {}
    exec(code, names)
    conf = names["app"].conf
    return conf.broker_url if variable == "CELERY_BROKER_URL" else conf.result_backend


def gunicorn(code, variable):
    for name in [it for it in sys.modules if it.startswith("gunicorn")]:
        del sys.modules[name]
    config = importlib.import_module("gunicorn.config")
    return config.Workers.default if variable == "WEB_CONCURRENCY" else config.Config().sendfile


def uvicorn(code, variable):
    names = {}
    exec(code, names)
    return names["config"].workers if variable == "WEB_CONCURRENCY" else os.environ[variable]


CASES = [
    ("app.py", FLASK, "FLASK_KEY", flask),
    ("app.py", SHOP, "SHOP_KEY", flask),
    ("app.py", ENVVAR, "SHOP_SETTINGS", nothing),
    ("app.py", CELERY, "CELERY_BROKER_URL", celery),
    ("app.py", CELERY, "CELERY_RESULT_BACKEND", celery),
    ("app.py", CELERY_ENVVAR, "SHOP_CELERY", nothing),
    ("gunicorn.conf.py", GUNICORN, "WEB_CONCURRENCY", gunicorn),
    ("gunicorn.conf.py", GUNICORN, "SENDFILE", gunicorn),
    ("app.py", UVICORN, "WEB_CONCURRENCY", uvicorn),
]


def plain(value):
    return {"$float": "nan"} if isinstance(value, float) and math.isnan(value) else value


def outcome(code, variable, run, text):
    os.environ[variable] = text
    try:
        return {"value": plain(run(code, variable))}
    except Exception as error:
        return {"error": type(error).__name__}
    finally:
        del os.environ[variable]


cases = [
    json.dumps({"path": path, "code": code, "variable": variable, "results": [[text, outcome(code, variable, run, text)] for text in TEXTS]})
    for path, code, variable, run in CASES
]
versions = {name: importlib.metadata.version(name) for name in ("flask", "celery", "gunicorn", "uvicorn")}
print('{"versions": ' + json.dumps(versions) + ', "cases": [\n' + ",\n".join(cases) + "\n]}")
