import type { Snapshot } from '../snapshot.ts';
import type { SuppliedVariable } from '../supply/supply.ts';
import type { Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { isSlip } from '../text/nearest.ts';
import { meaningOf, namesOf } from './names.ts';
import { candidatesOf, type FileReader, knownElsewhere, readersOf } from './unknown.ts';
import { running, workloadsOf } from './what-runs.ts';

/** A variable of a workload that runs a service of ours, where it is written, and who reads it. */
export interface SuppliedEntry {
  readonly entry: Entry;
  readonly variable: SuppliedVariable;
  readonly readers: readonly FileReader[];
}

/** The entries of a file that supply variables to services of the workspace, in order of the file. */
export function suppliedEntries(snapshot: Snapshot, path: string): readonly SuppliedEntry[] {
  const known = entriesByPath(snapshot);
  let entries = known.get(path);
  if (!entries) {
    entries = entriesIn(snapshot, path);
    known.set(path, entries);
  }
  return entries;
}

const entriesByPath = memo((_snapshot: Snapshot) => new Map<string, readonly SuppliedEntry[]>());

function entriesIn(snapshot: Snapshot, path: string): readonly SuppliedEntry[] {
  const found = new Map<Entry, { readonly variable: SuppliedVariable; readonly readers: FileReader[] }>();
  for (const reader of readersOf(snapshot).get(path) ?? []) {
    for (const { supplied } of reader.layer.variables ?? []) {
      if (!supplied?.entry) continue;
      const known = found.get(supplied.entry);
      if (!known) found.set(supplied.entry, { variable: supplied, readers: [reader] });
      else if (!known.readers.includes(reader)) known.readers.push(reader);
    }
  }
  return [...found]
    .map(([entry, it]) => ({ entry, ...it }))
    .sort((a, b) => a.entry.span.start - b.entry.span.start);
}

/** A supplied variable that most likely was to be another: no reader has its name, and nothing else speaks of it. */
export interface SuppliedSlip {
  readonly supplied: SuppliedEntry;
  readonly meant: string;
}

/** The slips among a file's variables. A process environment refuses none, so everything else is left alone. */
export function suppliedSlips(snapshot: Snapshot, path: string): readonly SuppliedSlip[] {
  const all = suppliedEntries(snapshot, path);
  return all.flatMap((supplied) => {
    const { variable, readers } = supplied;
    const { name } = variable;
    if (readers.some(({ schema, layer }) => schema.open.length > 0 || layer.guessed)) return [];
    if (readers.some(({ schema }) => meaningOf(namesOf(schema), name).kind !== 'extra')) return [];
    const meant = readers.flatMap(({ schema }) => candidatesOf(schema)).find((it) => isSlip(name, it));
    if (meant === undefined || isSetBeside(all, supplied, meant)) return [];
    return isKnown(snapshot, path, name) ? [] : [{ supplied, meant }];
  });
}

/** True where the variable that may be meant is set as well, so that this is another. */
function isSetBeside(all: readonly SuppliedEntry[], { readers }: SuppliedEntry, meant: string): boolean {
  const layers = readers.map((it) => it.layer);
  return all.some(
    (it) =>
      it.variable.name.toLowerCase() === meant.toLowerCase() &&
      it.readers.some((reader) => layers.includes(reader.layer)),
  );
}

/** True where another file speaks of a name, or a workload that runs something else has it. */
function isKnown(snapshot: Snapshot, path: string, name: string): boolean {
  if (knownElsewhere(snapshot).has(name)) return true;
  if (snapshot.mentions(name).some((it) => it.path !== path)) return true;
  const services = new Set(
    (readersOf(snapshot).get(path) ?? []).flatMap(({ schema }) => running(snapshot, schema.service)),
  );
  const own = new Set([...services].map((it) => it.workload));
  return workloadsOf(snapshot).some(
    (it) =>
      !own.has(it) &&
      it.sources.some(
        (source) => source.kind === 'variables' && source.variables.some((other) => other.name === name),
      ),
  );
}
