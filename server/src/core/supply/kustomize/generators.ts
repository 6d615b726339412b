import { str } from '../../syntax/data.ts';
import type { Scalar, Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameAt, nameIn } from '../../syntax/value-members.ts';
import { baseName, folderOf, resolvePath } from '../../text/relative-path.ts';
import type { StoreKind } from '../kubernetes/container.ts';
import type { Reading } from '../kubernetes/reading.ts';
import { isKeyName, reportKey, type Store, type StoreEntry } from '../kubernetes/store.ts';
import { isPlaceholder, PLACEHOLDER } from '../placeholder.ts';
import { report } from '../report.ts';
import { sameEntry } from '../same-entry.ts';
import { isSopsText } from '../sops.ts';
import { envFileEntries } from './env-file.ts';
import type { LookUps } from './workspace.ts';

/** A `configMapGenerator` or `secretGenerator` and what it makes. */
export interface Generated {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly behavior: string;
  readonly store: Store;
  readonly at: Value;
}

type Files = LookUps['files'];

/** What the generators of a kustomization make (kustomize 0.21 `kv`): its files, literals and files of values. */
export function readGenerators(reading: Reading, root: Value, files: Files): readonly Generated[] {
  const kinds = [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const;
  return kinds.flatMap(([field, kind]) =>
    itemsOf(memberAt(root, field)).map((item) => readGenerator(reading, item, kind, files)),
  );
}

function readGenerator(reading: Reading, item: Value, kind: StoreKind, files: Files): Generated {
  const name = nameAt(item, 'name') ?? '';
  const named = memberAt(item, 'name') ?? item;
  const env = memberAt(item, 'env');
  const lists = [...itemsOf(memberAt(item, 'envs')), ...(env ? [env] : [])];
  const read = [
    ...lists.map((it) => fromEnvFile(reading, it, kind, files)),
    fromLiterals(reading, itemsOf(memberAt(item, 'literals')), kind),
    fromFiles(reading, itemsOf(memberAt(item, 'files')), kind, files),
  ];
  const store: Store = {
    kind,
    label: `${kind}/${name}`,
    entries: read.flatMap((it) => it.entries),
    open: read.some((it) => it.open),
  };
  reportRepeated(reading, store, named);
  return {
    name,
    namespace: nameAt(item, 'namespace'),
    behavior: nameAt(item, 'behavior') ?? 'create',
    store,
    at: named,
  };
}

interface Pairs {
  readonly entries: readonly StoreEntry[];
  readonly open: boolean;
}

/** Kustomize refuses a generator that gives one key twice. */
function reportRepeated(reading: Reading, { entries }: Store, at: Value): void {
  const seen = new Set<string>();
  for (const { name, entry, path } of entries) {
    const span = path === reading.path ? (entry?.key.span ?? at.span) : at.span;
    if (seen.has(name)) report(reading, span, `\`${name}\` is given twice, so kustomize stops`);
    seen.add(name);
  }
}

function fromLiterals(reading: Reading, items: readonly Value[], kind: StoreKind): Pairs {
  const entries = items.flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const text = nameIn(item);
    const at = text?.indexOf('=') ?? -1;
    if (text === undefined || at <= 0) {
      report(reading, item.span, 'a literal is written `KEY=value`; kustomize stops here');
      return [];
    }
    if (!isKeyName(text.slice(0, at))) {
      reportKey(reading, item.span, text.slice(0, at));
      return [];
    }
    return [literal(reading, item, text, at, kind)];
  });
  return { entries, open: false };
}

function literal(reading: Reading, item: Scalar, text: string, at: number, kind: StoreKind): StoreEntry {
  const name = text.slice(0, at);
  const written = text.slice(at + 1);
  const quoted = written.length > 1 && /^(["'])[\s\S]*\1$/.test(written);
  const value = quoted ? written.slice(1, -1) : written;
  const { start, end } = item.content;
  const isPlain = reading.text.slice(start, end) === text;
  const key = isPlain ? { start, end: start + at } : item.content;
  const shift = quoted ? 1 : 0;
  const span = isPlain ? { start: start + at + 1 + shift, end: end - shift } : item.content;
  const held: Scalar = { kind: 'scalar', span, content: span, quote: 'none', data: str(value) };
  const entry = sameEntry(item, {
    key: { name, span: key, data: str(name) },
    value: held,
    span: item.span,
  });
  return {
    name,
    value: isPlaceholder(value) ? { kind: 'unknown', reason: PLACEHOLDER } : { kind: 'text', text: value },
    path: reading.path,
    entry,
    shape: isPlain && !quoted ? 'assignment' : 'elsewhere',
    secret: kind === 'Secret',
  };
}

function fromEnvFile(reading: Reading, item: Value, kind: StoreKind, files: Files): Pairs {
  const written = nameIn(item);
  const path = written === undefined ? undefined : resolvePath(folderOf(reading.path), written);
  const file = path === undefined ? undefined : files.get(path);
  if (file === undefined) return { entries: [], open: true };
  const isEncrypted = isSopsText(file.text);
  const entries = envFileEntries(file).flatMap(({ entry, value, line }): StoreEntry[] => {
    if (isEncrypted && entry.key.name.startsWith('sops_')) return [];
    if (!isKeyName(entry.key.name)) {
      reportKey({ ...reading, path: file.path, text: file.text }, entry.key.span, entry.key.name);
      return [];
    }
    return [
      {
        name: entry.key.name,
        value: isEncrypted
          ? { kind: 'unknown', reason: 'it is encrypted' }
          : isPlaceholder(value)
            ? { kind: 'unknown', reason: PLACEHOLDER }
            : { kind: 'text', text: value },
        path: file.path,
        entry,
        shape: line && !isEncrypted ? 'line' : 'elsewhere',
        secret: kind === 'Secret' || isEncrypted,
      },
    ];
  });
  return { entries, open: false };
}

/** A file of a value gives the file's whole text to one key. */
function fromFiles(reading: Reading, items: readonly Value[], kind: StoreKind, files: Files): Pairs {
  const entries = items.flatMap((item): StoreEntry[] => {
    const written = nameIn(item);
    if (written === undefined || item.kind !== 'scalar') return [];
    const at = written.indexOf('=');
    const name = at < 0 ? baseName(written) : written.slice(0, at);
    const path = resolvePath(folderOf(reading.path), at < 0 ? written : written.slice(at + 1));
    const file = path === undefined ? undefined : files.get(path);
    const entry = sameEntry(item, { key: { name, span: item.span, data: str(name) }, span: item.span });
    const value = file
      ? ({ kind: 'text', text: file.text } as const)
      : ({ kind: 'unknown', reason: 'it is the text of a file' } as const);
    return [{ name, value, path: reading.path, entry, shape: 'elsewhere', secret: kind === 'Secret' }];
  });
  return { entries, open: false };
}
