import type { Source } from '../binding/resolution.ts';
import type { Place } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { lineIndex } from '../text/line-index.ts';

/** Where a value comes from, as plain data. */
export interface SourcePlace {
  readonly kind: Source['kind'];
  readonly path?: string;
  /** One-based. */
  readonly line?: number;
}

/** Where a source's value stands: the file it is written in, which for a reference may be another than the layer's. */
export function sourcePlace(snapshot: Snapshot, { kind, layer, entry }: Source): SourcePlace {
  if (layer?.path === undefined) return { kind };
  const path = layer.path;
  return entry ? { kind, path, line: lineOf(snapshot, { path, span: entry.key.span }) } : { kind, path };
}

/** One-based. */
export function lineOf(snapshot: Snapshot, place: Place): number {
  const file = snapshot.files.get(place.path);
  return file ? lineIndex(file).position(place.span.start).line + 1 : 1;
}

/** `.env:3`, `process environment`, `default`: how a line of text names a source. */
export function sourceText({ kind, path, line }: SourcePlace): string {
  if (path === undefined) {
    if (kind === 'process') return 'process environment';
    return kind === 'default_factory' ? 'default' : kind === 'init' ? 'the call' : kind;
  }
  return line === undefined ? path : `${path}:${line}`;
}
