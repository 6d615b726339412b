"""What the installed readers of `.env` files make of texts.

Reads {"dialect": ..., "environ": {...}, "texts": [...]} from standard input and prints
{"version": ..., "results": [{"values": {...}, "refused": bool}, ...]}, or {"missing": reason}.

starlette, decouple, django-environ   the packages of this Python
shell                                 `set -a; source FILE` in bash, without any program to run
systemd                               `load_env_file` of libsystemd-shared, as EnvironmentFile= uses it
"""

import contextlib
import glob
import importlib.metadata
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import warnings


def starlette():
    from starlette.config import Config

    version = importlib.metadata.version("starlette")
    return version, lambda path, _: dict(Config(path, environ={}).file_values)


def decouple():
    from decouple import RepositoryEnv

    version = importlib.metadata.version("python-decouple")
    return version, lambda path, _: dict(RepositoryEnv(path).data)


def django_environ():
    from environ import Env

    def read(path, _):
        class Fresh(Env):
            ENVIRON = {}

        Fresh.read_env(path)
        return dict(Fresh.ENVIRON)

    return importlib.metadata.version("django-environ"), read


def shell():
    bash = ["bash", "--norc", "--noprofile"]
    done = subprocess.run([*bash, "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"version (\S+)", done.stdout).group(1)
    # Only what the shell itself can do is there: no PATH, and commands that are not found say nothing.
    script = (
        'command_not_found_handle() { return 127; }; PATH=/nonexistent; set -a; source "$0" >/dev/null; set +a; '
        "while IFS= read -r NAME_; do printf '%s=%s\\0' \"$NAME_\" \"${!NAME_}\"; done < <(compgen -e); printf '\\0all\\0'"
    )

    def read(path, environ):
        found = subprocess.run(
            [*bash, "-c", script, path], env={**environ, "HOME": "/home/service"}, capture_output=True, timeout=20
        ).stdout.decode("utf-8", "surrogateescape")
        if not found.endswith("\0all\0"):
            return None
        pairs = dict(it.split("=", 1) for it in found.split("\0") if "=" in it)
        own = {"PWD", "OLDPWD", "SHLVL", "_", "PATH", "NAME_", "HOME"}
        return {
            name: value
            for name, value in pairs.items()
            if name not in own and environ.get(name) != value
        }

    return version, read


def systemd():
    import ctypes

    libraries = sorted(glob.glob("/usr/lib/*/systemd/libsystemd-shared-*.so") + glob.glob("/usr/lib/systemd/libsystemd-shared-*.so"))
    if not libraries:
        raise ImportError("no libsystemd-shared")
    library = ctypes.CDLL(libraries[-1])
    version = re.search(r"shared-(\d+)", libraries[-1]).group(1)

    def read(path, _):
        found = ctypes.POINTER(ctypes.c_char_p)()
        code = library.load_env_file(None, path.encode(), ctypes.byref(found))
        if code < 0:
            return None
        pairs = {}
        for index in range(1 << 20):
            if not found or found[index] is None:
                break
            name, value = found[index].decode("utf-8").split("=", 1)
            # What `EnvironmentFile=` ignores afterwards.
            if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                pairs[name] = value
        return pairs

    return version, read


READERS = {
    "starlette": starlette,
    "decouple": decouple,
    "django-environ": django_environ,
    "shell": shell,
    "systemd": systemd,
}


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    try:
        version, read = READERS[asked["dialect"]]()
    except (ImportError, OSError, FileNotFoundError) as error:
        json.dump({"missing": str(error)}, sys.stdout)
        return
    results = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file.env")
        for text in asked["texts"]:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            with contextlib.redirect_stderr(io.StringIO()):
                values = read(path, asked["environ"])
                results.append({"values": values or {}, "refused": values is None})
    json.dump({"version": version, "results": results}, sys.stdout)


main()
