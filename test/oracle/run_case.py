"""Runs one case: a settings class with its files and process environment, and tells what the library makes of it."""

import math
import os
import pathlib
import sys
import tempfile
import types
import warnings

import pydantic_settings

PREAMBLE = """
import dataclasses
import datetime as dt
import decimal
import enum
import pathlib
import typing as T
import uuid
from typing import Any, ClassVar, Dict, Final, List, Literal, NamedTuple, Optional, Tuple, Union

from pydantic import AfterValidator, AliasChoices, AliasPath, AnyUrl, BaseModel, BeforeValidator, ByteSize, ConfigDict
from pydantic import EmailStr, Field, HttpUrl, Json, PositiveInt, PostgresDsn, RedisDsn, RootModel, SecretStr
from pydantic import StrictBool, StrictInt, StrictStr, conint, constr, field_validator, model_validator
from pydantic import Discriminator
from typing_extensions import Annotated, NotRequired, Required, TypedDict
"""
SETTINGS_NAMES = """BaseSettings SettingsConfigDict DotEnvSettingsSource EnvSettingsSource ForceDecode
InitSettingsSource JsonConfigSettingsSource NoDecode PyprojectTomlConfigSettingsSource SecretsSettingsSource
TomlConfigSettingsSource YamlConfigSettingsSource""".split()
# Older releases have fewer names.
PREAMBLE += "".join(
    f"from pydantic_settings import {name}\n" for name in SETTINGS_NAMES if hasattr(pydantic_settings, name)
)


# The newest pydantic looks a class up in its module.
sys.modules["case"] = types.ModuleType("case")
BASE = {"__name__": "case"}
exec(compile(PREAMBLE, "preamble", "exec"), BASE)


def plain(value):
    """JSON as `resolve` prints it: NaN and infinities as objects, integers beyond 2**53 as texts."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        return {"$float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return {"$other": type(value).__name__}


def failure(error):
    kind = type(error).__name__
    if kind == "ValidationError":
        errors = [{"type": it["type"], "loc": list(it["loc"])} for it in error.errors(include_input=False, include_url=False, include_context=False)]
        return {"ok": False, "kind": kind, "errors": errors}
    if kind == "SettingsError":
        words = str(error).split('"')
        if len(words) == 5:
            return {"ok": False, "kind": kind, "field": words[1], "source": words[3]}
    return {"ok": False, "kind": kind}


def result_of(settings):
    values = {}
    for name in type(settings).model_fields:
        try:
            # One field at a time, so that a value without a JSON form costs only itself.
            values[name] = plain(settings.model_dump(mode="json", include={name}, warnings=False).get(name))
        except Exception as error:
            values[name] = {"$other": type(error).__name__}
    excluded = [name for name, field in type(settings).model_fields.items() if field.exclude]
    for name in excluded:
        del values[name]
    extra = settings.model_extra
    return {"ok": True, "values": values, **({"extra": plain(extra)} if extra else {})}


SHARED = {}


def names_of(shared):
    """The names that code which many cases begin with defines; it runs once and must not look at anything outside."""
    if shared not in SHARED:
        SHARED.clear()
        SHARED[shared] = dict(BASE)
        exec(compile(shared, "shared", "exec"), SHARED[shared])
    return dict(SHARED[shared])


def run(case, shared=""):
    """What `Settings()` gives in an empty folder that holds the case's files; `shared` is how its code begins."""
    kept = dict(os.environ)
    here = os.getcwd()
    prefix = shared if case["code"].startswith(shared) else ""
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            for path, text in case["files"].items():
                target = pathlib.Path(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="")
            for name in list(os.environ):
                del os.environ[name]
            os.environ.update(case["env"])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    names = names_of(prefix)
                    exec(compile(case["code"][len(prefix):], "case", "exec"), names)
                    return result_of(eval(case.get("call", "Settings()"), names))
                except Exception as error:
                    return failure(error)
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(kept)


def versions():
    import importlib.metadata

    return {name: importlib.metadata.version(name) for name in ("pydantic", "pydantic-settings", "python-dotenv", "PyYAML")}
