import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { isSecretName } from '../schema/secret-names.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SuppliedVariable } from '../supply/supply.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { walkEntries } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import { isSlip } from '../text/nearest.ts';
import type { Span } from '../text/span.ts';
import { bindLayer } from './bind.ts';
import { holdsSecret, isMasked } from './masked.ts';
import { readersOf } from './unknown.ts';
import { workloadsOf } from './what-runs.ts';

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
  const common = documentOf(file);
  if (!common) return [];
  // Programs that read the file differently end its values at different places.
  const read = (readersOf(snapshot).get(path) ?? []).flatMap(({ layer }) =>
    layer.dialect && layer.document && !layer.variables ? [layer.document] : [],
  );
  const documents = new Set([common, ...read]);
  return joined([...documents].flatMap((it) => secretValues(snapshot, it)));
}

/** In order, those that overlap as one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const it of [...spans].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (!last || it.start >= last.end) found.push(it);
    else if (it.end > last.end) found[found.length - 1] = { start: last.start, end: it.end };
  }
  return found;
}

function secretValues(snapshot: Snapshot, document: Document): readonly Span[] {
  const declared = new Map<Entry, boolean>();
  for (const { schema, layer } of readersOf(snapshot).get(document.file.path) ?? []) {
    const binding = bindLayer(layer, schema, document);
    for (const it of binding.entries) {
      if (it.kind !== 'extra') declared.set(it.entry, declared.get(it.entry) === true || it.field.secret);
      else if (meansSecret(schema, it.entry.key.name)) declared.set(it.entry, true);
    }
  }
  const spans: Span[] = [...suppliedSecrets(snapshot, document, declared)];
  let secretUntil = -1;
  for (const { entry } of walkEntries(document.root)) {
    if (!entry.value || entry.span.start < secretUntil) continue;
    const secret = declared.get(entry) === true || hidden(entry, declared.get(entry) === false);
    if (!secret) continue;
    const span = entry.value.kind === 'scalar' ? entry.value.content : entry.value.span;
    if (span.end > span.start) spans.push(span);
    secretUntil = entry.span.end;
  }
  return inOrder([...spans, ...brokenSecrets(snapshot, document)]);
}

/** Values of variables that stand in a list, or that a store of secrets holds, in whatever workload. */
function suppliedSecrets(
  snapshot: Snapshot,
  document: Document,
  declared: ReadonlyMap<Entry, boolean>,
): readonly Span[] {
  const { path } = document.file;
  return writtenVariables(snapshot).flatMap(({ path: own, entry, secret }) => {
    if (own !== path || entry?.value?.kind !== 'scalar') return [];
    const isSecret = secret || declared.get(entry) === true || hidden(entry, declared.get(entry) === false);
    const { content } = entry.value;
    return isSecret && content.end > content.start ? [content] : [];
  });
}

const writtenVariables = memo((snapshot: Snapshot): readonly SuppliedVariable[] =>
  workloadsOf(snapshot).flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === 'variables' ? source.variables : [])),
  ),
);

/** A slip of the pen in the name of a secret leaves its value a secret. */
function meansSecret(schema: SettingsSchema, name: string): boolean {
  return schema.fields.some(
    (field) => field.secret && field.inputs.some((it) => isSlip(name, it.environment)),
  );
}

/** A name and what stands between it and its value, anywhere in a line: `Environment="API_KEY=`, `ENV A=1 API_KEY=`. */
const ASSIGNED = /(?<![\w.-])([A-Za-z_][\w.-]*)["']?\s*[=:]\s*/g;

/** Lines that their reader skips may hold a secret all the same: `API_KEY="value` without its closing quote. */
function brokenSecrets(snapshot: Snapshot, document: Document): readonly Span[] {
  const { text } = document.file;
  const schemas = (readersOf(snapshot).get(document.file.path) ?? []).map((it) => it.schema);
  return document.problems.flatMap((problem) => {
    const lineEnd = /[\r\n]|$/.exec(text.slice(problem.span.start))?.index ?? 0;
    const lineStart =
      Math.max(
        text.lastIndexOf('\n', problem.span.start - 1),
        text.lastIndexOf('\r', problem.span.start - 1),
      ) + 1;
    const line = text.slice(lineStart, problem.span.start + lineEnd);
    const isSecret = (name: string) =>
      isSecretName(name) || schemas.some((it) => meansSecret(it, name) || declaresSecret(it, name));
    const end = lineStart + line.length;
    for (const match of line.matchAll(ASSIGNED)) {
      const start = lineStart + match.index + match[0].length;
      if (start < end && isSecret(match[1] as string)) return [{ start, end }];
    }
    return [];
  });
}

function declaresSecret(schema: SettingsSchema, name: string): boolean {
  const fold = (text: string) => (schema.loading.caseSensitive ? text : text.toLowerCase());
  return schema.fields.some(
    (field) => field.secret && field.inputs.some((it) => fold(it.environment) === fold(name)),
  );
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  return [...spans]
    .sort((a, b) => a.start - b.start)
    .filter((it, index, all) => it.start >= (all[index - 1]?.end ?? 0));
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
      if (field.declaration.path !== path || !mayHoldSecret(field)) continue;
      const { start, end } = field.declaration.span;
      for (const match of text.slice(start, end).matchAll(/(["'])(?:\\.|(?!\1)[^\\\n])+\1/g)) {
        const from = start + match.index;
        spans.push({ start: from + 1, end: from + match[0].length - 1 });
      }
    }
  }
  return inOrder(spans);
}

/** A secret's default, or one that is a URL with a password. */
function mayHoldSecret(field: Field): boolean {
  if (field.secret) return !field.required;
  return field.default !== undefined && holdsSecret(field.default);
}

const secretTexts = memo((snapshot: Snapshot): readonly string[] => {
  const texts = new Set<string>();
  const paths = new Set([
    ...readersOf(snapshot).keys(),
    ...writtenVariables(snapshot).flatMap((it) => (it.secret ? it.path : [])),
  ]);
  for (const path of paths) {
    const text = snapshot.files.get(path)?.text ?? '';
    for (const { start, end } of secretSpans(snapshot, path)) texts.add(text.slice(start, end));
  }
  for (const { secret, value } of writtenVariables(snapshot)) {
    // In another form than it is written in: the text behind base64.
    if (secret && value.kind === 'text') texts.add(value.text);
  }
  return [...texts].filter((text) => text.length > 2);
});
