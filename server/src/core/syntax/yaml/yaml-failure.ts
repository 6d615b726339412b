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

/** What PyYAML's scanner refuses. */
export function scannerFailure(message: string, start: number, end: number, atEnd = false): YamlFailure {
  return new YamlFailure(message, [start, end], 'ScannerError', atEnd);
}

/** What PyYAML's parser refuses. */
export function parserFailure(message: string, start: number, end: number): YamlFailure {
  return new YamlFailure(message, [start, end], 'ParserError');
}
