import type { PythonProject } from '../schema/reader.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { lineIndex } from '../text/line-index.ts';
import { isProse } from '../text/prose.ts';
import { textAt } from '../text/span.ts';
import type {
  CommentedKey,
  EntryFacts,
  EnvironmentFacts,
  MentionFacts,
  ReaderFacts,
  TemplateFacts,
  TestUse,
} from './facts.ts';
import { allNames, type Names } from './gather-readers.ts';
import { everyExpression } from './generate/instances.ts';

/** Files that name the keys and that no reader understands. Settings files and settings code are no mentions. */
export function mentionFacts(
  snapshot: Snapshot,
  service: string,
  it: {
    readonly environments: readonly EnvironmentFacts[];
    readonly readers: readonly ReaderFacts[];
    readonly dataFiles: readonly { readonly path: string }[];
  },
  names: Names,
): readonly MentionFacts[] {
  const known = new Set<string | undefined>([
    ...it.environments.flatMap((environment) => environment.layers.map((layer) => layer.path)),
    ...it.readers.flatMap((reader) => [...reader.readsOld, ...reader.readsNew].map((read) => read.path)),
    ...it.readers.map((reader) => reader.schema.place.path),
    ...it.readers.flatMap((reader) => [...reader.fields.values()].map((field) => field.declaration.path)),
    ...it.dataFiles.map((file) => file.path),
  ]);
  const of = (key: string, name: 'old' | 'new'): readonly MentionFacts[] => {
    const mentions = snapshot
      .mentions(key)
      .filter((mention) => !known.has(mention.path) && !isHistory(mention.path))
      .map(({ path, span }) => ({
        path,
        line: lineOf(snapshot, path, span.start),
        name,
        key,
        prose: isProse(path),
      }));
    return [...mentions, ...inTemplates(snapshot, service, key, name)];
  };
  return allNames(names).flatMap((key) => of(key, names.fromKeys.includes(key) ? 'old' : 'new'));
}

/** One-based. */
function lineOf({ files }: Snapshot, path: string, offset: number): number {
  const file = files.get(path);
  return file === undefined ? 1 : lineIndex(file).position(offset).line + 1;
}

/** `.env.example` and its like: copied by people, read by nothing. */
const TEMPLATE = /(?:^|\/)(?:\.env|env)\.(?:example|template|sample|dist)$|\.env\.(?:example|sample)$/;

function inTemplates(
  { files }: Snapshot,
  service: string,
  key: string,
  name: 'old' | 'new',
): readonly MentionFacts[] {
  return [...files.values()].flatMap((file) => {
    if (!isTemplate(service, file.path)) return [];
    const entry = documentOf(file)?.root.entries.find((it) => it.key.name === key);
    if (!entry) return [];
    const { line } = lineIndex(file).position(entry.key.span.start);
    return [{ path: file.path, line: line + 1, name, key, prose: true }];
  });
}

/** The tracked templates that set one of the keys. */
export function templateFacts({ files }: Snapshot, service: string, names: Names): readonly TemplateFacts[] {
  return [...files.values()].flatMap((file): readonly TemplateFacts[] => {
    if (!isTemplate(service, file.path) || file.tracked !== true) return [];
    const document = documentOf(file);
    const entries = new Map<string, EntryFacts>();
    for (const entry of document?.root.entries ?? []) {
      if (!allNames(names).includes(entry.key.name)) continue;
      const data = entry.value?.kind === 'scalar' ? entry.value.data : undefined;
      entries.set(entry.key.name, { entry, ...(data?.kind === 'str' ? { text: data.value } : {}) });
    }
    const commented = document === undefined ? [] : commentedKeys(document, allNames(names));
    const isEmpty = entries.size + commented.length === 0;
    return document === undefined || isEmpty ? [] : [{ path: file.path, document, entries, commented }];
  });
}

/** Lines that would set a key without the mark of a comment before them. */
function commentedKeys({ comments, file }: Document, keys: readonly string[]): readonly CommentedKey[] {
  return comments.flatMap(({ ownLine, span }): readonly CommentedKey[] => {
    if (!ownLine) return [];
    const [, before = '', key = ''] =
      /^(#[#\t ]*(?:export[\t ]+)?)([A-Za-z_][\w.-]*)[\t ]*=/.exec(textAt(file.text, span)) ?? [];
    const start = span.start + before.length;
    return keys.includes(key) ? [{ key, span: { start, end: start + key.length } }] : [];
  });
}

function isTemplate(service: string, path: string): boolean {
  const near = service === '' || path.startsWith(`${service}/`) || !path.includes('/');
  return near && TEMPLATE.test(path);
}

/** What was true of earlier releases stays. */
export function isHistory(path: string): boolean {
  return /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|NEWS)(?:\.[a-z]+)?$/i.test(path);
}

/** Where tests set one of the keys. */
export function testUses(project: PythonProject, names: Names): readonly TestUse[] {
  const keys = allNames(names);
  return project.mentioning(keys).flatMap((file) => {
    if (!isTestPath(file.file.path)) return [];
    return [...everyExpression(file.module.body)].flatMap(({ expression }): readonly TestUse[] => {
      if (expression.kind !== 'string' || !keys.includes(expression.value)) return [];
      const name = names.fromKeys.includes(expression.value) ? 'old' : 'new';
      return [{ path: file.file.path, span: expression.span, name }];
    });
  });
}
