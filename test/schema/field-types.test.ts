import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldType } from '../../server/src/core/schema/field-type.ts';
import { field, reasons } from './read-settings.ts';

/** A short text for a type, so that a table of annotations is readable. */
function shown(type: FieldType): string {
  switch (type.kind) {
    case 'optional':
      return `${shown(type.inner)}?`;
    case 'union':
      return `(${type.members.map(shown).join(type.mode === 'smart' ? '|' : '>')})`;
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return `${type.kind}[${shown(type.item)}]`;
    case 'tuple':
      return `tuple[${type.items.map(shown).join()}${type.variadic ? '…' : ''}]`;
    case 'dict':
      return `dict[${shown(type.key)},${shown(type.value)}]`;
    case 'secret':
      return `secret-${type.inner}`;
    case 'url':
      return type.name;
    case 'json':
      return type.inner ? `json[${shown(type.inner)}]` : 'json';
    case 'constrained': {
      const parts = Object.entries(type.constraints).map(([key, value]) => {
        const text = typeof value === 'object' && 'value' in value ? String(value.value) : String(value);
        return `${key}=${text}`;
      });
      return `${shown(type.inner)}{${parts.join()}}`;
    }
    case 'literal':
      return `literal(${type.members.map((it) => ('value' in it.data ? `${it.enumBase ?? ''}${it.data.value}` : it.data.kind)).join()})`;
    case 'enum':
      return `${type.base}-enum(${type.members.map((it) => `${it.name}=${'value' in it.value ? it.value.value : '?'}`).join()})`;
    case 'model':
      return `${type.flavour ?? 'model'}(${type.fields.map((it) => `${it.name}:${shown(it.type)}`).join()})`;
    case 'undecided':
      return type.complex ? 'undecided-json' : 'undecided';
    default:
      return type.kind;
  }
}

const TYPES: readonly (readonly [annotation: string, type: string, before?: string])[] = [
  ['int', 'int'],
  ['"int | None"', 'int?'],
  ['Optional[int]', 'int?'],
  ['Union[int, str, None]', '(int|str)?'],
  ['int | str', '(int|str)'],
  ['None | list[int]', 'list[int]?'],
  ['Literal["a", 1, None, True]', 'literal(a,1,none,true)'],
  ['Literal[E.A]', 'literal(stra)', 'class E(StrEnum):\n    A = "a"'],
  ['E', 'plain-enum(A=x,B=2)', 'class E(Enum):\n    A = "x"\n    B = 2'],
  ['E', 'str-enum(A=x)', 'class E(str, Enum):\n    A = "x"'],
  ['E', 'int-enum(A=1)', 'class E(IntEnum):\n    A = 1'],
  ['E', 'undecided', 'class E(Enum):\n    A = auto()'],
  ['E', 'undecided', 'class E(Enum):\n    A = 1\n    @classmethod\n    def _missing_(cls, v): return cls.A'],
  ['E', 'undecided', 'class E(enum.IntFlag):\n    A = 1'],
  ['List[int]', 'list[int]'],
  ['dict', 'dict[any,any]'],
  ['Dict[str, list[int]]', 'dict[str,list[int]]'],
  ['Mapping[str, int]', 'dict[str,int]'],
  ['tuple[int, ...]', 'tuple[int…]'],
  ['Tuple[int, str]', 'tuple[int,str]'],
  ['FrozenSet[str]', 'frozenset[str]'],
  ['Sequence[str]', 'sequence[str]'],
  ['Iterable[int]', 'undecided'],
  ['SecretStr', 'secret-str'],
  ['Secret[bytes]', 'secret-bytes'],
  ['Secret[int]', 'undecided'],
  ['PostgresDsn', 'PostgresDsn'],
  ['Path', 'path'],
  ['FilePath', 'undecided'],
  ['Json[list[int]]', 'json[list[int]]'],
  ['Json', 'json'],
  ['EmailStr', 'email'],
  ['ByteSize', 'byte-size'],
  ['PositiveInt', 'int{gt=0}'],
  ['StrictBool', 'bool{strict=true}'],
  ['constr(min_length=2, pattern="^a")', 'str{minLength=2,pattern=^a}'],
  ['conlist(int, max_length=3)', 'list[int]{maxLength=3}'],
  ['Annotated[int, Field(gt=1, le=9)]', 'int{gt=1,le=9}'],
  [
    'Annotated[str, StringConstraints(strip_whitespace=True, max_length=3)]',
    'str{stripWhitespace=true,maxLength=3}',
  ],
  [
    'Annotated[int, Ge(1), at.Le(5)]',
    'int{ge=1,le=5}',
    'import annotated_types as at\nfrom annotated_types import Ge',
  ],
  [
    'Annotated[list[int], Len(1, 3)]',
    'list[int]{minLength=1,maxLength=3}',
    'from annotated_types import Len',
  ],
  ['Annotated[int, Strict()]', 'int{strict=true}'],
  ['list[Annotated[int, Field(gt=0)]]', 'list[int{gt=0}]'],
  ['list[Annotated[int, AfterValidator(check)]]', 'list[undecided]', 'def check(v): return v'],
  ['Port', 'int{gt=0}', 'Port = Annotated[int, Field(gt=0)]'],
  ['Names', 'list[str]', 'type Names = list[str]'],
  ['Names', 'list[str]', 'Names: TypeAlias = "list[str]"'],
  ['UserId', 'int', 'UserId = NewType("UserId", int)'],
  ['Sub', 'model(a:int,b:str?)', 'class Sub(BaseModel):\n    a: int\n    b: str | None = None'],
  ['Sub', 'dataclass(a:int)', 'from dataclasses import dataclass as dc\n@dc\nclass Sub:\n    a: int'],
  ['Tree', 'model(kids:list[undecided-json])', 'class Tree(BaseModel):\n    kids: list["Tree"] = []'],
  ['TD', 'typed-dict(a:int,b:str)', 'class TD(TypedDict):\n    a: int\n    b: NotRequired[str]'],
  ['Pair', 'named-tuple(a:int,b:str)', 'class Pair(NamedTuple):\n    a: int\n    b: str = "b"'],
  ['Root', 'root(root:list[int])', 'class Root(RootModel[list[int]]): pass'],
  ['Root', 'root(root:int)', 'class Root(RootModel):\n    root: int = 1'],
  ['A', 'undecided-json', 'A = Annotated[Union[int, str], Discriminator(lambda it: "a")]'],
  ['Own', 'undecided', 'class Own: pass'],
  ['Callable[[], int]', 'undecided'],
  ['NotThere', 'undecided'],
];

