"""Python annotations for field types, and values as JSON, for comparison with pydantic.

A field type is the JSON form of the type of the same name in `server/src/core/schema/schema.ts`, with integers as
texts. Values travel in the form that `encode` writes.
"""

import collections
import datetime as dt
import decimal
import enum
import ipaddress
import json
import pathlib
import uuid
from typing import Annotated, Any, Literal, NamedTuple, Optional, Sequence, Union

import pydantic
from pydantic import AliasChoices, AliasPath, ConfigDict, Field, RootModel, StringConstraints, TypeAdapter, create_model
from pydantic.types import Strict
from typing_extensions import NotRequired, TypedDict

SIMPLE = {
    'str': str, 'bool': bool, 'int': int, 'float': float, 'bytes': bytes, 'any': Any, 'none': None,
    'decimal': decimal.Decimal, 'date': dt.date, 'datetime': dt.datetime, 'time': dt.time, 'timedelta': dt.timedelta,
    'aware-datetime': pydantic.AwareDatetime, 'naive-datetime': pydantic.NaiveDatetime, 'uuid': uuid.UUID,
    'uuid1': pydantic.UUID1, 'uuid3': pydantic.UUID3, 'uuid4': pydantic.UUID4, 'uuid5': pydantic.UUID5,
    'uuid6': pydantic.UUID6, 'uuid7': pydantic.UUID7, 'uuid8': pydantic.UUID8, 'path': pathlib.Path,
    'ipv4-address': ipaddress.IPv4Address, 'ipv6-address': ipaddress.IPv6Address,
    'ipv4-network': ipaddress.IPv4Network, 'ipv6-network': ipaddress.IPv6Network,
    'ipv4-interface': ipaddress.IPv4Interface, 'ipv6-interface': ipaddress.IPv6Interface,
    'ipvany-address': pydantic.IPvAnyAddress, 'ipvany-network': pydantic.IPvAnyNetwork,
    'ipvany-interface': pydantic.IPvAnyInterface, 'email': pydantic.EmailStr, 'name-email': pydantic.NameEmail,
    'byte-size': pydantic.ByteSize,
}
TEXT_CONSTRAINTS = {'stripWhitespace': 'strip_whitespace', 'toLower': 'to_lower', 'toUpper': 'to_upper'}
CONSTRAINTS = {
    'gt': 'gt', 'ge': 'ge', 'lt': 'lt', 'le': 'le', 'multipleOf': 'multiple_of', 'minLength': 'min_length',
    'maxLength': 'max_length', 'pattern': 'pattern', 'allowInfNan': 'allow_inf_nan', 'maxDigits': 'max_digits',
    'decimalPlaces': 'decimal_places',
}
ENUM_BASES = {'plain': enum.Enum, 'str': enum.Enum, 'int': enum.IntEnum, 'float': enum.Enum}
MIXINS = {'str': str, 'float': float}


CLASSES = {}


def annotation(field_type):
    """The annotation a field type stands for."""
    kind = field_type['kind']
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind not in ('enum', 'model'):
        return BUILDERS[kind](field_type)
    key = json.dumps(field_type)
    if key not in CLASSES:
        CLASSES[key] = BUILDERS[kind](field_type)
    return CLASSES[key]


def enum_class(field_type):
    names = [(member['name'], decode(member['value'])) for member in field_type['members']]
    base = field_type['base']
    mixin = {'type': MIXINS[base]} if base in MIXINS else {}
    return ENUM_BASES[base](field_type['name'], names, **mixin)


def literal_member(member):
    value = decode(member['data'])
    base = member.get('enumBase')
    if base is None:
        return value
    mixin = {'type': MIXINS[base]} if base in MIXINS else {}
    return ENUM_BASES[base]('E', [('M', value)], **mixin).M


def tuple_of(field_type):
    items = [annotation(item) for item in field_type['items']]
    if field_type['variadic']:
        return tuple[items[0], ...]
    return tuple[tuple(items)] if items else tuple[()]


def constrained(field_type):
    inner = annotation(field_type['inner'])
    given = field_type['constraints']
    plain = {CONSTRAINTS[k]: decode(v) if isinstance(v, dict) else v for k, v in given.items() if k in CONSTRAINTS}
    text = {TEXT_CONSTRAINTS[k]: v for k, v in given.items() if k in TEXT_CONSTRAINTS}
    metadata = []
    if text:
        allowed = ('min_length', 'max_length', 'pattern')
        metadata.append(StringConstraints(**text, **{k: v for k, v in plain.items() if k in allowed}))
        plain = {k: v for k, v in plain.items() if k not in allowed}
    if plain:
        metadata.append(Field(**plain))
    if given.get('strict'):
        metadata.append(Strict())
    return Annotated[tuple([inner, *metadata])]


def typed_dict(field_type):
    fields = {}
    for field in field_type['fields']:
        inner = annotation(field['type'])
        alias = field['inputs'][0]['key']
        inner = inner if alias == field['name'] else Annotated[inner, Field(alias=alias)]
        fields[field['name']] = inner if field['required'] else NotRequired[inner]
    made = TypedDict(field_type['name'], fields)
    made.__pydantic_config__ = model_config(field_type)
    return made


def model_config(field_type):
    strict = {'strict': True} if field_type.get('strict') else {}
    return ConfigDict(extra=field_type['extra'], protected_namespaces=(), **strict)


