import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, named, plain, reasons, schemaNamed, settings } from './read-settings.ts';

test('configuration in each place it may be written', () => {
  const places = [
    'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="A_", extra="ignore")\n    x: int',
    'class Settings(BaseSettings):\n    model_config = {"env_prefix": "A_", "extra": "ignore"}\n    x: int',
    'class Settings(BaseSettings):\n    model_config: ClassVar = ConfigDict(env_prefix="A_", extra="ignore")\n    x: int',
    'class Settings(BaseSettings, env_prefix="A_", extra="ignore"):\n    x: int',
    'class Settings(BaseSettings):\n    x: int\n    class Config:\n        env_prefix = "A_"\n        extra = Extra.ignore',
    'class Settings(BaseSettings):\n    x: int\n    class Config:\n        env_prefix = "A_"\n        extra = "ignore"',
    'COMMON = SettingsConfigDict(extra="ignore")\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(**COMMON, env_prefix="A_")\n    x: int',
    'class B(BaseSettings):\n    model_config = {"extra": "ignore"}\nclass Settings(B):\n    model_config = B.model_config | {"env_prefix": "A_"}\n    x: int',
  ];
  for (const code of places) {
    const { loading, fields, open } = settings(code);
    assert.deepEqual([loading.envPrefix, loading.extra, open], ['A_', 'ignore', []], code);
    assert.equal(fields[0]?.inputs[0]?.environment, 'A_x', code);
  }
});

test('the defaults of the library', () => {
  const { loading } = settings('class Settings(BaseSettings):\n    x: int');
  assert.deepEqual(loading, {
    envFiles: [],
    secretsDirs: [],
    sources: ['init', 'process', 'dotenv', 'secrets'],
    dataFiles: [],
    inactiveFiles: [],
    extra: 'forbid',
    caseSensitive: false,
    envPrefix: '',
    ignoreEmpty: false,
    validateDefault: true,
    hideInput: false,
  });
});

test('every key that says how values are read', () => {
  const { loading } = settings(`
class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_nested_delimiter="__", env_nested_max_split=2, case_sensitive=True, env_ignore_empty=True,
        env_parse_none_str="null", validate_default=False, secrets_dir=("a", "/run/secrets"), hide_input_in_errors=True,
        populate_by_name=True, dotenv_filtering="only_existing", strict=True, env_parse_enums=True,
        nested_model_default_partial_update=True, env_file_encoding="latin-1", env_file=".env",
    )
    x: int
`);
  const { envFiles, sources, dataFiles, inactiveFiles, ...rest } = loading;
  assert.deepEqual([envFiles.length, sources.length, dataFiles, inactiveFiles], [1, 4, [], []]);
  assert.deepEqual(rest, {
    envFileEncoding: 'latin-1',
    secretsDirs: ['a', '/run/secrets'],
    extra: 'forbid',
    caseSensitive: true,
    envPrefix: '',
    ignoreEmpty: true,
    nestedDelimiter: '__',
    nestedMaxSplit: 2,
    parseNoneStr: 'null',
    populateByName: true,
    dotenvFiltering: 'only_existing',
    nestedPartialUpdate: true,
    strict: true,
    parseEnums: true,
    validateDefault: false,
    hideInput: true,
  });
});

test('configuration that is computed leaves the schema open and its fields undecided', () => {
  for (const configuration of [
    'make()',
    'SettingsConfigDict(env_prefix=prefix())',
    'SettingsConfigDict(**make())',
  ]) {
    const schema = settings(`class Settings(BaseSettings):\n    model_config = ${configuration}\n    x: int`);
    assert.equal(schema.open.length, 1, configuration);
    assert.equal(schema.fields[0]?.undecided.length, 1, configuration);
  }
});

test('the configuration of the rightmost base that is a settings class wins, as in pydantic', () => {
  const { loading, fields } = settings(`
class A(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="A_", extra="ignore")
    x: int = 1
class B(BaseSettings):
    model_config = SettingsConfigDict(env_file="b.env")
    y: int = 1
class Settings(A, B): pass
`);
  assert.deepEqual([loading.envPrefix, loading.extra, loading.envFiles[0]?.path], ['', 'forbid', 'b.env']);
  assert.deepEqual(
    fields.map((it) => it.name),
    ['y', 'x'],
  );
});

test('inheritance merges configuration and fields, and a field may change its type', () => {
  const { loading, fields } = settings(`
class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="B_")
    a: int = 0
    b: int = 0
class Mixin:
    m: int = 3
class Settings(Mixin, Base):
    model_config = SettingsConfigDict(extra="allow")
    a: str = "s"
`);
  assert.deepEqual([loading.envPrefix, loading.extra], ['B_', 'allow']);
  assert.deepEqual(
    fields.map((it) => [it.name, it.type.kind, plain(it.default)]),
    [
      ['a', 'str', 's'],
      ['b', 'int', 0],
      ['m', 'int', 3],
    ],
  );
});

