import type { Document, Entry } from '../syntax/document.ts';
import { memo } from '../text/memo.ts';
import { touches } from '../text/span.ts';
import type { Environment, Layer } from './environment.ts';

/**
 * The environment as it will be once its data files can be read: while one of them does not parse, the library reads
 * nothing at all, and yet what is wrong elsewhere is worth saying.
 */
export const asIfReadable: (environment: Environment) => Environment = memo((environment) => {
  const layers = environment.layers.map(readable);
  return layers.every((layer, index) => layer === environment.layers[index])
    ? environment
    : { ...environment, layers };
});

const readable: (layer: Layer) => Layer = memo((layer) => {
  const { kind, document } = layer;
  if (kind !== 'file' || !document || document.problems.length === 0) return layer;
  return { ...layer, document: { ...document, problems: [] } };
});

/** True for an entry whose value may be another once a problem of its document is mended: one stands in its lines. */
export function isTroubled(document: Document, entry: Entry): boolean {
  const { text } = document.file;
  const start = text.lastIndexOf('\n', entry.span.start - 1) + 1;
  const next = text.indexOf('\n', entry.span.end);
  const lines = { start, end: next < 0 ? text.length : next };
  return document.problems.some((it) => touches(lines, it.span));
}
