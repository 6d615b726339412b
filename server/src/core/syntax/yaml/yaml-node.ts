/** The tree as written: no types, no aliases followed, no merges done. Offsets into the parsed text. */
export type Node = ScalarNode | MappingNode | SequenceNode | AliasNode;

export interface Properties {
  /** Full name: `tag:yaml.org,2002:int`, `!vault`, or `!` for the one without a name. */
  readonly tag?: { readonly name: string; readonly start: number; readonly end: number } | undefined;
  readonly anchor?: { readonly name: string; readonly start: number; readonly end: number } | undefined;
}

export interface ScalarNode extends Properties {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  /** Undefined where nothing is written. */
  readonly scalar: ScalarText | undefined;
}

export interface Pair {
  readonly key: Node;
  readonly value: Node;
  readonly start: number;
  readonly end: number;
}

export interface MappingNode extends Properties {
  readonly kind: 'mapping';
  readonly start: number;
  readonly end: number;
  readonly pairs: readonly Pair[];
}

export interface SequenceNode extends Properties {
  readonly kind: 'sequence';
  readonly start: number;
  readonly end: number;
  readonly items: readonly Node[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** The text of a scalar as the loader sees it, before it is given a type. */
export interface ScalarText {
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly text: string;
  /** Offsets of what stands between the quotes, or below the head of a block scalar. */
  readonly contentStart: number;
  readonly contentEnd: number;
}
