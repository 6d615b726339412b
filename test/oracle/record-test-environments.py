"""Records what pytest-env and tox put into the environment of tests.

    pip install pytest pytest-env tox
    python record-test-environments.py >../vectors/test-environments.json
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

PYTEST = [
    ("pytest.ini", "[pytest]\nenv =\n    A=b\n    C = d e\n"),
    ("pytest.ini", "[pytest]\nenv = A=b\n"),
    ("pytest.ini", "[pytest]\nenv =\n    A=b\n    # note\n    ; note\n\n    C=d # e\n"),
    ("pytest.ini", "[pytest]\nenv =\n    D:A=b\n    R:C={x}\n    D:R:E={y}\n    r:d:F={z}\n"),
    ("pytest.ini", "[pytest]\nenv =\n    A=1\n    D:A=2\n    B=1\n    B=2\n"),
    ("pytest.ini", "[pytest]\nenv =\n    A={{x}}\n    B={OUTSIDE}/y\n    C=z\n"),
    ("pytest.ini", "[pytest]\nenv =\n    A=1\n    U:A=\n    B=1\n"),
    ("pytest.ini", "[pytest]\nenv =\n    A=\n    B\n    C=x=y\n    D=\"q\"\n    E='q'\n"),
    ("pytest.ini", "[pytest]\nenv =\n    URL=http://x:1/y\n    D : P = 1\n"),
    ("pytest.ini", "[pytest]\naddopts = -q\nenv :\n    A=b\n[other]\nenv =\n    C=d\n"),
    ("tox.ini", "[pytest]\nenv =\n    A=b\n[testenv]\nenv = C=d\n"),
    ("setup.cfg", "[tool:pytest]\nenv =\n    A=b\n[pytest2]\nenv =\n    C=d\n"),
    ("pyproject.toml", '[tool.pytest.ini_options]\nenv = ["A=b", "D:C=d e"]\n'),
    ("pyproject.toml", '[tool.pytest.ini_options]\nenv = """\nA=b\n  C=d\n"""\n'),
    ("pyproject.toml", "[tool.pytest.ini_options]\nenv = ['A=b', \"R:C={x}\"]\n"),
    ("pyproject.toml", '[tool.pytest]\nenv = ["A=b"]\n'),
    ("pyproject.toml", '[tool.pytest_env]\nA = "b"\nN = 5\nT = true\nF = 1.5\n'),
    ("pyproject.toml", '[tool.pytest_env]\nA = {value = "b"}\nC = {value = "{OUTSIDE}", transform = true}\nE = {value = "{x}"}\n'),
    ("pyproject.toml", '[tool.pytest_env]\nA = "1"\nB = {value = "2", skip_if_set = true}\nC = {unset = true}\n'),
    ("pyproject.toml", '[tool.pytest.ini_options]\nenv = ["A=ini"]\n[tool.pytest_env]\nB = "toml"\n'),
    ("pyproject.toml", '[tool.pytest.ini_options]\nenv = ["A=ini"]\n[tool.pytest_env]\n'),
    ("pytest.toml", '[pytest]\nenv = ["A=b"]\n'),
    ("pytest.toml", '[pytest]\n[pytest_env]\nA = "b"\n'),
]
TOX = [
    "[testenv]\nset_env =\n    A = b\n    C=d e\n",
    "[testenv]\nsetenv =\n    A=b\n    # note\n    C=d # note\n\n    E=\n",
    "[testenv]\nsetenv = A=b\n",
    '[testenv]\nsetenv =\n    A="b"\n    C=\'d\'\n    E=f=g\n',
    "[testenv]\nsetenv =\n    A={env:OUTSIDE}\n    C={toxinidir}/x\n    E={posargs}\n    F=g\n",
    "[testenv]\nsetenv =\n    A=b\n[testenv:x]\nset_env =\n    C=d\n",
    "[testenv]\nsetenv =\n    A=b\n[testenv:x]\ncommands = pytest\n",
    "[testenv]\nsetenv =\n    A=b\n    C=d\n[testenv:x]\nset_env =\n    A=c\n    {[testenv]setenv}\n",
    "[base]\nsetenv =\n    A=b\n[testenv]\nset_env =\n    {[base]setenv}\n    C=d\n",
    '[testenv]\nset_env =\n    A=b; python_version < "3"\n    C=d; python_version > "3"\n    E=f\n',
    "[testenv]\nset_env =\n    A=b\\;c\n    D=e\\\\f\n    G=h\n",
    "[testenv]\nset_env =\n    A=one \\\n      two\n    B=c\n",
    "[testenv]\nset_env =\n    A=1\n    A=2\n",
]
TESTS = "import json, os\n\ndef test_it():\n    open('out.json', 'w').write(json.dumps(dict(os.environ)))\n"
OWN = re.compile(r"^(?:PIP_|PYTHON|TOX_|VIRTUAL_ENV|PYTEST_|COLUMNS|LINES|UV_)")


def run(command: list[str], folder: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "OUTSIDE": "outside"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def by_pytest(path: str, text: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, path).write_text(text, encoding="utf-8")
        Path(folder, "test_it.py").write_text(TESTS, encoding="utf-8")
        run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], folder)
        seen = json.loads(Path(folder, "out.json").read_text(encoding="utf-8"))
    left_out = {"PATH", "HOME", "OUTSIDE", "LC_CTYPE"}
    found = {k: v for k, v in seen.items() if k not in left_out and not OWN.match(k)}
    return {"path": path, "text": text, "environment": found}


def by_tox(text: str) -> dict[str, object]:
    name = "x" if "[testenv:x]" in text else "py"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tox.ini").write_text(text, encoding="utf-8")
        out = run([sys.executable, "-m", "tox", "config", "-e", name, "-k", "set_env"], folder)
        found = dict(re.findall(r"^  ([^=\n]+)=(.*)$", out.replace(folder, "FOLDER"), re.M))
    return {
        "path": "tox.ini",
        "text": text,
        "name": "x" if name == "x" else "tox",
        "environment": {k: v for k, v in found.items() if not OWN.match(k)},
    }


if __name__ == "__main__":
    versions = {name: version(name) for name in ("pytest", "pytest-env", "tox")}
    cases = {"pytest": [by_pytest(*it) for it in PYTEST], "tox": [by_tox(it) for it in TOX]}
    print(json.dumps({"recordedWith": versions, **cases}, ensure_ascii=False, indent=1))
