import { environmentNamed, environmentsOf } from '../../server/src/core/binding/environments.ts';
import type { Resolution } from '../../server/src/core/binding/resolution.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import { DEFAULT_OPTIONS, type Engines, type Snapshot } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { toJson } from '../../server/src/core/values/dump.ts';
import { CLASSES, CLASSES_1 } from './shared-classes.ts';
import type { Winner } from './winner-verdict.ts';

/** A settings class with its process environment and files, as the Python side runs it. */
export interface SettingsCase {
  readonly name: string;
  readonly code: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** The call that creates the object; `Settings()` when absent. */
  readonly call?: string;
  /** The release of pydantic-settings that the service is locked to; nothing says it when absent. */
  readonly version?: string;
  /** The release of pydantic that it is locked to beside that. */
  readonly pydantic?: string;
}

/** What the library made of a case. */
export interface CaseResult {
  readonly ok: boolean;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly kind?: string;
  readonly errors?: readonly { readonly type: string; readonly loc: readonly (string | number)[] }[];
  readonly field?: string;
  readonly source?: string;
  /** Where each field was taken from, where that was asked for and the library came so far. */
  readonly winners?: Readonly<Record<string, Winner | null>>;
}

/** Whether `resolve` agrees: decided and right, decided and wrong (what differs), or left open (why). */
export type Comparison =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'wrong'; readonly what: string }
  | { readonly kind: 'undecided'; readonly why: string };

/** The snapshot of an otherwise empty workspace that holds the case, its process environment given. */
export function snapshotOf(it: SettingsCase, preamble: string, engines: Engines): Snapshot {
  const call = it.call ?? 'Settings()';
  const shared = [CLASSES, CLASSES_1].find((classes) => it.code.startsWith(classes));
  const head = shared === undefined ? preamble : 'from shapes import *\n';
  const code = `${head}\n${it.code.slice(shared?.length ?? 0)}\n\n\nsettings = ${call}\n`;
  const files = [
    sourceFile('config.py', code),
    ...(shared === undefined ? [] : [shapes(`${preamble}\n${shared}`)]),
  ];
  const locked = it.pydantic === undefined ? '' : `pydantic==${it.pydantic}\n`;
  if (it.version !== undefined)
    files.push(sourceFile('requirements.txt', `pydantic-settings==${it.version}\n${locked}`));
  for (const [path, text] of Object.entries(it.files))
    files.push(sourceFile(path, text.replace(/^\uFEFF/, '')));
  return {
    today: '2026-01-01',
    trusted: true,
    options: DEFAULT_OPTIONS,
    configurations: [],
    files: new Map(files.map((file) => [file.path, file])),
    mentions: () => [],
    skipped: [],
    refs: new Map(),
    given: new Map([['development', new Map(Object.entries(it.env))]]),
    engines,
  };
}

/** The classes that generated cases share are a module of their own, which is parsed once. */
const shapes = remembered((code) => sourceFile('shapes.py', code));

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const it = known.get(key) ?? make(key);
    known.set(key, it);
    return it;
  };
}

/** What we say of a case; undefined when no class `Settings` is found. */
export function resolveCase(it: SettingsCase, preamble: string, engines: Engines): Resolution | undefined {
  const snapshot = snapshotOf(it, preamble, engines);
  const schema = schemasOf(snapshot).find((found) => found.className === 'Settings');
  if (!schema) return undefined;
  const environment = environmentNamed(environmentsOf(snapshot, schema), 'development');
  return environment && resolve(snapshot, schema, environment);
}

/** Compares what we say with what the library did. */
export function compareCase(ours: Resolution | undefined, expected: CaseResult): Comparison {
  if (!ours) return { kind: 'undecided', why: 'no schema' };
  if (ours.ok === null) {
    const wrong =
      ours.schema.modelUndecided.length + ours.schema.open.length === 0 && valuesDiffer(ours, expected);
    const reasons = [...new Set(ours.undecided.map((it) => it.reason))];
    return wrong
      ? { kind: 'wrong', what: wrong }
      : { kind: 'undecided', why: reasons.join(' | ') || 'no reason' };
  }
  if (ours.ok !== expected.ok) {
    return { kind: 'wrong', what: `ok is ${ours.ok}: ${JSON.stringify(errorsOf(ours))}` };
  }
  const wrong = ours.ok ? valuesDiffer(ours, expected) : errorsDiffer(ours, expected);
  return wrong ? { kind: 'wrong', what: wrong } : { kind: 'agrees' };
}

function valuesDiffer(ours: Resolution, expected: CaseResult): string | undefined {
  if (!expected.ok) return undefined;
  for (const field of ours.fields) {
    const wanted = expected.values?.[field.field.name];
    if (field.state === 'invalid' || field.state === 'missing') {
      if (ours.ok !== null || field.state === 'invalid') return `${field.field.name} is ${field.state}`;
    }
    if (field.state !== 'set' && field.state !== 'default') continue;
    if (wanted === undefined || isOther(wanted) || field.masked) continue;
    const got = field.value === undefined ? undefined : toJson(field.value);
    if (!same(got, wanted))
      return `${field.field.name}: ${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`;
  }
  return ours.ok === true ? extrasDiffer(ours, expected) : undefined;
}

function extrasDiffer(ours: Resolution, expected: CaseResult): string | undefined {
  if (ours.schema.loading.extra !== 'allow') return undefined;
  const got: Record<string, unknown> = {};
  for (const [key, item] of ours.extras) got[key] = item.data && toJson(item.data);
  return same(got, expected.extra ?? {}) ? undefined : `extra: ${JSON.stringify(got)}`;
}

function isOther(value: unknown): boolean {
  return JSON.stringify(value).includes('"$other"');
}

function errorsDiffer(ours: Resolution, expected: CaseResult): string | undefined {
  const first = ours.errors[0];
  // What is left open may raise another exception before.
  const mayBeOther = ours.undecided.length > 0 && expected.kind !== 'ValidationError';
  if (first?.kind !== expected.kind && mayBeOther && expected.kind !== 'SettingsError') return undefined;
  if (first?.kind !== expected.kind) return `kind is ${first?.kind}, not ${expected.kind}`;
  if (expected.kind === 'SettingsError') {
    const got = `${first?.field} ${first?.sourceClass}`;
    return got === `${expected.field} ${expected.source}` ? undefined : got;
  }
  if (expected.kind !== 'ValidationError') return undefined;
  const got = errorsOf(ours);
  const wanted = (expected.errors ?? []).map((it) => `${it.type} ${it.loc.join('.')}`);
  const right = ours.undecided.length === 0 ? same(got, wanted) : got.every((it) => wanted.includes(it));
  return right ? undefined : `errors are ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
}

function errorsOf(ours: Resolution): string[] {
  return ours.errors.map((it) =>
    it.kind === 'ValidationError' ? `${it.type} ${(it.loc ?? []).join('.')}` : `${it.kind} ${it.field ?? ''}`,
  );
}

/** Sets have no order: lists are compared as they are first, then sorted. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b) || (Array.isArray(a) && Array.isArray(b) && sorted(a) === sorted(b));
}

function sorted(items: readonly unknown[]): string {
  return items.map(canonical).sort().join();
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${entries.sort().join()}}`;
}
