import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_OPTIONS } from '../../server/src/core/snapshot.ts';
import { decodeEditorSettings } from '../../server/src/options/decode-editor-settings.ts';
import { configurationJsonSchema, editorSettingsProperties } from '../../server/src/options/json-schema.ts';

const RULES = ['unknown-key', 'type-mismatch'];

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly scope?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

test('the JSON Schema names every setting and takes no other', () => {
  const schema = configurationJsonSchema(RULES) as Schema;
  assert.equal(schema.type, 'object');
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(Object.keys(schema.properties ?? {}), Object.keys(DEFAULT_OPTIONS));
  const rules = schema.properties?.rules;
  assert.deepEqual(Object.keys(rules?.properties ?? {}), RULES);
  assert.deepEqual(rules?.properties?.['unknown-key']?.enum, ['off', 'hint', 'info', 'warning', 'error']);
  const environment = schema.properties?.environments?.additionalProperties as Schema;
  assert.deepEqual(Object.keys(environment.properties ?? {}), [
    'dotenv',
    'process',
    'secrets',
    'coupling',
    'opaque',
    'deployed',
  ]);
});

test('every editor setting has a description, a scope and a default that decodes', () => {
  const properties = editorSettingsProperties(RULES) as Readonly<Record<string, Schema>>;
  const names = ['enable', ...Object.keys(DEFAULT_OPTIONS)].map((name) => `crossfade.${name}`);
  assert.deepEqual(Object.keys(properties), names);
  const section: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    assert.ok((property.description ?? '').length > 10, name);
    assert.equal(property.scope, 'resource', name);
    section[name.slice('crossfade.'.length)] = property.default;
  }
  assert.deepEqual(decodeEditorSettings(section, RULES), {
    options: DEFAULT_OPTIONS,
    enable: true,
    problems: [],
  });
});

test('editor settings decode like the configuration', () => {
  const section = {
    enable: false,
    exclude: ['a/**'],
    rules: { 'unknown-key': 'hint' },
    environments: null,
    trace: { server: 'off' },
  };
  const { options, enable, problems } = decodeEditorSettings(section, RULES);
  assert.deepEqual(problems, []);
  assert.equal(enable, false);
  assert.deepEqual(
    { ...options, rules: { ...options.rules } },
    { ...DEFAULT_OPTIONS, exclude: ['a/**'], rules: { 'unknown-key': 'hint' } },
  );
});

test('a wrong editor setting is named and left out', () => {
  const { options, problems } = decodeEditorSettings(
    { exclude: 3, migrations: 'm', rules: { 'unknown-kee': 'off' } },
    RULES,
  );
  assert.equal(options.migrations, 'm');
  assert.deepEqual(problems.toSorted(), [
    'crossfade.exclude: `exclude` needs a list of patterns',
    'crossfade.rules.unknown-kee: `unknown-kee` is not a rule; did you mean `unknown-key`?',
  ]);
  for (const nothing of [undefined, null, 3, 'x', []]) {
    assert.deepEqual(decodeEditorSettings(nothing, RULES).options, DEFAULT_OPTIONS);
  }
});
