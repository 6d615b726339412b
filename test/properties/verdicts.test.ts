import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Environment } from '../../server/src/core/binding/environment.ts';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import { shared } from '../../server/src/core/binding/missing.ts';
import type { FieldResolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { verdictsOf } from '../../server/src/core/binding/verdicts.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { withFile } from '../../server/src/host/build-snapshot.ts';
import { started } from './findings-of.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

/** Ways in which sources treat keys that bear on which fields an entry can decide. */
const configs = fc.constantFrom(
  '',
  'extra="allow"',
  'extra="ignore", env_prefix="app_"',
  'env_nested_delimiter="__"',
  'env_ignore_empty=True, extra="ignore"',
  'env_parse_none_str="none", case_sensitive=True, extra="ignore"',
  'populate_by_name=True, extra="ignore"',
  'env_parse_enums=True, extra="ignore"',
  'yaml_config_section="inner", extra="ignore"',
  'dotenv_filtering="match_prefix", env_prefix="app_"',
);

const python = (config: string) => `from enum import Enum
from pydantic import AliasChoices, AliasPath, BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource


class Mode(Enum):
    ON = "on"
    OFF = "off"


class Inner(BaseModel):
    host: str
    port: int = 1


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=(".env", ".env.local"), yaml_file="config.yaml", ${config})

    port: int
    name: str = "x"
    mode: Mode | None = None
    names: list[int] = []
    inner: Inner | None = None
    foo: str = Field(default="f", alias="foo")
    either: int = Field(default=0, validation_alias=AliasChoices("either_a", "either_b"))
    first: int = Field(default=0, validation_alias=AliasPath("names", 0))
    needed: int
    also: float | None = None

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, env_settings, dotenv_settings, YamlConfigSettingsSource(settings_cls))
`;

const names = [
  'port',
  'PORT',
  'name',
  'mode',
  'names',
  'inner',
  'INNER__HOST',
  'INNER__PORT',
  'foo',
  'either_a',
];
const others = ['either_b', 'first', 'needed', 'also', 'unknown', 'app_port', 'APP_FOO', 'app_needed'];
const name = fc.constantFrom(...names, ...others);
const value = fc.constantFrom(
  '1',
  '2',
  'x',
  '',
  'on',
  'ON',
  'none',
  '[1]',
  '[1, "x"]',
  '["x"',
  '{"host": "h"}',
  'null',
  '2.5',
);
const entries = fc.array(fc.tuple(name, value), { maxLength: 8 });
const PATHS = ['.env', '.env.local', 'config.yaml'] as const;
type Texts = Record<(typeof PATHS)[number], readonly (readonly [string, string])[]>;

const start = fc.record({ '.env': entries, '.env.local': entries, 'config.yaml': entries });
const change = fc.record({
  path: fc.constantFrom(...PATHS, '.env', 'config.yaml'),
  at: fc.nat(),
  value,
  /** Mostly values change. */
  renamed: fc.option(name, { freq: 6, nil: undefined }),
});

function textOf(path: string, all: readonly (readonly [string, string])[]): string {
  const sign = path.endsWith('.yaml') ? ': ' : '=';
  return all.map(([key, text]) => `${key}${sign}${text}\n`).join('');
}

function seen(it: FieldResolution): unknown {
  const { field, state, errors, source, possible, raw, masked } = it;
  const { layer, entry, kind } = source ?? {};
  return [field.name, state, errors, kind, layer?.path, entry?.key, entry?.span, possible, raw, masked];
}

function assertSame(snapshot: Snapshot): void {
  for (const schema of schemasOf(snapshot)) {
    for (const environment of environmentsOf(snapshot, schema)) {
      for (const view of new Set<Environment>([environment, shared(environment)])) {
        const { invalid, missing } = verdictsOf(snapshot, schema, view);
        const { fields } = resolve(snapshot, schema, view);
        const wanted = (state: string) => fields.filter((it) => it.state === state).map(seen);
        assert.deepEqual(invalid.map(seen), wanted('invalid'));
        assert.deepEqual(missing.map(seen), wanted('missing'));
        // Entries are those of the document that is there now.
        for (const { source } of invalid)
          if (source?.entry && source.kind !== 'process')
            assert.ok(view.layers.some((it) => it.document?.root.entries.includes(source.entry as never)));
      }
    }
  }
}

test('what is wrong after some values changed is what a look at all fields finds', () => {
  fc.assert(
    fc.property(
      configs,
      start,
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (config, first, changes) => {
        const texts: Texts = { ...first };
        const files = Object.fromEntries(PATHS.map((path) => [path, textOf(path, texts[path])]));
        let snapshot = started({ ...files, 'settings.py': python(config) });
        assertSame(snapshot);
        for (const { path, at, value: text, renamed } of changes) {
          const all = texts[path];
          if (all.length === 0) continue;
          texts[path] = all.map((it, index) => (index === at % all.length ? [renamed ?? it[0], text] : it));
          snapshot = withFile(snapshot, sourceFile(path, textOf(path, texts[path])));
          assertSame(snapshot);
        }
      },
    ),
    { numRuns },
  );
});