def named_tuple(field_type):
    made = NamedTuple(field_type['name'], [(field['name'], annotation(field['type'])) for field in field_type['fields']])
    # What the functional form has no way to say.
    defaults = tuple(decode(field['default']) for field in field_type['fields'] if not field['required'])
    made.__new__.__defaults__ = defaults
    made._field_defaults = dict(zip([field['name'] for field in field_type['fields'] if not field['required']], defaults))
    return made


def root_model(field_type):
    config = {key: value for key, value in model_config(field_type).items() if key != 'extra'}
    root = annotation(field_type['fields'][0]['type'])
    return type(field_type['name'], (RootModel,), {
        '__annotations__': {'root': root}, '__module__': __name__, 'model_config': config,
    })


FLAVOURS = {'typed-dict': typed_dict, 'named-tuple': named_tuple, 'root': root_model}


def model(field_type):
    if field_type.get('flavour'):
        return FLAVOURS[field_type['flavour']](field_type)
    fields = {}
    for field in field_type['fields']:
        paths = [one['key'] if not one['path'] else AliasPath(one['key'], *one['path']) for one in field['inputs']]
        options = {}
        if paths != [field['name']]:
            options['validation_alias'] = paths[0] if len(paths) == 1 else AliasChoices(*paths)
        default = ... if field['required'] else decode(field['default'])
        fields[field['name']] = (annotation(field['type']), Field(default, **options))
    return create_model(field_type['name'], __config__=model_config(field_type), **fields)


def union(field_type):
    members = Union[tuple(annotation(member) for member in field_type['members'])]
    if field_type['mode'] == 'tagged':
        return Annotated[members, Field(discriminator=field_type['discriminator'])]
    return Annotated[members, Field(union_mode='left_to_right')] if field_type['mode'] != 'smart' else members


BUILDERS = {
    'literal': lambda t: Literal[tuple(literal_member(member) for member in t['members'])],
    'enum': enum_class,
    'list': lambda t: list[annotation(t['item'])],
    'set': lambda t: set[annotation(t['item'])],
    'frozenset': lambda t: frozenset[annotation(t['item'])],
    'sequence': lambda t: Sequence[annotation(t['item'])],
    'deque': lambda t: collections.deque[annotation(t['item'])],
    'tuple': tuple_of,
    'dict': lambda t: dict[annotation(t['key']), annotation(t['value'])],
    'optional': lambda t: Optional[annotation(t['inner'])],
    'union': union,
    'secret': lambda t: pydantic.SecretStr if t['inner'] == 'str' else pydantic.SecretBytes,
    'url': lambda t: getattr(pydantic, t['name']),
    'model': model,
    'json': lambda t: pydantic.Json[annotation(t['inner'])] if 'inner' in t else pydantic.Json,
    'constrained': constrained,
}

TEMPORAL = {'date': dt.date, 'datetime': dt.datetime, 'time': dt.time, 'timedelta': dt.timedelta}


def decode(value):
    """A value from its JSON form."""
    kind = value['kind']
    if kind == 'none':
        return None
    if kind in ('bool', 'str'):
        return value['value']
    if kind == 'int':
        return int(value['value'])
    if kind == 'float':
        return float(value['value'])
    if kind == 'bytes':
        return value['value'].encode('latin-1')
    if kind in TEMPORAL:
        return TypeAdapter(TEMPORAL[kind]).validate_python(value['text'])
    if kind == 'text' and value['type'] == 'Decimal':
        return decimal.Decimal(value['text'])
    if kind == 'dict':
        return {decode(key): decode(item) for key, item in value['entries']}
    return {'list': list, 'tuple': tuple, 'set': set}[kind](decode(item) for item in value['items'])


def encode(value):
    """The JSON form of a value; enums, secrets and models by what they hold."""
    if isinstance(value, enum.Enum):
        return encode(value.value)
    if isinstance(value, (pydantic.SecretStr, pydantic.SecretBytes)):
        return encode(value.get_secret_value())
    if isinstance(value, pydantic.RootModel):
        return encode(value.root)
    if isinstance(value, pydantic.BaseModel):
        return encode(dict(value))
    if value is None:
        return {'kind': 'none'}
    if isinstance(value, bool):
        return {'kind': 'bool', 'value': value}
    if isinstance(value, int):
        return {'kind': 'int', 'value': str(int(value))}
    if isinstance(value, float):
        return {'kind': 'float', 'value': repr(value)}
    if isinstance(value, str):
        return {'kind': 'str', 'value': str(value)}
    if isinstance(value, bytes):
        return {'kind': 'bytes', 'value': value.decode('latin-1')}
    for kind in ('datetime', 'date', 'time', 'timedelta'):
        if isinstance(value, TEMPORAL[kind]):
            return {'kind': kind, 'text': TypeAdapter(TEMPORAL[kind]).dump_python(value, mode='json')}
    if isinstance(value, (list, collections.deque)):
        return {'kind': 'list', 'items': [encode(item) for item in value]}
    if isinstance(value, tuple):
        return {'kind': 'tuple', 'items': [encode(item) for item in value]}
    if isinstance(value, (set, frozenset)):
        return {'kind': 'set', 'items': [encode(item) for item in value]}
    if isinstance(value, dict):
        return {'kind': 'dict', 'entries': [[encode(key), encode(item)] for key, item in value.items()]}
    name = 'Path' if isinstance(value, pathlib.PurePath) else type(value).__name__
    return {'kind': 'text', 'type': name, 'text': str(value)}
