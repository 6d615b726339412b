import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import type { FieldResolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { type Data, dataKey, sameData } from '../../server/src/core/syntax/data.ts';
import { formatTimedelta } from '../../server/src/core/values/timedelta.ts';
import { workspace } from '../workspace.ts';
import type { CallCase } from './call-cases.ts';

/** Modules of which every read fails where one does. */
const WHOLE = /^dynaconf-files$|-objects$/;

/** What a library gave for one read: a value, or the class of an exception. */
export type Given = readonly ['value', PythonData] | readonly ['error', string];
type PythonData = readonly [string, ...unknown[]];

/** What `call-libraries-live.py` prints. */
export interface Report {
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly (readonly Given[])[];
}

/** Each read of the cases with the verdict on it; a read is a case as small as it can be. */
export function compared(
  cases: readonly CallCase[],
  report: Pick<Report, 'results'>,
): readonly { readonly verdict: Verdict; readonly shown: string }[] {
  return cases.flatMap((it, index) => {
    const fields = resolutions(it);
    return it.reads.flatMap((code, at) => {
      const given = report.results[index]?.[at];
      if (!given) return [];
      const name = `${it.prefix}${it.names[at]}`;
      const resolved = fields.get(name);
      const verdict = WHOLE.test(it.library) ? compareObject(resolved, given) : compare(resolved, given);
      const library = JSON.stringify(given);
      const around =
        it.files && process.env.ORACLE_SHOW
          ? `\n${it.header}${JSON.stringify(it.env)}\n${JSON.stringify(it.files, null, 1)}`
          : '';
      return [
        {
          verdict,
          shown: `${code} with ${JSON.stringify(it.env[name])}: ${verdict.what}, library ${library}${around}`,
        },
      ];
    });
  });
}

interface Resolved {
  readonly resolution: FieldResolution;
  /** Why it is left open, if it is. */
  readonly why?: string;
  /** Why anything of the object is left open. */
  readonly whole?: string;
  /** Whether all of it is read without an error. */
  readonly ok: boolean | null;
}

function resolutions({ header, reads, env, files, module }: CallCase): ReadonlyMap<string, Resolved> {
  const code = `${header}\n${reads.map((it, index) => `A${index} = ${it}`).join('\n')}\n`;
  const given = new Map([['development', new Map(Object.entries(env))]]);
  const snapshot = workspace({ ...files, [module ?? 'settings.py']: code }, { given });
  const found = new Map<string, Resolved>();
  for (const schema of schemasOf(snapshot)) {
    const environment = environmentsOf(snapshot, schema)[0];
    if (!environment) continue;
    const { fields, undecided, ok } = resolve(snapshot, schema, environment);
    const why = new Map(undecided.map((it) => ['field' in it ? it.field : undefined, it.reason]));
    for (const resolution of fields) {
      const reason = why.get(resolution.field.name) ?? why.get(undefined);
      found.set(resolution.field.name, {
        resolution,
        ok,
        ...(reason === undefined ? {} : { why: reason }),
        ...(undecided[0] ? { whole: undecided[0].reason } : {}),
      });
    }
  }
  return found;
}

interface Verdict {
  readonly kind: 'right' | 'wrong' | 'undecided';
  readonly what: string;
}

const MISSING = /^(KeyError|RuntimeError|UndefinedValueError|EnvNotSetError|ImproperlyConfigured|EnvError)$/;

function compare(resolved: Resolved | undefined, given: Given): Verdict {
  if (!resolved) return { kind: 'wrong', what: 'no field' };
  const { state, value } = resolved.resolution;
  if (state === 'undecided') return { kind: 'undecided', what: resolved.why ?? 'no reason' };
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

/** One object: where it cannot be made, no setting can be read. */
function compareObject(resolved: Resolved | undefined, given: Given): Verdict {
  if (!resolved) return { kind: 'undecided', what: 'no field is seen' };
  const { state, value } = resolved.resolution;
  if (given[0] === 'error') {
    if (resolved.ok === false) return { kind: 'right', what: state };
    if (resolved.ok === true) return { kind: 'wrong', what: `${state}, ok` };
    return { kind: 'undecided', what: resolved.why ?? resolved.whole ?? 'no reason' };
  }
  if (state === 'undecided') return { kind: 'undecided', what: resolved.why ?? 'no reason' };
  if (state === 'missing' && resolved.ok === null && resolved.why !== undefined)
    return { kind: 'undecided', what: resolved.why };
  const expected = dataOf(given[1]);
  const isSame = value !== undefined && expected !== undefined && sameData(sorted(value), sorted(expected));
  const isRight = resolved.ok !== false && (state === 'set' || state === 'default') && isSame;
  return {
    kind: isRight ? 'right' : 'wrong',
    what: `${state} ${value ? dataKey(value) : ''} ok ${resolved.ok}`,
  };
}

/** The order of the keys of a table says nothing. */
function sorted(data: Data): Data {
  if (data.kind === 'list' || data.kind === 'tuple' || data.kind === 'set')
    return { ...data, items: data.items.map(sorted) };
  if (data.kind !== 'dict') return data;
  const entries = data.entries.map(([key, value]) => [key, sorted(value)] as const);
  return { ...data, entries: entries.sort((a, b) => (dataKey(a[0]) < dataKey(b[0]) ? -1 : 1)) };
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
    case 'bytes':
      return { kind: 'bytes', value: held as string };
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
