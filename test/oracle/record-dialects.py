"""Records what the programs that read `.env` files make of the texts of a vectors file, and writes the file anew.

    python record-dialects.py VECTORS GO_PROGRAM

VECTORS holds {"environ": {...}, "cases": [{"text": ...}, ...]}; anything else in it is replaced. This Python must have
starlette, python-decouple and django-environ; GO_PROGRAM is built from dialects-live.go, whose head says the versions.
"""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
PYTHON_DIALECTS = ["starlette", "decouple", "django-environ", "systemd", "shell"]
GO_DIALECTS = {"compose": "compose-go", "docker-run": "docker/cli", "kubectl": "kubectl"}


def ask(command, asked):
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main(path, go_program):
    vectors = json.loads(pathlib.Path(path).read_text("utf-8"))
    texts = [case["text"] for case in vectors["cases"]]
    asked = {"environ": vectors["environ"], "texts": texts}
    head = (HERE / "dialects-live.go").read_text("utf-8").splitlines()[0]
    versions = {name: re.search(rf"{program} ([\d.]+\d)", head).group(1) for name, program in GO_DIALECTS.items()}
    results = ask([go_program], asked)
    for dialect in PYTHON_DIALECTS:
        found = ask([sys.executable, str(HERE / "dialects-live.py")], {**asked, "dialect": dialect})
        versions[dialect] = found["version"]
        results[dialect] = found["results"]
    cases = [
        {"text": text, **{dialect: found[index] for dialect, found in results.items()}}
        for index, text in enumerate(texts)
    ]
    lines = ",\n".join("  " + json.dumps(case) for case in cases)
    head = f' "versions": {json.dumps(versions)},\n "environ": {json.dumps(vectors["environ"])},'
    pathlib.Path(path).write_text(f'{{\n{head}\n "cases": [\n{lines}\n ]\n}}\n', "utf-8")


main(*sys.argv[1:])
