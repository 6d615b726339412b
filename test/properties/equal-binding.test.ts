import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { environmentNamed, environmentsOf } from '../../server/src/core/binding/environments.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { DEFAULT_OPTIONS, type Snapshot } from '../../server/src/core/snapshot.ts';
import { bool, type Data, dataKey, float, int, str } from '../../server/src/core/syntax/data.ts';
import type { Format } from '../../server/src/core/syntax/document.ts';
import { dotenv } from '../../server/src/core/syntax/dotenv.ts';
import { iniValues } from '../../server/src/core/syntax/ini/ini-options.ts';
import { ini } from '../../server/src/core/syntax/ini.ts';
import { writeJson } from '../../server/src/core/syntax/json/json-write.ts';
import { json } from '../../server/src/core/syntax/json.ts';
import { toml } from '../../server/src/core/syntax/toml.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { type SourceFile, sourceFile } from '../../server/src/core/text/source-file.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { runs } from './format-laws.ts';

type Settings = Readonly<Record<string, Data>>;

/** One way of keeping settings: a format, the text it starts from, and the class that reads the file. */
interface Kept {
  readonly format: Format;
  readonly path: string;
  readonly empty: string;
  readonly code: SourceFile;
}

const FIELDS = `    debug: bool
    workers: int
    ratio: float
    name: str
    tags: list[str]
    database: dict[str, int]
`;

function kept(format: Format, path: string, empty: string, option: string, source?: string): Kept {
  const imports = source === undefined ? '' : `, ${source}`;
  const sources =
    source === undefined
      ? ''
      : `
    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        return (${source}(settings_cls),)
`;
  const code = `from pydantic_settings import BaseSettings, SettingsConfigDict${imports}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(${option})

${FIELDS}${sources}`;
  return { format, path, empty, code: sourceFile('settings.py', code) };
}

const WAYS: readonly Kept[] = [
  kept(dotenv, '.env', '', 'env_file=".env"'),
  kept(yaml, 'c.yaml', '', 'yaml_file="c.yaml"', 'YamlConfigSettingsSource'),
  kept(toml, 'c.toml', '', 'toml_file="c.toml"', 'TomlConfigSettingsSource'),
  kept(json, 'c.json', '{\n}\n', 'json_file="c.json"', 'JsonConfigSettingsSource'),
];

/** In text formats collections are JSON, as pydantic-settings decodes them. */
function asText(data: Data): Data {
  const collection = data.kind === 'list' || data.kind === 'dict';
  return collection ? str(writeJson(data, 'python') ?? '') : data;
}

/** The text of a file that holds the settings, written key by key; undefined where the format cannot hold one. */
function written({ format, path, empty }: Kept, settings: Settings): string | undefined {
  let text = empty;
  for (const [name, data] of Object.entries(settings)) {
    const document = format.parse(sourceFile(path, text));
    const value = { data: format === dotenv ? asText(data) : data };
    const edits = format.insert(document, document.root, { name, value });
    if (edits.length === 0) return undefined;
    text = applyEdits(text, edits);
  }
  return text;
}

const engines = await loadEngines();

/** What the settings object holds, field by field. */
function bound(way: Kept, text: string): Readonly<Record<string, string>> {
  const files = new Map([
    [way.code.path, way.code],
    [way.path, sourceFile(way.path, text)],
  ]);
  const snapshot: Snapshot = {
    today: '2026-01-01',
    trusted: true,
    options: DEFAULT_OPTIONS,
    configurations: [],
    files,
    mentions: () => [],
    skipped: [],
    refs: new Map(),
    given: new Map([['development', new Map()]]),
    engines,
  };
  const [schema] = schemasOf(snapshot);
  assert.ok(schema !== undefined);
  const environment = environmentNamed(environmentsOf(snapshot, schema), 'development');
  assert.ok(environment !== undefined);
  const { ok, fields, errors, undecided } = resolve(snapshot, schema, environment);
  assert.equal(ok, true, JSON.stringify([text, errors, undecided.map((it) => it.reason)]));
  return Object.fromEntries(
    fields.map((it) => [it.field.name, it.value === undefined ? it.state : dataKey(it.value)]),
  );
}

const words = fc.oneof(
  fc.constantFrom('', 'a', 'true', '1', '~', 'x # y', "it's", '"q"', 'a: b', '{}', '[x', '😀', 'é\tü', '-'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const numbers = fc.oneof(
  fc.constantFrom(0, -0.5, 1e300, 1e-300, 0.1, 123456.75),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const settingsOf: fc.Arbitrary<Settings> = fc.record({
  debug: fc.boolean().map(bool),
  workers: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(int),
  ratio: numbers.map((it) => float(it === 0 ? 0 : it)),
  name: words.map(str),
  tags: fc.array(words.map(str), { maxLength: 3 }).map((items) => ({ kind: 'list', items }) as const),
  database: fc
    .uniqueArray(fc.tuple(fc.constantFrom('port', 'pool size', 'ü', '__proto__'), fc.integer()), {
      selector: ([key]) => key,
    })
    .map((pairs) => ({ kind: 'dict', entries: pairs.map(([k, v]) => [str(k), int(v)] as const) }) as const),
});

test('the same settings bind equally, whichever format keeps them', () => {
  let compared = 0;
  fc.assert(
    fc.property(settingsOf, (settings) => {
      const results = WAYS.flatMap((way) => {
        const text = written(way, settings);
        return text === undefined ? [] : [{ text, values: bound(way, text) }];
      });
      const [first, ...others] = results;
      for (const other of others) assert.deepEqual(other.values, first?.values, other.text);
      compared += results.length;
    }),
    runs,
  );
  assert.ok(compared > runs.numRuns * 3, `only ${compared} files were compared`);
});

test('an INI file holds the same texts as a dotenv file', () => {
  let compared = 0;
  fc.assert(
    fc.property(settingsOf, (settings) => {
      let text = '[settings]\n';
      for (const [name, data] of Object.entries(settings)) {
        const document = ini.parse(sourceFile('c.ini', text));
        const section = document.root.entries[0]?.value;
        assert.ok(section?.kind === 'mapping');
        const edits = ini.insert(document, section, { name, value: { data: asText(data) } });
        if (edits.length > 0) compared++;
        text = applyEdits(text, edits);
      }
      const values = iniValues(ini.parse(sourceFile('c.ini', text)), 'settings');
      const environment = dotenv.parse(sourceFile('.env', written(WAYS[0] as Kept, settings) ?? ''));
      for (const { key, value } of environment.root.entries) {
        const held = values?.get(key.name);
        if (held === undefined) continue;
        assert.ok(held.kind === 'value' && value?.kind === 'scalar');
        assert.deepEqual(value.data, str(held.text ?? ''), text);
      }
    }),
    runs,
  );
  assert.ok(compared > runs.numRuns * 4, `only ${compared} options were written`);
});
