"""Which source of pydantic-settings each field of a settings object was taken from, told by the library's own sources.

Every source is watched while the library calls it, in its own order. The key that pydantic takes a field from is the
first of the field's aliases that the merged data holds; the first source that gave this key is the winner.
"""

import functools
import inspect
import os
import pathlib

import pydantic_settings
from dotenv import dotenv_values
from pydantic import AliasChoices, AliasPath

SOURCES = {
    "InitSettingsSource": "init",
    "EnvSettingsSource": "process",
    "DotEnvSettingsSource": "dotenv",
    "SecretsSettingsSource": "secrets",
    "JsonConfigSettingsSource": "file",
    "YamlConfigSettingsSource": "file",
    "TomlConfigSettingsSource": "file",
    "PyprojectTomlConfigSettingsSource": "file",
    "DefaultSettingsSource": "default",
}
calls = []
merged = []
depth = 0


def watch():
    """Has every source, and what the library makes of all of them, noted from here on."""
    classes = {one for it in subclasses(pydantic_settings.PydanticBaseSettingsSource) for one in it.__mro__}
    for one in classes:
        if "__call__" in vars(one) and issubclass(one, pydantic_settings.PydanticBaseSettingsSource):
            one.__call__ = watched(vars(one)["__call__"])
    name = "_settings_build_values"
    build = inspect.getattr_static(pydantic_settings.BaseSettings, name)
    is_class = isinstance(build, classmethod)
    noted = noting(build.__func__ if is_class else build)
    setattr(pydantic_settings.BaseSettings, name, classmethod(noted) if is_class else noted)


def subclasses(one):
    return {one, *(below for it in one.__subclasses__() for below in subclasses(it))}


def watched(call):
    @functools.wraps(call)
    def wrapped(self, *args, **kwargs):
        global depth
        depth += 1
        try:
            data = call(self, *args, **kwargs)
        finally:
            depth -= 1
        # A source calls the method of its base class.
        if depth == 0:
            calls.append((self, dict(data), file_names(self) if type(self).__name__ == "DotEnvSettingsSource" else []))
        return data

    return wrapped


def noting(build):
    @functools.wraps(build)
    def wrapped(*args, **kwargs):
        state = build(*args, **kwargs)
        merged.append(state)
        return state

    return wrapped


def file_names(source):
    """The dotenv files that a source reads, and the names in each, as the source compares them."""
    files = source.env_file or []
    found = []
    for file in [files] if isinstance(files, (str, os.PathLike)) else files:
        path = pathlib.Path(file).expanduser()
        if path.is_file():
            values = dotenv_values(path, encoding=source.env_file_encoding or "utf8")
            empty = getattr(source, "env_ignore_empty", False)
            names = {name if source.case_sensitive else name.lower() for name, it in values.items() if not (empty and it == "")}
            found.append((str(file), names))
    return found


def winners(settings):
    """By field of the class the kind of its source, with the dotenv file where one variable alone is the value."""
    if len(merged) != 1 or any(source.settings_cls is not settings for source, _, _ in calls):
        return None
    return {name: winner(settings, name, field, merged[0]) for name, field in settings.model_fields.items()}


def forget():
    calls.clear()
    merged.clear()


def winner(settings, name, field, state):
    key = next((path[0] for path in accepted(settings, name, field) if holds(state, path)), None)
    if key is None:
        return {"kind": "default"}
    for source, data, files in calls:
        if key in data:
            file = dotenv_file(source, name, field, key, data[key], files)
            return {"kind": SOURCES[type(source).__name__], **({"file": file} if file else {})}
    return None


def accepted(settings, name, field):
    alias = field.validation_alias
    if alias is None:
        return [[name]]
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    by_name = settings.model_config.get("populate_by_name") or settings.model_config.get("validate_by_name")
    paths = [list(it.path) if isinstance(it, AliasPath) else [it] for it in choices]
    return [*paths, *([[name]] if by_name else [])]


def holds(state, path):
    for step in path:
        if isinstance(step, str) and isinstance(state, dict) and step in state:
            state = state[step]
        elif isinstance(step, int) and isinstance(state, list) and -len(state) <= step < len(state):
            state = state[step]
        else:
            return False
    return True


def dotenv_file(source, name, field, key, value, files):
    if not files:
        return None
    found = [(field_key, it) for field_key, it, _ in source._extract_field_info(field, name) if source.env_vars.get(it) is not None]
    named = [it for field_key, it in found if field_key == key]
    # A variable that is none of the field's becomes a value of its own name, which may be a name of the field, and then
    # lies over what the field's own variable gives.
    own = [source.env_vars[it] for it in named]
    is_extra = isinstance(value, str) and key not in [it for _, it in found] and source.env_vars.get(key) == value and value not in own
    variable = key if is_extra else next(iter(named or [it for _, it in found]), None)
    return variable and next(file for file, names in reversed(files) if variable in names)
