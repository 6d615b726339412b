"""What `Settings.model_json_schema()` gives for classes.

Usage: json-schema-of.py FILE.py > test/vectors/json-schemas.json   the sections of a file, each behind `# ---- name`
       json-schema-of.py < LINES                                    a line of JSON `{"code": …}` each, one line back
"""

import json
import sys
import warnings

from run_case import BASE, PREAMBLE, versions


def schema_of(code):
    names = dict(BASE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "case", "exec"), names)
            return finite(names["Settings"].model_json_schema())
        except Exception as error:
            return {"$error": type(error).__name__}


def finite(value):
    """NaN and infinities have no form in JSON."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return "$infinite"
    return value


def sections(text):
    for section in text.split("# ---- ")[1:]:
        name, _, code = section.partition("\n")
        yield {"name": name, "code": code}


def main():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            lines = [json.dumps({**case, "schema": schema_of(case["code"])}) for case in sections(file.read())]
        print('{"versions": ' + json.dumps(versions()) + ', "preamble": ' + json.dumps(PREAMBLE) + ', "cases": [\n' + ",\n".join(lines) + "\n]}")
    else:
        for line in sys.stdin:
            print(json.dumps(schema_of(json.loads(line)["code"])))


main()
