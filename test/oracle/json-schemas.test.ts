import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { jsonSchema } from '../../server/src/core/features/json-schema.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { Engines } from '../../server/src/core/snapshot.ts';
import { indentedJson } from '../../server/src/core/syntax/json/json-indented.ts';
import { loadEngines } from '../../server/src/host/load-engines.ts';
import { ask, liveCases, livePython } from './live-python.ts';
import { randomCase } from './random-settings.ts';
import { type SettingsCase, snapshotOf } from './settings-case.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly preamble: string;
  readonly cases: readonly { readonly name: string; readonly code: string; readonly schema: JsonObject }[];
}

const VECTORS: Vectors = JSON.parse(readFileSync('test/vectors/json-schemas.json', 'utf8'));

test('recorded classes have the JSON Schema that the library gives', async (t) => {
  assert.equal(VECTORS.versions.pydantic, '2.13.5');
  assert.ok(VECTORS.cases.length >= 55);
  const engines = await loadEngines();
  const differences = new Differences();
  for (const it of VECTORS.cases) differences.add(it.name, it.code, it.schema, engines);
  differences.report(t.diagnostic.bind(t));
  assert.deepEqual(differences.wrong, []);
  assert.ok(differences.open <= 8, `${differences.open} properties are left open`);
});

test('generated classes have the JSON Schema that the library gives', async (t) => {
  const python = livePython(t, 'pydantic_settings');
  if (!python) return;
  const { count: wanted, seed } = liveCases();
  // Classes repeat themselves sooner than values do.
  const count = Math.min(wanted, MOST_CLASSES);
  const recorded: { readonly cases: readonly SettingsCase[] } = JSON.parse(
    readFileSync('test/vectors/settings-scenarios.json', 'utf8'),
  );
  const random = Array.from({ length: count }, (_, index) => randomCase(seed * 1_000_003 + index));
  const cases = [...recorded.cases, ...random];
  const schemas = ask<JsonObject>(
    python,
    'json-schema-of.py',
    cases.map(({ code }) => ({ code })),
  );
  const engines = await loadEngines();
  const differences = new Differences();
  cases.forEach((it, index) => {
    const schema = schemas[index];
    if (schema && !('$error' in schema) && !WRITTEN_OTHERWISE.has(it.name))
      differences.add(it.name, it.code, schema, engines);
  });
  differences.report(t.diagnostic.bind(t));
  assert.deepEqual(differences.wrong, []);
  assert.ok(differences.classes > count / 2);
});

const MOST_CLASSES = 4000;

/** A name for a list (`type L = …`) that the library gives a definition, and an argument that `Field` does not know. */
const WRITTEN_OTHERWISE: ReadonlySet<string> = new Set([
  'type alias complex',
  'Field(env=...) v1 style ignored',
]);

/** Collects what differs between our schemas and the library's. */
class Differences {
  readonly wrong: string[] = [];
  classes = 0;
  same = 0;
  open = 0;

  add(name: string, code: string, wanted: JsonObject, engines: Engines): void {
    const snapshot = snapshotOf({ name, code, env: {}, files: {} }, VECTORS.preamble, engines);
    const schema = schemasOf(snapshot).find((it) => it.className === 'Settings');
    if (!schema) return;
    const text = indentedJson(jsonSchema(schema));
    assert.ok(text !== undefined, name);
    const got: JsonObject = JSON.parse(text);
    this.classes += 1;
    const { properties: ours = {}, $defs: ourDefs = {}, ...ourRest } = got;
    const { properties: theirs = {}, $defs: theirDefs = {}, ...theirRest } = wanted;
    const isOpen = schema.open.length > 0;
    if (!isOpen) this.compare(`${name}: the class`, comparable(ourRest), comparable(theirRest));
    this.compareAll(name, ours as JsonObject, theirs as JsonObject, isOpen);
    this.compareDefinitions(name, ourDefs as JsonObject, theirDefs as JsonObject);
  }

  compareDefinitions(name: string, ours: JsonObject, theirs: JsonObject): void {
    for (const [key, value] of Object.entries(ours)) {
      const { properties = {}, ...rest } = value as JsonObject;
      const { properties: wanted = {}, ...wantedRest } = (theirs[key] ?? {}) as JsonObject;
      this.compare(`${name}: ${key}`, comparable(rest), comparable(wantedRest));
      this.compareAll(`${name}: ${key}`, properties as JsonObject, wanted as JsonObject, false);
    }
  }

  compareAll(name: string, ours: JsonObject, theirs: JsonObject, isOpen: boolean): void {
    if (!isOpen) this.compare(`${name}: names`, Object.keys(ours), Object.keys(theirs));
    for (const [key, value] of Object.entries(ours)) {
      const wanted = theirs[key];
      if (wanted === undefined) continue;
      this.property(`${name}: ${key}`, value as JsonObject, wanted as JsonObject);
    }
  }

  property(name: string, ours: JsonObject, theirs: JsonObject): void {
    const reasons = JSON.stringify(ours).includes('"$comment"');
    const secret = ours.writeOnly === true && ours.format !== 'password';
    const got = comparable(ours);
    const wanted = comparable(theirs);
    if (secret) delete got.writeOnly;
    if (!('default' in got)) delete wanted.default;
    const agrees = sameJson(got, wanted);
    if (agrees) this.same += 1;
    else if (reasons && subset(got, wanted)) this.open += 1;
    else this.compare(name, got, wanted);
    assert.ok(reasons || secret || 'default' in ours === 'default' in theirs, `${name}: default`);
  }

  compare(name: string, got: unknown, wanted: unknown): void {
    if (!sameJson(got, wanted)) {
      this.wrong.push(`${name}: ${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
    }
  }

  report(say: (text: string) => void): void {
    say(
      `${this.classes} classes, ${this.same} properties the same, ${this.open} left open, ${this.wrong.length} wrong`,
    );
  }
}

/** Without what only we say; the library names a required key twice where two fields have it. */
function comparable({ required, ...schema }: JsonObject): Record<string, Json> {
  const once = Array.isArray(required) ? { required: [...new Set(required)] } : {};
  return Object.fromEntries(
    Object.entries({ ...schema, ...once }).filter(
      ([key]) =>
        key !== '$schema' && key !== '$comment' && !/^x-(environment|case|nested|replacement)/.test(key),
    ),
  );
}

/** What is left open says less than the library, and nothing else. */
function subset(got: JsonObject, wanted: JsonObject): boolean {
  const plain = (value: Json): Json =>
    Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value as JsonObject)
              .filter(([key]) => key !== '$comment')
              .map(([key, inner]) => [key, plain(inner)]),
          )
        : value;
  const within = (a: Json, b: Json): boolean => {
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((it, index) => within(it, b[index] as Json));
    if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null)
      return Object.entries(a).every(([key, it]) => key in b && within(it, (b as JsonObject)[key] as Json));
    return sameJson(a, b);
  };
  return within(plain(got), wanted);
}

function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${entries.sort().join()}}`;
}
