import assert from 'node:assert/strict';
import type { Document } from '../../server/src/core/syntax/document.ts';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { asciiJson } from './live-python.ts';
import { canonical, type Typed, typed } from './typed-data.ts';

/** What a loader makes of a text: a value, or the class of the exception it ends with. */
export type Loaded = { readonly value: Typed } | { readonly error: string };

/** Recorded texts with what the loader makes of them. */
export interface LoadedVectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly (Loaded & { readonly text: string })[];
}

/** What differs between a document of ours and what the loader made of its text; undefined where nothing does. */
export function loadedDifference(document: Document, loaded: Loaded): string | undefined {
  const { problems, root, file } = document;
  const told = `${asciiJson(file.text)}: the loader gives ${JSON.stringify(loaded)}`;
  const upstream = problems.find((it) => it.upstream !== undefined)?.upstream;
  if ('error' in loaded) return upstream === loaded.error ? undefined : `${told}, we see ${upstream}`;
  if (upstream !== undefined) return `${told}, we see a ${upstream}`;
  assert.deepEqual(problems, [], told);
  if (loaded.value[0] !== 'dict') return root.entries.length === 0 ? undefined : `${told}, we see keys`;
  const ours = typed(dataOf(root));
  // The order of keys counts here.
  if (JSON.stringify(ours) === JSON.stringify(loaded.value)) return undefined;
  const order = canonical(ours) === canonical(loaded.value) ? ' in another order' : '';
  return `${told}, we ${JSON.stringify(ours)}${order}`;
}
