import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, named, plain, reasons, schemaNamed, settings } from './read-settings.ts';

test('what is a field and what is not', () => {
  const schema = settings(`
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")
    A: ClassVar[int] = 1
    _private: int = 2
    fixed: Final[int] = 3
    open_final: Final[int]
    b: int
    quoted: "ClassVar[int]" = 4
    @property
    def p(self) -> int: return 1
    @computed_field
    @property
    def c(self) -> str: return ""
    def method(self): pass
    class Inner(BaseModel):
        x: int
`);
  assert.deepEqual(
    schema.fields.map((it) => it.name),
    ['open_final', 'b'],
  );
  assert.deepEqual(schema.open, []);
});

const DEFAULTS: readonly (readonly [declaration: string, value: unknown, before?: string])[] = [
  ['x: int = 60 * 24', 1440],
  ['x: int = Field(5)', 5],
  ['x: int = Field(default=5)', 5],
  ['x: Annotated[int, Field(default=5)]', 5],
  ['x: list[int] = Field(default_factory=list)', []],
  ['x: list[int] = Field(default_factory=lambda: [1])', [1]],
  ['x: int = BASE + 1', 42, 'BASE = 41'],
  ['x: str = Level.LOW', 'low', 'class Level(StrEnum):\n    LOW = "low"'],
  ['x: str = Level.LOW.value', 'low', 'class Level(StrEnum):\n    LOW = "low"'],
  ['x: SecretStr = SecretStr("s")', 's'],
  ['x: Path = Path("a") / "b"', 'a/b'],
  ['x: Sub = Sub(a=2)', { a: 2, b: 'b' }, 'class Sub(BaseModel):\n    a: int\n    b: str = "b"'],
  ['x: Sub = Field(default_factory=Sub)', { a: 1 }, 'class Sub(BaseModel):\n    a: int = 1'],
  ['x: int | None = None', null],
];

for (const [declaration, value, before] of DEFAULTS) {
  test(`the default of \`${declaration}\``, () => {
    const it = field(declaration, before);
    assert.equal(it.required, false);
    assert.deepEqual(plain(it.default), value);
  });
}

test('required fields', () => {
  for (const declaration of [
    'x: int',
    'x: int = ...',
    'x: int = Field(...)',
    'x: int = Field(gt=1)',
    'x: int | None',
  ]) {
    assert.equal(field(declaration).required, true, declaration);
  }
});

test('a default that is computed is said without its texts', () => {
  const it = field('x: str = os.getenv("A", "hunter2")', 'import os');
  assert.equal(it.required, false);
  assert.equal(it.default, undefined);
  assert.equal(it.defaultUndecided?.reason, 'the default `os.getenv("…", "…")` is not constant');
});

const NAMES: readonly (readonly [
  declaration: string,
  configuration: string,
  names: readonly string[],
  loc: string,
])[] = [
  ['foo: str', '', ['foo'], 'foo'],
  ['foo: str', "env_prefix='APP_'", ['APP_foo'], 'foo'],
  ['foo: str = Field(alias="BAR")', "env_prefix='APP_'", ['BAR'], 'BAR'],
  ['foo: str = Field(alias="BAR")', "env_prefix='APP_', env_prefix_target='all'", ['APP_BAR'], 'BAR'],
  ['foo: str', "env_prefix='APP_', env_prefix_target='alias'", ['foo'], 'foo'],
  ['foo: str = Field(alias="b", validation_alias="a")', '', ['a'], 'a'],
  ['foo: str = Field(serialization_alias="a")', '', ['foo'], 'foo'],
  ['foo: str = Field(validation_alias=AliasChoices("a", AliasPath("c", 0)))', '', ['a', 'c'], 'a'],
  ['foo: str = Field(alias="b")', "validate_by_name=True, env_prefix='P_'", ['b', 'P_foo'], 'b'],
  ['foo_bar: str', 'alias_generator=alias_generators.to_camel', ['fooBar'], 'fooBar'],
  ['foo_bar: str', 'alias_generator=alias_generators.to_pascal', ['FooBar'], 'FooBar'],
  ['foo: str', 'alias_generator=str.upper', ['FOO'], 'FOO'],
];

for (const [declaration, configuration, names, loc] of NAMES) {
  test(`\`${declaration}\` with \`${configuration}\` is read as ${names.join(', ')}`, () => {
    const it = field(declaration, 'from pydantic import alias_generators', configuration);
    assert.deepEqual(
      it.inputs.map((input) => input.environment),
      names,
    );
    assert.equal(it.loc, loc);
  });
}

test('the path of an alias', () => {
  const it = field('foo: str = Field(validation_alias=AliasPath("data", "x", 0))');
  assert.deepEqual(it.inputs, [{ key: 'data', environment: 'data', path: ['x', 0] }]);
});

