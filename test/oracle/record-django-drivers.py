"""Records which backends of caches django-environ takes, by what is installed beside it.

Needs django-environ, Django, django-redis and pymemcache; each run hides some of them:
python test/oracle/record-django-drivers.py
"""

import importlib.metadata
import json
import pathlib
import subprocess
import sys

HIDDEN = ["django", "django_redis", "pymemcache"]
ADDRESSES = [
    "redis://h:6379/1",
    "rediss://:p@h,i:1/0?timeout=5&Max_Entries=9",
    "rediscache:///var/run/r.sock?db=1&key_prefix=shop",
    "valkeys://h:6379/2?KEY_prefix=x",
    "pymemcache://h:1?timeout=none",
    "pymemcache:///tmp/m.sock?no_delay=True",
]
SCRIPT = """
import json, sys
for name in json.loads(sys.argv[1]):
    sys.modules[name] = None
import environ
print(json.dumps([environ.Env.cache_url_config(it) for it in json.loads(sys.argv[2])]))
"""


def data(value):
    if value is None:
        return ["none"]
    if isinstance(value, bool):
        return ["bool", str(value).lower()]
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, list):
        return ["list", [data(it) for it in value]]
    if isinstance(value, dict):
        return ["dict", [[data(key), data(it)] for key, it in value.items()]]
    return ["str", value]


def lock(hidden):
    shown = [it.replace("_", "-") for it in HIDDEN if it not in hidden]
    versions = [(it, importlib.metadata.version(it)) for it in ["django-environ", *shown]]
    return "\n".join(f'[[package]]\nname = "{name}"\nversion = "{version}"\n' for name, version in versions)


def cases():
    for bits in range(2 ** len(HIDDEN)):
        hidden = [name for index, name in enumerate(HIDDEN) if bits >> index & 1]
        # django-redis and Django come together.
        if "django" in hidden and "django_redis" not in hidden:
            continue
        command = [sys.executable, "-c", SCRIPT, json.dumps(hidden), json.dumps(ADDRESSES)]
        given = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        names = [f"C{index}" for index in range(len(ADDRESSES))]
        yield {
            "library": "django-environ",
            "header": "import environ\n\nenv = environ.Env()\n",
            "reads": [f'env.cache("{name}")' for name in names],
            "names": names,
            "env": dict(zip(names, ADDRESSES)),
            "prefix": "",
            "files": {"uv.lock": lock(hidden)},
            "module": "settings.py",
            "results": [["value", data(it)] for it in given],
        }


text = ",\n".join(json.dumps(it) for it in cases())
pathlib.Path("test/vectors/django-drivers.json").write_text(f'{{"cases": [\n{text}\n]}}\n')
