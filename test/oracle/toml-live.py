"""Loads TOML texts with `tomllib` and prints what they hold.

Standard input: one JSON string per line, a text. Standard output: one JSON object per line,
{"value": VALUE} or {"error": CLASS}. A VALUE is [type, ...]: see typed_value.py.
"""

import json
import sys
import tomllib

from typed_value import typed


def load(text):
    try:
        return {"value": typed(tomllib.loads(text))}
    except Exception as error:
        return {"error": type(error).__name__}


def main():
    for line in sys.stdin:
        print(json.dumps(load(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