test('an alias that is computed leaves the schema open', () => {
  for (const declaration of ['foo: str = Field(alias=name())', 'foo: str = Field(**kw)']) {
    const schema = settings(`class Settings(BaseSettings):\n    ${declaration}\n    bar: int`);
    assert.equal(schema.open[0]?.reason, 'the alias of `foo` is computed');
    assert.deepEqual(reasons(named(schema, 'bar')), []);
  }
});

test('deprecations and what takes their place', () => {
  const schema = settings(
    `
class Settings(BaseSettings):
    a: int = Field(1, deprecated=True)
    b: int = Field(1, deprecated="use \`DB_POOL_SIZE\` or \`other\`")
    c: int = Field(1, deprecated=deprecated("gone"), json_schema_extra={"x-replacement": "db_pool_size"})
    d: Annotated[int, deprecated("d is old")] = 1
    e: int = Field(1, deprecated=False)
    db_pool_size: int = 5
`,
    {},
  ).fields.map((it) => it.deprecated && [it.deprecated.message, it.deprecated.replacement]);
  assert.deepEqual(schema, [
    [undefined, undefined],
    ['use `DB_POOL_SIZE` or `other`', 'db_pool_size'],
    ['gone', 'db_pool_size'],
    ['d is old', undefined],
    undefined,
    undefined,
  ]);
});

test('secrets are declared or named', () => {
  const schema = settings(`
class Settings(BaseSettings):
    dsn: SecretStr
    tokens: list[SecretStr] = []
    api_key: str = ""
    ACCESS_TOKEN_EXPIRE_MINUTES: int = 5
    PASSWORD_MIN_LENGTH: int = 8
    SECRET_ROTATION_DAYS: int = 1
    token: bool = False
    keyboard: str = ""
`);
  const secret = schema.fields.filter((it) => it.secret).map((it) => it.name);
  assert.deepEqual(secret, ['dsn', 'tokens', 'api_key']);
});

test('validators leave exactly the fields they name undecided', () => {
  const schema = settings(`
class Settings(BaseSettings):
    a: int
    b: int
    c: Annotated[int, BeforeValidator(parse)]
    d: int
    @field_validator("a", mode="before")
    @classmethod
    def _a(cls, v): return v
    @field_validator("a", "b")
    def _ab(cls, v): return v
    @validator("d", pre=True)
    def _d(cls, v): return v
    @model_validator(mode="after")
    def _all(self): return self
`);
  assert.deepEqual(schema.fields.map(reasons), [
    ['before-validator `_a`', 'after-validator `_ab`'],
    ['after-validator `_ab`'],
    ['before-validator `parse`'],
    ['before-validator `_d`'],
  ]);
  assert.equal(named(schema, 'b').undecided[0]?.after, true);
  assert.deepEqual(
    schema.modelUndecided.map((it) => [it.reason, it.after]),
    [['after-validator `_all` of the whole object', true]],
  );
});

test('code that may change any input leaves every field undecided', () => {
  const bodies = [
    '@model_validator(mode="before")\n    @classmethod\n    def f(cls, data): return data',
    '@field_validator("*", mode="before")\n    def f(cls, v): return v',
    'def __init__(self, **kw): super().__init__(**kw)',
    '@root_validator(pre=True)\n    def f(cls, v): return v',
  ];
  for (const body of bodies) {
    const schema = settings(`class Settings(BaseSettings):\n    a: int\n    b: int\n    ${body}\n`);
    assert.deepEqual(
      schema.fields.map((it) => it.undecided.length),
      [1, 1],
      body,
    );
  }
});

const STUB = `
class Settings(BaseSettings):
    db_pool_size: int
    other: int
    # settings-migration: 20260923-db-pool-size phase=expand
    db_pool: int | None = None

    @model_validator(mode="before")
    @classmethod
    def NAME(cls, data):
        if "db_pool" in data and "db_pool_size" not in data:
            return {**data, "db_pool_size": data["db_pool"]}
        return data
`;

test('a migration stub of ours speaks for the fields it names only', () => {
  const own = settings(STUB.replace('NAME', '_m_20260923_db_pool_size'));
  assert.deepEqual(
    own.fields.map((it) => it.undecided.length),
    [1, 0, 1],
  );
  assert.deepEqual(own.modelUndecided, []);
  const foreign = settings(STUB.replace('NAME', '_m_something_else'));
  assert.deepEqual(
    foreign.fields.map((it) => it.undecided.length),
    [1, 1, 1],
  );
  assert.equal(foreign.modelUndecided.length, 1);
});

test('descriptions and places', () => {
  const text =
    'from pydantic_settings import BaseSettings\nfrom pydantic import Field\nclass Settings(BaseSettings):\n    port: int = Field(1, description="d")\n';
  const [it] = schemaNamed('Settings', { 'app.py': text }).fields;
  assert.equal(it?.description, 'd');
  assert.equal(text.slice(it?.place.span.start, it?.place.span.end), 'port');
  assert.equal(
    text.slice(it?.declaration.span.start, it?.declaration.span.end),
    'port: int = Field(1, description="d")',
  );
});
