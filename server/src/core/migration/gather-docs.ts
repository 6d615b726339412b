import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SourceFile } from '../text/source-file.ts';
import { isHistory } from './gather-mentions.ts';
import { fieldNamed } from './gather-readers.ts';

/** Markdown and reStructuredText that names one of the keys, and that no other service may mean by it. */
export function docsNaming(
  snapshot: Snapshot,
  service: string,
  keys: readonly string[],
): readonly SourceFile[] {
  const schemas = schemasOf(snapshot);
  const others = new Set(schemas.map((it) => it.service).filter((it) => it !== service));
  const isShared = (key: string) =>
    schemas.some((it) => it.service !== service && fieldNamed(it, key) !== undefined);
  const found = new Map<string, SourceFile>();
  for (const key of keys) {
    const shared = isShared(key);
    for (const { path } of snapshot.mentions(key)) {
      const file = snapshot.files.get(path);
      const isOwn = service !== '' && path.startsWith(`${service}/`);
      const isOthers = [...others].some((it) => it !== '' && path.startsWith(`${it}/`));
      if (file === undefined || file.tracked === false || !isDocument(path) || isHistory(path)) continue;
      if (isOwn || (!shared && !isOthers)) found.set(path, file);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isDocument(path: string): boolean {
  return /\.(?:mdx?|rst)$/i.test(path) && !/(?:^|\/)settings-migrations\//.test(path);
}