test('settings across modules: re-exports, aliases, relative imports, star imports', () => {
  const schema = schemaNamed('Settings', {
    'app/__init__.py': '',
    'app/compat.py':
      'from pydantic_settings import BaseSettings as Base, SettingsConfigDict as Conf\nfrom pydantic import *\n',
    'app/levels.py':
      'from enum import StrEnum\nDEFAULT_PORT = 8000\nclass Level(StrEnum):\n    LOW = "low"\n',
    'app/base.py':
      'from .compat import Base, Conf\nclass Common(Base):\n    model_config = Conf(env_file=".env")\n    debug: bool = False\n',
    'app/core/__init__.py': 'from ..base import Common\n',
    'app/core/config.py':
      'from app import levels\nfrom app.compat import *\nfrom . import Common\n' +
      'class Settings(Common):\n    port: int = Field(levels.DEFAULT_PORT)\n    level: levels.Level = levels.Level.LOW\n',
  });
  assert.equal(schema.id, 'app.core.config:Settings');
  assert.deepEqual(
    schema.fields.map((it) => [it.name, it.place.path, plain(it.default)]),
    [
      ['debug', 'app/base.py', false],
      ['port', 'app/core/config.py', 8000],
      ['level', 'app/core/config.py', 'low'],
    ],
  );
  assert.deepEqual(schema.open, []);
  assert.equal(schema.loading.envFiles[0]?.path, '.env');
});

test('bases outside the workspace leave the schema open', () => {
  const cases = [
    ['from lib import Mixin', 'Mixin, BaseSettings', 'the base class `lib.Mixin` is outside the workspace'],
    [
      'from lib import CommonSettings',
      'CommonSettings',
      'the base class `lib.CommonSettings` is outside the workspace',
    ],
    ['from lib import *', 'Unknown, BaseSettings', 'the base class `Unknown` is not found'],
    ['', 'make(), BaseSettings', 'the base class `make()` is not found'],
    [
      'from pydantic.v1 import BaseSettings as Old\nfrom lib import Mixin',
      'Mixin, Old',
      'the base class `lib.Mixin` is outside the workspace',
    ],
  ] as const;
  for (const [before, bases, reason] of cases) {
    const schema = settings(`${before}\nclass Settings(${bases}):\n    x: int`);
    assert.deepEqual(
      schema.open.map((it) => it.reason),
      [reason],
    );
    assert.deepEqual(schema.fields.map(reasons), [[reason]]);
  }
});

test('a condition leaves the schema open, not the other fields', () => {
  const schema = settings('class Settings(BaseSettings):\n    x: int\n    if DEBUG:\n        y: int = 1\n');
  assert.deepEqual(
    schema.open.map((it) => it.reason),
    ['fields that depend on a condition'],
  );
  assert.deepEqual(schema.fields.map(reasons), [[]]);
});

test('pydantic refuses a class with an attribute without annotation, but not what it inherits as a class variable', () => {
  const refused = settings('class Settings(BaseSettings):\n    a = 3\n    x: int\n');
  assert.equal(refused.refused?.reason, '`a` has no annotation, so pydantic refuses the class');
  assert.deepEqual(refused.open, []);
  const mixin = 'class Base(BaseSettings):\n    a: ClassVar[int] = 1\n';
  const known = settings(`${mixin}class Settings(Base):\n    a = 3\n    x: int\n`);
  assert.equal(known.refused, undefined);
});

test('broken code leaves the schema open; its last good version is used when there is one', () => {
  const schema = settings('class Settings(BaseSettings):\n    x: int = 1\ndef broken(:\n');
  assert.deepEqual(
    schema.open.map((it) => it.reason),
    ['code that Python does not accept'],
  );
  assert.equal(named(schema, 'x').type.kind, 'int');
});

const FILES: readonly (readonly [value: string, files: readonly string[]])[] = [
  ['".env"', ['cwd:.env']],
  ['(".env", ".env.local")', ['cwd:.env', 'cwd:.env.local']],
  ['[".env"]', ['cwd:.env']],
  ['FILES', ['cwd:a.env', 'cwd:b.env']],
  ['Path("conf") / ".env"', ['cwd:conf/.env']],
  ['Path(__file__).parent / ".env"', ['root:service/app/.env']],
  ['Path(__file__).resolve().parents[1] / ".env"', ['root:service/.env']],
  ['os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".env")', ['root:service/.env']],
  ['f"{ROOT}/.env"', ['root:service/.env']],
  ['str(ROOT.joinpath("x", ".env"))', ['root:service/x/.env']],
  ['"~/.env"', ['cwd:~/.env']],
  ['None', []],
];

for (const [value, files] of FILES) {
  test(`\`env_file=${value}\``, () => {
    const code = `import os
from pathlib import Path
from pydantic_settings import BaseSettings, SettingsConfigDict
ROOT = Path(__file__).parent.parent
FILES = ["a.env", "b.env"]
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=${value})
`;
    const { loading } = schemaNamed('Settings', {
      'service/app/config.py': code,
      'service/pyproject.toml': '',
    });
    assert.deepEqual(
      loading.envFiles.map((it) => `${it.base}:${it.path}`),
      files,
    );
    assert.equal(loading.envFileUndecided, undefined);
  });
}

