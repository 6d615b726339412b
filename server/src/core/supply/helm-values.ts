import type { Entry, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { itemsOf, memberAt, memberEntry } from '../syntax/value-members.ts';
import type { SourceFile } from '../text/source-file.ts';
import { readEnvItem } from './kubernetes/container.ts';
import { fieldText } from './kubernetes/field-text.ts';
import type { Reading } from './kubernetes/reading.ts';
import { isPlaceholder, PLACEHOLDER } from './placeholder.ts';
import { isSops } from './sops.ts';
import type { SuppliedVariable, Workload } from './supply.ts';

/** The keys below which charts keep variables, where a path leads to what has them. */
const KEYS = ['env', 'environment', 'envVars', 'extraEnv', 'extraEnvVars', 'variables'];

/**
 * What a file of Helm values supplies from a path of keys (`api.env`, or `api` where that holds one of the usual names):
 * a map of texts, or a list of `name` and `value`. Numbers and booleans are taken as charts write them, with `quote`.
 * Undefined where nothing of that form is there.
 */
export function valuesWorkload(file: SourceFile, path: string): Workload | undefined {
  const root = documentOf(file)?.root;
  const at = path === '' ? root : memberAt(root, ...path.split('.'));
  const held = KEYS.flatMap((key) => memberEntry(at, key)?.value ?? []).find(isVariables) ?? at;
  if (root === undefined || held === undefined || !isVariables(held)) return undefined;
  const variables = variablesIn(file, held, isSops(root));
  return {
    supplier: 'helm',
    name: path,
    path: file.path,
    span: held.span,
    role: 'service',
    runs: {},
    sources: [{ kind: 'variables', path: file.path, variables }],
  };
}

function variablesIn(file: SourceFile, held: Value, encrypted: boolean): readonly SuppliedVariable[] {
  const reading: Reading = { path: file.path, text: file.text, kustomized: false, problems: [] };
  if (held.kind === 'mapping') return held.entries.map((entry) => fromEntry(reading, entry, encrypted));
  return itemsOf(held).flatMap((item) => fromItem(reading, item, encrypted) ?? []);
}

/** A map of scalars, or a list of what has a name. */
function isVariables(value: Value): boolean {
  if (value.kind === 'mapping')
    return value.entries.every((it) => it.value === undefined || it.value.kind !== 'sequence');
  return value.kind === 'sequence' && value.items.every((it) => memberEntry(it, 'name') !== undefined);
}

function fromEntry(reading: Reading, entry: Entry, encrypted: boolean): SuppliedVariable {
  const { name } = entry.key;
  const base = { name, path: reading.path, entry, shape: 'entry', secret: encrypted } as const;
  if (encrypted) return { ...base, value: { kind: 'unknown', reason: 'it is encrypted' } };
  if (entry.value?.kind === 'mapping')
    return { ...base, value: { kind: 'unknown', reason: 'the chart decides where it comes from' } };
  return { ...base, value: printed(reading, entry.value) };
}

function fromItem(reading: Reading, item: Value, encrypted: boolean): SuppliedVariable | undefined {
  const quiet = { ...reading, problems: [] };
  const read = readEnvItem(quiet, item);
  if (read === undefined) return undefined;
  const { name, entry, shape } = read;
  const value = encrypted
    ? ({ kind: 'unknown', reason: 'it is encrypted' } as const)
    : read.from
      ? ({ kind: 'unknown', reason: 'the chart decides where it comes from' } as const)
      : printed(reading, entry.value);
  return { name, value, path: reading.path, entry, shape, secret: encrypted || read.from?.kind === 'key' };
}

/** What `quote` and `toString` print of a value, where that is the text that is written. */
function printed(reading: Reading, value: Value | undefined): SuppliedVariable['value'] {
  const text = fieldText(reading.text, value, false);
  if (text.kind === 'text') return isPlaceholder(text.text) ? { kind: 'unknown', reason: PLACEHOLDER } : text;
  const written = value?.kind === 'scalar' ? reading.text.slice(value.content.start, value.content.end) : '';
  if (/^(?:0|[1-9]\d{0,5}|true|false)$/.test(written)) return { kind: 'text', text: written };
  return { kind: 'unknown', reason: 'the chart decides how it is printed' };
}
