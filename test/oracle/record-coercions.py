"""Records anew what pydantic makes of the inputs in `test/vectors/*coercions.json`.

Run with Python 3.11 and pydantic[email] 2.13.5, pydantic-settings 2.15.0. Every entry has an annotation, as it is
written in Python with the classes below, and the field type it stands for.
"""

import datetime as dt
import enum
import ipaddress
import itertools
import json
import re
import pathlib
import platform
import sys
import uuid
from decimal import Decimal
from typing import *
from typing import Annotated

import pydantic
import pydantic_settings
from pydantic import *
from pydantic.networks import *
from pydantic.types import *

from judge import Judge


class Color(str, enum.Enum):
    RED = 'red'
    GREEN = 'green'


class Plain(enum.Enum):
    A = 'a'
    B = 'b'
    ONE = 1


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class IntMix(int, enum.Enum):
    LOW = 1
    HIGH = 2


class FloatMix(float, enum.Enum):
    HALF = 0.5


class OnlyInt(enum.Enum):
    X = 1
    Y = 2


class BoolE(enum.Enum):
    T = True
    F = False


class StrE(enum.StrEnum):
    DEV = 'dev'
    PROD = 'prod'


class IFlag(enum.IntFlag):
    R = 1
    W = 2


class Sub(BaseModel):
    a: int
    b: str = 'x'


VECTORS = pathlib.Path(__file__).parent.parent / 'vectors'
VERSIONS = {
    'pydantic': pydantic.VERSION,
    'pydantic-settings': pydantic_settings.VERSION,
    'python': platform.python_version(),
}

SCHEMES = {
    'AnyUrl': ['http', 'HTTPS', 'ftp', 'file', 'foo', 's3', 'a+b'], 'AnyHttpUrl': ['http', 'https', 'ws'],
    'HttpUrl': ['http', 'https', 'ftp'], 'AnyWebsocketUrl': ['ws', 'wss', 'http'], 'WebsocketUrl': ['ws', 'wss'],
    'FileUrl': ['file', 'http'], 'FtpUrl': ['ftp', 'ftps'], 'AmqpDsn': ['amqp', 'amqps', 'pyamqp'],
    'PostgresDsn': ['postgres', 'postgresql', 'postgresql+asyncpg', 'mysql'], 'CockroachDsn': ['cockroachdb', 'postgres'],
    'MySQLDsn': ['mysql', 'mysql+pymysql', 'mariadb'], 'MariaDBDsn': ['mariadb', 'mysql'],
    'MongoDsn': ['mongodb', 'mongodb+srv', 'mongo'], 'RedisDsn': ['redis', 'rediss', 'unix'],
    'KafkaDsn': ['kafka', 'http'], 'NatsDsn': ['nats', 'tls', 'ws', 'wss', 'http'],
    'ClickHouseDsn': ['clickhouse', 'clickhouse+http', 'clickhouses', 'chs'], 'SnowflakeDsn': ['snowflake', 'snow'],
}
RESTS = [
    '', ':', '://', ':///', '://h', '://h/', '://h/d', '://h:1', '://h:80/', '://h:99999', '://h:x', '://u@h', '://u:p@h:5/d?x=y#z',
    '://:p@h', '://u:p@ss@h', '://u:p#s@h', '://u:p/s@h', '://@h', '://h1,h2', '://h1:1,h2:2/d', '://u:p@h1,u2:p2@h2/d', '://h,/d',
    '://,h', ':h', ':/h', '://[::1]:5/', '://[::1', '://1.2.3', '://256.1.1.1', '://h\\p', '://h?q', '://h#f', ' ://h', '://ex ample',
    '://\u00e4.de', '://h/\u00e4 b', '://%65.com', '://h/%2F', ':///0', '://h/..//x/./y', '://H.Example.COM', '://h:', '://u:@h',
]
EXTRA = ['', ' ', '//h', 'h', 'h/d', 'localhost:6379', '\tredis://h\n', ' http://h ', 'ht\ttp://h/\nx', '1http://h', '://h', 'HTTP://A.B:443']


def urls():
    """Inputs for every URL class."""
    for name, schemes in SCHEMES.items():
        texts = [scheme + rest for scheme, rest in itertools.product(schemes, RESTS)] + EXTRA
        long = f'{schemes[0]}://h/' + 'x' * 2083
        rows = [{'text': text} for text in [*texts[:: 1 if name in ('AnyUrl', 'RedisDsn', 'NatsDsn', 'PostgresDsn') else 3], *EXTRA, long]]
        yield {'annotation': name, 'type': {'kind': 'url', 'name': name}, 'rows': rows}


def record(entry):
    judge = Judge(lambda: eval(entry['annotation'], globals()))
    rows = []
    for row in entry['rows']:
        given = {key: row[key] for key in ('text', 'input') if key in row}
        truth = judge.text(row['text']) if 'text' in row else judge.value(row['input'])
        rows.append({**given, **truth})
    return {'annotation': entry['annotation'], 'type': entry['type'], 'rows': rows}


def write(name, entries):
    lines = []
    for entry in map(record, entries):
        rows = ',\n'.join('   ' + json.dumps(row, ensure_ascii=True) for row in entry['rows'])
        head = json.dumps({'annotation': entry['annotation'], 'type': entry['type']}, ensure_ascii=True)[:-1]
        lines.append(f'  {head}, "rows": [\n{rows}\n  ]}}')
    body = ',\n'.join(lines)
    text = f'{{\n "versions": {json.dumps(VERSIONS)},\n "types": [\n{body}\n ]\n}}\n'
    (VECTORS / name).write_text(text)
    return sum(len(entry['rows']) for entry in json.loads(text)['types'])


if __name__ == '__main__':
    for name in ('coercions.json', 'native-coercions.json'):
        print(name, write(name, json.loads((VECTORS / name).read_text())['types']), file=sys.stderr)
    print('url-coercions.json', write('url-coercions.json', list(urls())), file=sys.stderr)
