import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Document } from '../syntax/document.ts';
import type { DotenvDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import { memo } from '../text/memo.ts';
import { dotenvLayer } from './layers.ts';
import { loadsOf } from './loaded-plan.ts';
import { loaderProgram } from './loader-program.ts';
import { readersOf } from './unknown.ts';

/** A program that is proven to read a file, and what it reads there. */
export interface FileProgram {
  readonly dialect: DotenvDialect;
  /** As its users call it. */
  readonly label: string;
  readonly document: Document;
}

const LABELS: Readonly<Record<DotenvDialect, string>> = {
  'python-dotenv': 'python-dotenv',
  compose: 'compose',
  'docker-run': '`docker run`',
  kubectl: 'kubectl',
  systemd: 'systemd',
  shell: 'a shell',
  starlette: 'starlette',
  decouple: 'decouple',
  'django-environ': 'django-environ',
};

/**
 * The programs that read a dotenv file, one for each grammar, what Python itself reads first. Those whose grammar is not
 * imitated are left out, and so is what is only guessed to be loaded.
 */
export function programsOf(snapshot: Snapshot, path: string): readonly FileProgram[] {
  return byPath(snapshot).get(path) ?? [];
}

const byPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly FileProgram[]> => {
  const found = new Map<string, FileProgram[]>();
  const add = (path: string, dialect: DotenvDialect, document: Document) => {
    const known = found.get(path) ?? [];
    found.set(path, known);
    if (!known.some((it) => it.document === document))
      known.push({ dialect, label: LABELS[dialect], document });
  };
  for (const [path, readers] of readersOf(snapshot)) {
    for (const { layer, above } of readers) {
      const isProven = !layer.unproven && !layer.guessed && !layer.own && !layer.variables && !above;
      if (isProven && layer.dialect && layer.document) add(path, layer.dialect, layer.document);
    }
  }
  for (const schema of schemasOf(snapshot)) {
    for (const { path, loaded } of loadsOf(snapshot, schema)) {
      const { reads } = loaded.loader;
      if (reads === 'own') continue;
      const layer = dotenvLayer(snapshot, path, 'process', loaderProgram(schema, loaded.loader));
      if (layer?.document) add(path, reads, layer.document);
    }
  }
  for (const programs of found.values()) programs.sort((a, b) => rank(a) - rank(b));
  return found;
});

function rank({ dialect }: FileProgram): number {
  return dialect === 'python-dotenv' ? 0 : 1;
}