test('a dotenv file by the name of an environment is a pattern', () => {
  const { loading } = settings(
    'import os\nNAME = os.getenv("ENV", "dev")\nclass Settings(BaseSettings):\n    model_config = {"env_file": f"config/.env.{NAME}"}\n    x: int',
  );
  assert.equal(loading.envFileUndecided?.reason, '`env_file` is computed');
  assert.deepEqual([loading.envFilePattern?.prefix, loading.envFilePattern?.suffix], ['config/.env.', '']);
});

test('a dotenv file that is computed otherwise is undecided, the schema stays complete', () => {
  const schema = settings(
    'import os\nclass Settings(BaseSettings):\n    model_config = {"env_file": os.getenv("ENV_FILE")}\n    x: int',
  );
  assert.equal(schema.loading.envFileUndecided?.reason, '`env_file` is computed');
  assert.deepEqual(
    [schema.open, schema.loading.envFiles, schema.loading.envFilePattern],
    [[], [], undefined],
  );
});

for (const [value, path] of [
  ['os.getenv("ENV_FILE", ".env")', '.env'],
  ['os.getenv("ENV_FILE") or "conf/.env"', 'conf/.env'],
  ['None if "pytest" in sys.modules else ".env"', '.env'],
  ['".env.testing" if TESTING else ".env"', '.env'],
  ['".env.prod" if os.getenv("ENV") == "prod" else ".env"', '.env'],
  ['f".env.{NAME}" if NAME else ".env"', '.env'],
  ['CHOSEN', '.env'],
  ['".env.dev" if DEBUG else ".env.prod"', undefined],
  ['".env" if DEBUG else pick()', undefined],
] as const) {
  test(`of the files that \`${value}\` may name, ${path ?? 'none'} is the class's`, () => {
    const { loading } = settings(
      `import os, sys\nNAME = os.getenv("NAME")\nCHOSEN = ".env.prod" if NAME else ".env"\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=${value})\n    x: int`,
    );
    assert.deepEqual(
      loading.envFiles.map((it) => it.path),
      path === undefined ? [] : [path],
    );
    assert.equal(loading.envFileUndecided === undefined, path !== undefined);
  });
}

const PARAMETERS = 'cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings';

function withSources(returned: string, configuration = '', before = ''): string {
  return `class Settings(BaseSettings):
    model_config = SettingsConfigDict(${configuration})
    x: int = 1
    @classmethod
    def settings_customise_sources(${PARAMETERS}):
        """Order."""
${before}        return ${returned}
`;
}

test('sources in the order that the class returns', () => {
  const { loading, open } = settings(
    withSources(
      'env_settings, file, TomlConfigSettingsSource(settings_cls, "a.toml"), init_settings',
      'yaml_file=["a.yaml", "b.yaml"], json_file="c.json", toml_table_header=("app", "x")',
      '        file = YamlConfigSettingsSource(settings_cls, yaml_config_section="s")\n',
    ),
  );
  assert.deepEqual(loading.sources, ['process', 'yaml', 'toml', 'init']);
  assert.deepEqual(
    loading.dataFiles.map((it) => [it.kind, it.path]),
    [
      ['yaml', 'a.yaml'],
      ['yaml', 'b.yaml'],
      ['toml', 'a.toml'],
    ],
  );
  assert.deepEqual(
    loading.inactiveFiles?.map((it) => it.path),
    ['c.json'],
  );
  assert.deepEqual([loading.yamlSection, loading.tomlHeader, open], ['s', ['app', 'x'], []]);
});

test('pyproject as a source', () => {
  const { loading } = settings(withSources('(PyprojectTomlConfigSettingsSource(settings_cls),)'));
  assert.deepEqual(
    loading.dataFiles.map((it) => [it.kind, it.path]),
    [['pyproject', 'pyproject.toml']],
  );
});

test('other sources leave the schema open and the fields undecided', () => {
  const cases = [
    withSources('(init_settings, VaultSource(settings_cls))'),
    withSources('super().settings_customise_sources(settings_cls)'),
    withSources('(init_settings,)', '', '        if DEBUG:\n            return (env_settings,)\n'),
    'class Settings(BaseSettings):\n    model_config = {"cli_parse_args": True}\n    x: int',
  ];
  for (const code of cases) {
    const schema = settings(code);
    assert.equal(schema.open.length, 1, code);
    assert.equal(schema.fields[0]?.undecided.length, 1, code);
  }
});

test('nested models bring their own configuration', () => {
  const it = field(
    'sub: Sub',
    'class Sub(BaseModel):\n    model_config = ConfigDict(extra="forbid")\n    a: int = Field(alias="AA")\n    @field_validator("a")\n    def _a(cls, v): return v',
    'env_prefix="P_", env_nested_delimiter="__"',
  );
  assert.equal(it.decoding, 'json');
  assert.equal(it.type.kind, 'model');
  if (it.type.kind !== 'model') return;
  assert.equal(it.type.extra, 'forbid');
  assert.deepEqual(
    it.type.fields.map((inner) => [inner.name, inner.inputs[0]?.key, reasons(inner)]),
    [['a', 'AA', ['after-validator `_a`']]],
  );
});
