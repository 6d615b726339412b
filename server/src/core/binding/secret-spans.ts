import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { walkEntries } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import { bindDataFile, bindVariables } from './bind.ts';
import { isMasked } from './masked.ts';
import { readersOf } from './unknown.ts';

/** The places of a file whose text is, or may be, a secret: never to be shown. In order, without overlaps. */
export function secretSpans(snapshot: Snapshot, path: string): readonly Span[] {
  return spansByPath(snapshot)(path);
}

/** True for a text that holds the text of a secret of this snapshot. */
export function holdsKnownSecret(snapshot: Snapshot, text: string): boolean {
  return secretTexts(snapshot).some((secret) => text.includes(secret));
}

const spansByPath = memo((snapshot: Snapshot) => {
  const known = new Map<string, readonly Span[]>();
  return (path: string): readonly Span[] => {
    let spans = known.get(path);
    if (!spans) {
      spans = compute(snapshot, path);
      known.set(path, spans);
    }
    return spans;
  };
});

function compute(snapshot: Snapshot, path: string): readonly Span[] {
  const file = snapshot.files.get(path);
  if (!file) return [];
  if (path.endsWith('.py')) return secretDefaults(snapshot, path);
  const document = documentOf(file);
  return document ? secretValues(snapshot, document) : [];
}

function secretValues(snapshot: Snapshot, document: Document): readonly Span[] {
  const declared = new Map<Entry, boolean>();
  for (const { schema, layer } of readersOf(snapshot).get(document.file.path) ?? []) {
    if (layer.variables) continue;
    const binding = layer.kind === 'file' ? bindDataFile(document, schema) : bindVariables(document, schema);
    for (const it of binding.entries) {
      if (it.kind !== 'extra') declared.set(it.entry, declared.get(it.entry) === true || it.field.secret);
    }
  }
  const spans: Span[] = [];
  let secretUntil = -1;
  for (const { entry } of walkEntries(document.root)) {
    if (!entry.value || entry.span.start < secretUntil) continue;
    const secret = declared.get(entry) === true || hidden(entry, declared.get(entry) === false);
    if (!secret) continue;
    const span = entry.value.kind === 'scalar' ? entry.value.content : entry.value.span;
    if (span.end > span.start) spans.push(span);
    secretUntil = entry.span.end;
  }
  return spans;
}

/** A name that says so counts unless the code declares the field as something else. */
function hidden(entry: Entry, declaredOpen: boolean): boolean {
  const data = entry.value?.kind === 'scalar' ? entry.value.data : undefined;
  const raw = data?.kind === 'str' ? data.value : undefined;
  return isMasked(undefined, declaredOpen ? undefined : entry.key.name, data, raw);
}

/** Texts in the declarations of secret fields. */
function secretDefaults(snapshot: Snapshot, path: string): readonly Span[] {
  const text = snapshot.files.get(path)?.text ?? '';
  const spans: Span[] = [];
  for (const schema of schemasOf(snapshot)) {
    for (const field of schema.fields) {
      if (!field.secret || field.required || field.declaration.path !== path) continue;
      const { start, end } = field.declaration.span;
      for (const match of text.slice(start, end).matchAll(/(["'])(?:\\.|(?!\1)[^\\\n])+\1/g)) {
        const from = start + match.index;
        spans.push({ start: from + 1, end: from + match[0].length - 1 });
      }
    }
  }
  return spans
    .sort((a, b) => a.start - b.start)
    .filter((it, index, all) => it.start >= (all[index - 1]?.end ?? 0));
}

const secretTexts = memo((snapshot: Snapshot): readonly string[] => {
  const texts = new Set<string>();
  for (const path of readersOf(snapshot).keys()) {
    const text = snapshot.files.get(path)?.text ?? '';
    for (const { start, end } of secretSpans(snapshot, path)) texts.add(text.slice(start, end));
  }
  return [...texts].filter((text) => text.length > 2);
});
