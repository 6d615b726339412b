"""Runs settings classes of pydantic 1, each in an empty folder, and says what the library makes of them.

Reads `{"cases": [{"code", "env", "files", "call"}]}` as JSON from standard input. The library is pydantic itself where
release 1 is installed, else the copy of it that pydantic 2 carries as `pydantic.v1`.
"""

import datetime
import decimal
import enum
import importlib.metadata
import json
import math
import os
import pathlib
import sys
import tempfile
import types
import uuid
import warnings

import pydantic


MODULE = "pydantic" if pydantic.VERSION.startswith("1.") else "pydantic.v1"
PREAMBLE = f"""
import datetime
import decimal
import enum
import ipaddress
import pathlib
import uuid
from typing import Any, ClassVar, Dict, FrozenSet, List, Literal, Mapping, Optional, Sequence, Set, Tuple, Union

from {MODULE} import BaseModel, BaseSettings, Extra, Field, Json, PositiveInt, SecretStr, StrictStr, confloat, conint
from {MODULE} import AmqpDsn, AnyHttpUrl, AnyUrl, EmailStr, HttpUrl, PostgresDsn, RedisDsn, conlist, constr, root_validator, validator
"""


def plain(value):
    if hasattr(value, "get_secret_value"):
        return plain(value.get_secret_value())
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if hasattr(value, "__fields__"):
        return {name: plain(held) for name, held in value.__dict__.items()}
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(held) for held in value]
    if isinstance(value, (uuid.UUID, pathlib.PurePath, decimal.Decimal)) or type(value).__module__ == "ipaddress":
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.timedelta):
        return {"$microseconds": str(value // datetime.timedelta(microseconds=1))}
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else {"$other": type(value).__name__}


def names_in(error):
    names = []
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        names.append(getattr(code, "co_qualname", code.co_name))
        trace = trace.tb_next
    return " ".join(names)


def failure(error, settings):
    kind = type(error).__name__
    if kind == "ValidationError":
        errors = [{"type": it["type"], "loc": list(it["loc"])} for it in error.errors()]
        return {"ok": False, "kind": kind, "errors": errors}
    if kind == "SettingsError" and settings is not None:
        name = str(error).split('"')[1]
        fields = [it for it in settings.__fields__.values() if name in it.field_info.extra["env_names"]]
        # What `Json` reads is not decoded before.
        decoded = [it.name for it in fields if it.is_complex() and not it.parse_json]
        source = "SecretsSettingsSource" if "SecretsSettingsSource" in names_in(error) else "EnvSettingsSource"
        return {"ok": False, "kind": kind, "field": (decoded or [it.name for it in fields])[0], "source": source}
    return {"ok": False, "kind": kind, "message": str(error)}


def run(case):
    kept = dict(os.environ)
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            for path, text in case["files"].items():
                target = pathlib.Path(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="")
            os.environ.clear()
            os.environ.update(case["env"])
            # A text as an annotation is looked up in the module of its class.
            module = types.ModuleType("case")
            sys.modules["case"] = module
            names = vars(module)
            try:
                exec(PREAMBLE + case["code"], names)
                made = eval(case.get("call", "Settings()"), names)
                values = {name: plain(held) for name, held in made.__dict__.items() if name in made.__fields__}
                extra = {name: plain(held) for name, held in made.__dict__.items() if name not in made.__fields__}
                return {"ok": True, "values": values, **({"extra": extra} if extra else {})}
            except Exception as error:
                return failure(error, names.get("Settings"))
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(kept)


warnings.simplefilter("ignore")
cases = json.load(sys.stdin)["cases"]
versions = {name: importlib.metadata.version(name) for name in ("pydantic", "python-dotenv")}
print(json.dumps({"preamble": PREAMBLE, "versions": versions, "results": [run(case) for case in cases]}))
