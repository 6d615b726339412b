/** What the scanner of YAML hands to its parser. Names and meaning follow YAML 1.1 as PyYAML 6.0.3 reads it. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The name of an anchor, alias or directive; the part of a tag after its handle; the rest of a directive. */
  readonly name?: string;
  /** `!`, `!!` or `!name!`; undefined for a tag written out (`!<…>`) and for a lone `!`. */
  readonly handle?: string;
  readonly scalar?: ScalarText;
}

export type TokenKind =
  | 'alias'
  | 'anchor'
  | 'block-end'
  | 'block-entry'
  | 'block-mapping-start'
  | 'block-sequence-start'
  | 'directive'
  | 'document-end'
  | 'document-start'
  | 'flow-entry'
  | 'flow-mapping-end'
  | 'flow-mapping-start'
  | 'flow-sequence-end'
  | 'flow-sequence-start'
  | 'key'
  | 'scalar'
  | 'stream-end'
  | 'tag'
  | 'value';

/** The text of a scalar as the loader sees it, before it is given a type. */
export interface ScalarText {
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly text: string;
  /** Offsets of what stands between the quotes, or below the head of a block scalar. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** The deepest nesting of mappings and sequences that is looked at. */
export const MAX_DEPTH = 100;

/** Why reading stopped. Thrown inside the YAML files only, and always caught there. */
export class YamlFailure extends Error {
  readonly start: number;
  readonly end: number;
  /** PyYAML's exception class; undefined for a limit of ours. */
  readonly upstream: string | undefined;
  /** True when more text could mend it: a quote or bracket that the text ends in. */
  readonly atEnd: boolean;

  constructor(message: string, place: readonly [number, number], upstream?: string, atEnd = false) {
    super(message);
    this.start = place[0];
    this.end = Math.max(place[1], place[0]);
    this.upstream = upstream;
    this.atEnd = atEnd;
  }
}
