import type { Data } from '../../syntax/data.ts';
import type { Entry, Mapping } from '../../syntax/document.ts';
import { yaml } from '../../syntax/yaml.ts';
import { applyEdits } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { checklistItem, checklistOf } from '../checklist/checklist.ts';
import { keyName } from '../front-matter.ts';
import {
  type Evidence,
  parseRecord,
  type RecordEnvironment,
  type RecordFile,
  type Waiver,
} from '../record.ts';
import { answerItem } from './edit-checklist.ts';
import { editFrontMatter } from './edit-front-matter.ts';

/** What a person has seen of the values, and which versions ran: each is true of the phase in which it was said. */
const SEEN = ['has', 'equal', 'valid', 'stores', 'attested'] as const;
const RAN = ['deployed'] as const;

/** A record's text without what was attested, waived and checked since, and the names of what is gone, or has to go by hand. */
export interface Dropped {
  readonly text: string;
  readonly environments: readonly string[];
  /** Those with evidence, and those that somebody took responsibility for. */
  readonly gates: readonly string[];
  /** Items of the checklist of a release, which are open again. */
  readonly checks: readonly string[];
  /** Fields that are written so that they are not taken out: `env.production.has`. */
  readonly left: readonly string[];
}

/**
 * Takes out of a record what people attested, waived and checked since an earlier state of it, since a phase that is
 * taken back makes it untrue. What the tags of the record ask for is about the change as a whole, and stays.
 * @param earlier absent where there was no record
 */
export function dropAttestations(record: RecordFile, earlier: RecordFile | undefined): Dropped {
  let { text } = record.file;
  const environments: string[] = [];
  const left: string[] = [];
  for (const [name, now] of record.env) {
    const before = earlier?.env.get(name);
    const fields = [SEEN, RAN].filter((group) => isOther(group, now, before)).flat();
    if (fields.length > 0) environments.push(name);
    for (const field of fields) {
      const next = withoutField(text, record.file.path, ['env', name, field]);
      if (next === undefined) left.push(`env.${name}.${field}`);
      else text = next;
    }
  }
  const known = new Set(earlier?.evidence.map(asText));
  const kept = record.evidence.filter((it) => known.has(asText(it)));
  const gone = record.evidence.filter((it) => !known.has(asText(it)));
  if (gone.length > 0) {
    const next = editFrontMatter(text, [
      { path: ['evidence'], value: { kind: 'list', items: kept.map(evidenceData) } },
    ]);
    if (next === undefined) left.push('evidence');
    else text = next;
  }
  const waived = waiversSince(record, earlier);
  for (const { field } of waived) {
    const next = withoutField(text, record.file.path, field);
    if (next === undefined) left.push(field.join('.'));
    else text = next;
  }
  const gates = [...new Set([...gone.flatMap((it) => it.gate ?? []), ...waived.map((it) => it.gate)])];
  const opened = openChecks(text, record, earlier);
  return { text: opened.text, environments, gates, checks: opened.names, left };
}

interface WaivedSince {
  readonly gate: string;
  /** The field to take out. */
  readonly field: readonly string[];
}

function waiversSince(record: RecordFile, earlier: RecordFile | undefined): readonly WaivedSince[] {
  const since = (
    now: ReadonlyMap<string, Waiver>,
    before: ReadonlyMap<string, Waiver> | undefined,
    path: readonly string[],
  ) =>
    [...now].flatMap(([gate, it]) =>
      isSameWaiver(it, before?.get(gate)) ? [] : [{ gate, field: [...path, gate] }],
    );
  const everywhere = since(record.waive, earlier?.waive, ['waive']);
  const here = [...record.env].flatMap(([name, { waive }]): readonly WaivedSince[] => {
    const before = earlier?.env.get(name)?.waive;
    const found = since(waive, before, ['env', name, 'waive']);
    // An empty mapping of an environment that had none says nothing.
    return (before?.size ?? 0) === 0 ? found.map((it) => ({ ...it, field: ['env', name, 'waive'] })) : found;
  });
  return [...everywhere, ...here];
}

/** What was looked at for a release that is taken back: the next one has to be looked at itself. */
function openChecks(
  text: string,
  record: RecordFile,
  earlier: RecordFile | undefined,
): { readonly text: string; readonly names: readonly string[] } {
  const names: string[] = [];
  let current = text;
  for (const { block, name, value, ticked } of checklistOf(record)) {
    const before = earlier && checklistItem(earlier, block, name);
    const answered = value !== '' || ticked;
    if (block !== 'release' || !answered || (before?.value === value && before.ticked === ticked)) continue;
    names.push(name);
    current = answerItem(current, { block, name, value: '', ticked: false }) ?? current;
  }
  return { text: current, names };
}

function isSameWaiver(now: Waiver, before: Waiver | undefined): boolean {
  return now.reason === before?.reason && now.by === before?.by && now.on === before?.on;
}

function isOther(
  fields: readonly (keyof RecordEnvironment)[],
  now: RecordEnvironment,
  before: RecordEnvironment | undefined,
): boolean {
  const of = (it: RecordEnvironment | undefined) => JSON.stringify(fields.map((field) => said(it?.[field])));
  return of(now) !== of(before);
}

function said(value: RecordEnvironment[keyof RecordEnvironment] | undefined): unknown {
  if (value instanceof Map) return value.size === 0 ? null : [...value];
  return Array.isArray(value) && value.length === 0 ? null : (value ?? null);
}

/** The text without a field; as it was where it has none, undefined where the field cannot be taken out. */
function withoutField(text: string, path: string, field: readonly string[]): string | undefined {
  const { frontMatter } = parseRecord(sourceFile(path, text));
  const entry = entryAt(frontMatter.root, field);
  if (entry === undefined) return text;
  const edits = yaml.remove(frontMatter, entry);
  if (edits.length === 0) return undefined;
  const next = applyEdits(text, edits);
  return parseRecord(sourceFile(path, next)).problems.length > 0 ? undefined : next;
}

function entryAt(mapping: Mapping, [name, ...rest]: readonly string[]): Entry | undefined {
  const entry = mapping.entries.findLast((it) => keyName(it) === name);
  if (rest.length === 0 || entry === undefined) return entry;
  return entry.value?.kind === 'mapping' ? entryAt(entry.value, rest) : undefined;
}

const EVIDENCE = ['gate', 'by', 'on', 'command', 'result', 'phase'] as const;

function asText(it: Evidence): string {
  return JSON.stringify(EVIDENCE.map((name) => it[name] ?? null));
}

function evidenceData(it: Evidence): Data {
  return {
    kind: 'dict',
    entries: EVIDENCE.flatMap((name): readonly (readonly [Data, Data])[] => {
      const value = it[name];
      if (value === undefined) return [];
      const data: Data = name === 'on' ? { kind: 'date', text: value } : { kind: 'str', value };
      return [[{ kind: 'str', value: name }, data]];
    }),
  };
}
