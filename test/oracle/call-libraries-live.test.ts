import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import type { FieldResolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { type Data, dataKey, sameData } from '../../server/src/core/syntax/data.ts';
import { formatTimedelta } from '../../server/src/core/values/timedelta.ts';
import { workspace } from '../workspace.ts';
import { type CallCase, callCase, LIBRARY_NAMES } from './call-cases.ts';

type Given = readonly ['value', PythonData] | readonly ['error', string];
type PythonData = readonly [string, ...unknown[]];

interface Report {
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly (readonly Given[])[];
}

for (const library of LIBRARY_NAMES) {
  test(`generated reads through ${library} give what resolve says`, (t) => {
    const python = process.env.CROSSFADE_PYTHON;
    const needed = 'import environs, environ, decouple, starlette, dynaconf';
    if (!python || spawnSync(python, ['-c', needed]).status !== 0) {
      const reason =
        'CROSSFADE_PYTHON names no Python that has environs, django-environ, python-decouple, starlette, dynaconf';
      t.diagnostic(`${library} was not compared with: ${reason}`);
      t.skip(reason);
      return;
    }
    const seed = Number(process.env.ORACLE_SEED ?? 1);
    const count = Number(process.env.ORACLE_CASES ?? 300);
    const cases = Array.from({ length: count }, (_, index) => callCase(library, seed * 1_000_003 + index));
    const report = ask(python, cases);
    const wrong: string[] = [];
    const open = new Map<string, number>();
    let reads = 0;
    cases.forEach((it, index) => {
      const fields = resolutions(it);
      it.reads.forEach((code, at) => {
        const given = report.results[index]?.[at];
        if (!given) return;
        reads++;
        const verdict = compare(fields.get(`${it.prefix}V${at}`), given);
        const shown = `${code} with ${JSON.stringify(it.env[`${it.prefix}V${at}`])}: ${verdict.what}, library ${JSON.stringify(given)}`;
        if (verdict.kind === 'wrong') wrong.push(shown);
        if (verdict.kind === 'undecided') open.set(verdict.what, (open.get(verdict.what) ?? 0) + 1);
      });
    });
    const undecided = [...open.values()].reduce((sum, it) => sum + it, 0);
    t.diagnostic(`${JSON.stringify(report.versions)}, seed ${seed}`);
    t.diagnostic(`${reads} reads, ${undecided} undecided, ${wrong.length} wrong`);
    for (const [why, times] of [...open].sort((a, b) => b[1] - a[1]).slice(0, 8))
      t.diagnostic(`${times} × ${why}`);
    assert.ok(reads >= count);
    assert.equal(wrong.length, 0, [...new Set(wrong)].slice(0, 12).join('\n'));
    assert.ok(undecided < reads / 5, `${undecided} of ${reads} are undecided`);
  });
}

function ask(python: string, cases: readonly CallCase[]): Report {
  const run = spawnSync(python, ['test/oracle/call-libraries-live.py'], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

function resolutions({ header, reads, env }: CallCase): ReadonlyMap<string, FieldResolution> {
  const code = `${header}\n${reads.map((it, index) => `A${index} = ${it}`).join('\n')}\n`;
  const given = new Map([['development', new Map(Object.entries(env))]]);
  const snapshot = workspace({ 'settings.py': code }, { given });
  const found = new Map<string, FieldResolution>();
  for (const schema of schemasOf(snapshot)) {
    const environment = environmentsOf(snapshot, schema)[0];
    if (!environment) continue;
    for (const it of resolve(snapshot, schema, environment).fields) found.set(it.field.name, it);
  }
  return found;
}

interface Verdict {
  readonly kind: 'right' | 'wrong' | 'undecided';
  readonly what: string;
}

const MISSING = /^(KeyError|RuntimeError|UndefinedValueError|EnvNotSetError|ImproperlyConfigured|EnvError)$/;

function compare(resolution: FieldResolution | undefined, given: Given): Verdict {
  if (!resolution) return { kind: 'wrong', what: 'no field' };
  const { state, value } = resolution;
  if (state === 'undecided') return { kind: 'undecided', what: 'the library, or the text, is not followed' };
  if (given[0] === 'error') {
    const isBoth =
      given[1] === 'ImproperlyConfigured'
        ? state === 'invalid'
        : given[1] === 'ValidationError' && state === 'missing';
    const isRight = isBoth || (MISSING.test(given[1]) ? state === 'missing' : state === 'invalid');
    return { kind: isRight ? 'right' : 'wrong', what: state };
  }
  if (state !== 'set' && state !== 'default') return { kind: 'wrong', what: state };
  const expected = dataOf(given[1]);
  const isRight = value !== undefined && expected !== undefined && sameData(value, expected);
  return { kind: isRight ? 'right' : 'wrong', what: value ? `${state} ${dataKey(value)}` : state };
}

function dataOf([kind, held, more]: PythonData): Data | undefined {
  switch (kind) {
    case 'none':
      return { kind: 'none' };
    case 'bool':
      return { kind: 'bool', value: held === 'true' };
    case 'int':
      return { kind: 'int', value: BigInt(held as string) };
    case 'float':
      return { kind: 'float', value: numberOf(held as string) };
    case 'str':
      return { kind: 'str', value: held as string };
    case 'date':
    case 'datetime':
    case 'time':
      return { kind, text: held as string };
    case 'timedelta':
      return { kind, text: formatTimedelta(BigInt(held as string)) };
    case 'text':
      return { kind, type: held as string, text: more as string };
    case 'path':
      return { kind: 'text', type: 'Path', text: held as string };
    case 'list':
    case 'tuple':
    case 'set': {
      const items = (held as readonly PythonData[]).map(dataOf);
      return items.includes(undefined) ? undefined : { kind, items: items as Data[] };
    }
    case 'dict': {
      const entries = (held as readonly (readonly [PythonData, PythonData])[]).map(
        ([key, value]) => [dataOf(key), dataOf(value)] as const,
      );
      return { kind: 'dict', entries: entries as (readonly [Data, Data])[] };
    }
    default:
      return undefined;
  }
}

function numberOf(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
