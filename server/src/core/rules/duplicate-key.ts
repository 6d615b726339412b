import { isJudged } from '../binding/judged.ts';
import { type SuppliedEntry, suppliedEntries } from '../binding/supplied-entries.ts';
import type { Snapshot } from '../snapshot.ts';
import { removeVariable } from '../supply/edit-variable.ts';
import { sameData } from '../syntax/data.ts';
import {
  type Document,
  type Entry,
  type Mapping,
  rootsOf,
  type Sequence,
  type Value,
} from '../syntax/document.ts';
import { repeatsKey, repeatsKeyBelow } from '../syntax/repeats-key.ts';
import type { Edit } from '../text/edit.ts';
import { memo } from '../text/memo.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';

/** Page: duplicate-key.md */
export const duplicateKey: Rule = {
  id: 'duplicate-key',
  severity: 'error',
  summary: 'A key is set more than once in one file; the last value wins without a message.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    if (isJudged(snapshot, file.path)) yield* duplicates(document, document.root);
    else yield* suppliedTwice(snapshot, document);
  },
};

/** Variables that one list or mapping of a workload gives twice. */
function* suppliedTwice(snapshot: Snapshot, document: Document): Generator<Finding> {
  const winners = new Map<object, Map<string, SuppliedEntry>>();
  const own = suppliedEntries(snapshot, document.file.path);
  const repeated = repeatedNames(own.map((it) => it.entry.key.name));
  if (repeated.size === 0) return;
  const all = own
    .filter((it) => repeated.has(it.entry.key.name))
    .map((it) => ({ it, parent: parentOf(document, it) }));
  for (const { it, parent } of all) {
    if (!parent) continue;
    const known = winners.get(parent) ?? new Map<string, SuppliedEntry>();
    winners.set(parent, known.set(it.entry.key.name, it));
  }
  for (const { it, parent } of all) {
    const winner = parent && winners.get(parent)?.get(it.entry.key.name);
    if (!winner || winner.entry.span.start === it.entry.span.start) continue;
    const edits = removeVariable(document, it.variable);
    yield shadowed(document, it.entry, winner.entry, { used: false, edits });
  }
}

function repeatedNames(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)));
}

/** The list or mapping that a variable stands in. */
function parentOf(document: Document, { entry, variable }: SuppliedEntry): object | undefined {
  const { ofEntries, ofItems } = parents(document);
  return variable.shape === 'entry' ? ofEntries.get(entry) : ofItems.get(entry.span.start);
}

const parents = memo((document: Document) => {
  const ofEntries = new Map<Entry, Mapping>();
  const ofItems = new Map<number, Sequence>();
  const visit = (value: Value): void => {
    if (value.kind === 'mapping') {
      for (const entry of value.entries) {
        ofEntries.set(entry, value);
        if (entry.value) visit(entry.value);
      }
    } else if (value.kind === 'sequence') {
      for (const item of value.items) {
        ofItems.set(item.span.start, value);
        visit(item);
      }
    }
  };
  for (const root of rootsOf(document)) visit(root);
  return { ofEntries, ofItems };
});

function* duplicates(document: Document, mapping: Mapping): Generator<Finding> {
  if (!repeatsKey(mapping)) return;
  const last = new Map<string, Entry>();
  for (const entry of mapping.entries) last.set(entry.key.name, entry);
  for (const entry of mapping.entries) {
    const winner = last.get(entry.key.name);
    if (winner !== undefined && winner !== entry) {
      const used = isUsedBetween(mapping, entry, winner);
      yield shadowed(document, entry, winner, { used, edits: document.format.remove(document, entry) });
    }
    if (repeatsKeyBelow(entry) && entry.value?.kind === 'mapping') yield* duplicates(document, entry.value);
  }
}

/** True when an interpolation between the two takes the earlier value, so that it is read after all. */
function isUsedBetween(mapping: Mapping, entry: Entry, winner: Entry): boolean {
  const name = entry.key.name;
  const from = mapping.entries.indexOf(entry) + 1;
  return mapping.entries.slice(from, mapping.entries.indexOf(winner) + 1).some(({ value }) => {
    const parts = value?.kind === 'scalar' ? (value.parts ?? []) : [];
    return parts.some((part) => part.kind === 'variable' && part.name === name);
  });
}

function shadowed(
  document: Document,
  entry: Entry,
  winner: Entry,
  { used, edits }: { readonly used: boolean; readonly edits: readonly Edit[] },
): Finding {
  const name = entry.key.name;
  const equal =
    entry.value !== undefined && winner.value !== undefined && sameValue(entry.value, winner.value);
  return {
    span: entry.key.span,
    severity: equal ? 'warning' : 'error',
    message: equal
      ? `\`${name}\` is set again below with the same value; one of the two is forgotten at the next change`
      : used
        ? `\`${name}\` is set again below: what refers to it before then sees this value, the service another`
        : `\`${name}\` is set again below, so this value is never read`,
    key: name,
    tags: used ? [] : ['unnecessary'],
    related: [{ path: document.file.path, span: winner.key.span, message: `\`${name}\` is read from here` }],
    fixes:
      edits.length === 0 || used
        ? []
        : [
            {
              title: `Remove this \`${name}\`, which is never read`,
              safety: 'safe',
              kind: 'quickfix',
              edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
            },
          ],
  };
}

function sameValue(a: Value, b: Value): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar') return sameData(a.data, b.data);
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => sameValue(item, b.items[index] as Value))
    );
  }
  if (a.kind === 'mapping' && b.kind === 'mapping') {
    return (
      a.entries.length === b.entries.length &&
      a.entries.every((entry, index) => sameEntry(entry, b.entries[index] as Entry))
    );
  }
  return false;
}

function sameEntry(a: Entry, b: Entry): boolean {
  if (a.key.name !== b.key.name) return false;
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return sameValue(a.value, b.value);
}
