"""Loads YAML documents with PyYAML and prints what they hold.

Standard input: one JSON string per line, a document. Standard output: one JSON object per line,
{"value": VALUE} or {"error": CLASS}. A VALUE is [type, ...]: see `typed`.
"""

import json
import sys

import yaml
from typed_value import typed


def load(document):
    try:
        return {"value": typed(yaml.safe_load(document))}
    except Exception as error:  # every class counts: the loader lets ValueError, KeyError and others through
        return {"error": type(error).__name__}


def main():
    for line in sys.stdin:
        print(json.dumps(load(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