for (const [annotation, type, before] of TYPES) {
  test(`\`${annotation}\` is ${type}${before ? ` after \`${before.split('\n')[0]}\`` : ''}`, () => {
    assert.equal(shown(field(`x: ${annotation}`, before).type), type);
  });
}

test('a union may be tried from left to right', () => {
  assert.equal(shown(field('x: int | str = Field(1, union_mode="left_to_right")').type), '(int>str)');
});

test('the configuration of the class constrains its texts', () => {
  const it = field('x: list[str] = []', '', 'str_strip_whitespace=True, str_max_length=4');
  assert.equal(shown(it.type), 'list[str{stripWhitespace=true,maxLength=4}]');
});

test('constraints of an optional field apply to its value', () => {
  assert.equal(shown(field('x: int | None = Field(None, ge=1)').type), 'int{ge=1}?');
});

test('two bounds of one kind both hold', () => {
  assert.equal(shown(field('x: Annotated[int, Field(gt=1)] = Field(5, gt=3)').type), 'int{gt=1}{gt=3}');
});

test('a pattern for another engine is not evaluated', () => {
  const it = field('x: str = Field("a", pattern="a")', '', "regex_engine='python-re'");
  assert.deepEqual(reasons(it), ["`regex_engine='python-re'`"]);
});

test('a computed constraint is said', () => {
  assert.deepEqual(reasons(field('x: int = Field(1, gt=limit())')), ['`gt` is computed']);
});

test('decoding follows from the type and its metadata', () => {
  assert.equal(field('x: list[int]').decoding, 'json');
  assert.equal(field('x: list[int] | None = None').decoding, 'json-or-text');
  assert.equal(field('x: Annotated[list[int], NoDecode]').decoding, 'none');
  assert.equal(field('x: list[int]', '', 'enable_decoding=False').decoding, 'none');
  assert.equal(field('x: Annotated[list[int], ForceDecode]', '', 'enable_decoding=False').decoding, 'json');
  assert.equal(field('x: Json[list[int]]').decoding, 'none');
  assert.equal(field('x: str').decoding, 'none');
});
