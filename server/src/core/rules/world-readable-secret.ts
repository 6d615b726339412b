import { readersOf } from '../binding/unknown.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Rule } from './rule.ts';
import { isDevelopmentName, setValues } from './set-values.ts';

/** Page: world-readable-secret.md */
export const worldReadableSecret: Rule = {
  id: 'world-readable-secret',
  severity: 'warning',
  summary: 'A file with secrets that every account of the machine may read.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!file.worldReadable || file.text === '') return;
    const finding = document ? inDocument(snapshot, document, file) : ofFolder(snapshot, file);
    if (finding) yield finding;
  },
};

type Document = NonNullable<Parameters<Rule['check']>[0]['document']>;

/** One finding for the file, at the first secret in it: it is the file that has the mode. */
function inDocument(snapshot: Snapshot, document: Document, file: SourceFile): Finding | undefined {
  const secrets = [...setValues(snapshot, document, isAny)].filter(
    ({ field, text }) => field.secret && text.trim() !== '' && !isPlaceholder(text),
  );
  const [first] = secrets;
  if (!first) return undefined;
  const { name, span } = first.entry.key;
  const others = secrets.length > 1 ? ` and ${count(secrets.length - 1, 'more secret')}` : '';
  return {
    span: firstLine(file.text, span),
    ...(secrets.every((it) => it.development) ? { severity: 'hint' as const } : {}),
    message: `${exposed(file)}, \`${name}\`${others} with it: \`chmod 600 ${baseOf(file)}\``,
    key: name,
    environments: first.reader.environments,
    service: first.reader.schema.service,
  };
}

function isAny(): boolean {
  return true;
}

/** A file of a folder of secrets holds one and nothing else, so the finding is about the whole file. */
function ofFolder(snapshot: Snapshot, file: SourceFile): Finding | undefined {
  const readers = (readersOf(snapshot).get(folderOf(file.path)) ?? []).filter(
    ({ layer }) => layer.kind === 'secrets',
  );
  const [reader] = readers;
  if (!reader) return undefined;
  const environments = [...new Set(readers.flatMap((it) => it.environments))];
  return {
    span: { start: 0, end: 0 },
    ...(environments.every(isDevelopmentName) ? { severity: 'hint' as const } : {}),
    message: `${exposed(file)}, and with it the secret that it holds: \`chmod 600 ${baseOf(file)}\``,
    environments,
    service: reader.schema.service,
  };
}

function exposed({ path }: SourceFile): string {
  return `Every account of this machine may read \`${path}\``;
}

function baseOf({ path }: SourceFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Files of folders of secrets that every account may read. */
export const readableSecretFiles: (snapshot: Snapshot) => readonly string[] = memo((snapshot) =>
  [...readersOf(snapshot).values()].flatMap((readers) =>
    readers.flatMap(({ layer }) =>
      layer.kind === 'secrets'
        ? (layer.files ?? []).filter((it) => it.worldReadable).map((it) => it.path)
        : [],
    ),
  ),
);
