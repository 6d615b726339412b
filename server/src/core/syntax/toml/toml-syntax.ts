import type { Span } from '../../text/span.ts';
import type { Scalar } from '../document.ts';

/** What a TOML text says statement by statement, before tables of one name are put together. */
export interface TomlSyntax {
  /** The pairs before the first header. */
  readonly pairs: readonly TomlPair[];
  readonly tables: readonly TomlTable[];
  readonly comments: readonly Span[];
}

/** `[a.b]` or `[[a.b]]` with the pairs below it. */
export interface TomlTable {
  readonly kind: 'standard' | 'array';
  /** With its brackets. */
  readonly header: Span;
  readonly keys: readonly TomlKey[];
  readonly pairs: readonly TomlPair[];
}

/** `a.b = value`, on a line of its own or between braces. */
export interface TomlPair {
  readonly keys: readonly TomlKey[];
  readonly value: TomlValue;
  readonly span: Span;
}

/** One part of a dotted key; the span includes its quotes. */
export interface TomlKey {
  readonly name: string;
  readonly span: Span;
}

export type TomlValue = Scalar | TomlArray | TomlInline;

export interface TomlArray {
  readonly kind: 'array';
  readonly items: readonly TomlValue[];
  readonly span: Span;
}

export interface TomlInline {
  readonly kind: 'inline';
  readonly pairs: readonly TomlPair[];
  readonly span: Span;
}

/** Where a table or pair ends: after its last pair, or its header. */
export function tomlEnd(statement: TomlTable | TomlPair): number {
  if (!('header' in statement)) return statement.span.end;
  return statement.pairs.at(-1)?.span.end ?? statement.header.end;
}
