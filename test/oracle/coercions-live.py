"""Judges cases from standard input, one JSON object per line, and prints one result per line."""

import json
import sys

from field_types import annotation
from judge import Judge

judges = {}
for line in sys.stdin:
    case = json.loads(line)
    key = json.dumps(case['type'])
    if key not in judges:
        if len(judges) > 200:
            judges.clear()
        judges[key] = Judge(lambda: annotation(case['type']))
    judge = judges[key]
    result = judge.text(case['text']) if 'text' in case else judge.value(case['value'])
    print(json.dumps(result), flush=False)
