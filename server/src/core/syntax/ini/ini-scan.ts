import { lowerCase } from '../../text/lower-case.ts';
import { type Span, span } from '../../text/span.ts';
import { skipSpace, trimEnd } from '../python-space.ts';
import type { IniDialect } from './ini-dialect.ts';
import { type IniLine, iniLines } from './ini-line.ts';

/** A section as it is written: from its header to its last option. */
export interface IniSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly header: Span;
  readonly options: IniOption[];
}

export interface IniOption {
  readonly name: string;
  readonly key: Span;
  /** Undefined for a name without a delimiter. */
  readonly value: { readonly span: Span; readonly text: string } | undefined;
}

/** What `configparser` raises, at the line that it raises it for. */
export interface IniFault {
  readonly kind:
    | 'MissingSectionHeaderError'
    | 'DuplicateSectionError'
    | 'DuplicateOptionError'
    | 'ParsingError'
    /** Python up to 3.12; 3.13 has a `MultilineContinuationError`. */
    | 'AttributeError';
  readonly span: Span;
  readonly name: string;
}

export interface IniScan {
  readonly sections: readonly IniSection[];
  readonly faults: readonly IniFault[];
  readonly comments: readonly Span[];
}

interface Open {
  readonly name: string;
  readonly key: Span;
  readonly lines: string[] | undefined;
  start: number;
  end: number;
}

interface State {
  readonly text: string;
  readonly dialect: IniDialect;
  readonly sections: IniSection[];
  readonly faults: IniFault[];
  readonly seen: Set<string>;
  section: IniSection | undefined;
  option: Open | undefined;
  indent: number;
}

/**
 * Reads a text line by line as `RawConfigParser._read` of Python 3.11 to 3.13 does, and goes on where that stops: a
 * line that is refused is left out.
 */
export function scanIni(text: string, dialect: IniDialect): IniScan {
  const state: State = {
    text,
    dialect,
    sections: [],
    faults: [],
    seen: new Set(),
    section: undefined,
    option: undefined,
    indent: 0,
  };
  const comments: Span[] = [];
  for (const line of iniLines(text, dialect)) {
    if (line.comment !== undefined) comments.push(span(line.comment, trimEnd(text, line.comment, line.end)));
    if (line.from === line.to) emptyLine(state, line);
    else if (state.option !== undefined && line.indent > state.indent) continued(state, state.option, line);
    else {
      state.indent = line.indent;
      newItem(state, line);
    }
  }
  closeOption(state);
  return { sections: state.sections, faults: state.faults, comments };
}

function emptyLine(state: State, { comment }: IniLine): void {
  if (!state.dialect.emptyLinesInValues) state.indent = Number.POSITIVE_INFINITY;
  else if (comment === undefined) state.option?.lines?.push('');
}

function continued(state: State, option: Open, line: IniLine): void {
  if (option.lines === undefined) {
    fault(state, 'AttributeError', line, option.name);
    return;
  }
  option.lines.push(state.text.slice(line.from, line.to));
  option.end = line.to;
}

function newItem(state: State, line: IniLine): void {
  const { text } = state;
  const closing = text.charAt(line.from) === '[' ? text.lastIndexOf(']', line.to - 1) : -1;
  if (closing > line.from + 1) newSection(state, span(line.from, closing + 1), line);
  else if (state.section === undefined) {
    if (state.faults.length === 0) fault(state, 'MissingSectionHeaderError', line, '');
  } else newOption(state, state.section, line);
}

function newSection(state: State, header: Span, line: IniLine): void {
  const { text, dialect, seen } = state;
  closeOption(state);
  const nameSpan = span(header.start + 1, header.end - 1);
  const name = text.slice(nameSpan.start, nameSpan.end);
  if (dialect.strict && name !== dialect.defaultSection) {
    if (seen.has(name)) fault(state, 'DuplicateSectionError', line, name);
    seen.add(name);
  }
  state.section = { name, nameSpan, header, options: [] };
  state.sections.push(state.section);
}

function newOption(state: State, section: IniSection, line: IniLine): void {
  const { text, dialect, seen } = state;
  const delimiter = delimiterOf(text, line, dialect);
  if (delimiter === undefined && !dialect.allowNoValue) {
    fault(state, 'ParsingError', line, '');
    return;
  }
  const key = span(line.from, trimEnd(text, line.from, delimiter?.start ?? line.to));
  const written = text.slice(key.start, key.end);
  const name = dialect.keepsCase ? written : lowerCase(written);
  closeOption(state);
  if (name === '') fault(state, 'ParsingError', line, '');
  const id = `${section.name}\n${name}`;
  if (dialect.strict) {
    if (seen.has(id)) fault(state, 'DuplicateOptionError', line, name);
    seen.add(id);
  }
  if (name === '') return;
  if (delimiter === undefined) state.option = { name, key, lines: undefined, start: key.end, end: key.end };
  else {
    const start = Math.min(skipSpace(text, delimiter.end), line.to);
    const first = text.slice(start, line.to);
    state.option = { name, key, lines: [first], start, end: Math.max(start, line.to) };
  }
}

/** The first delimiter of a line; of several at one place the first that is named. */
function delimiterOf(text: string, { from, to }: IniLine, { delimiters }: IniDialect): Span | undefined {
  for (let at = from; at < to; at++) {
    for (const delimiter of delimiters) {
      if (text.startsWith(delimiter, at) && at + delimiter.length <= to)
        return span(at, at + delimiter.length);
    }
  }
  return undefined;
}

function closeOption(state: State): void {
  const { option, section } = state;
  if (option === undefined || section === undefined) return;
  const { name, key, lines, start, end } = option;
  const joined = lines?.join('\n');
  const value =
    joined === undefined
      ? undefined
      : { span: span(start, end), text: joined.slice(0, trimEnd(joined, 0, joined.length)) };
  section.options.push({ name, key, value });
  state.option = undefined;
}

function fault(state: State, kind: IniFault['kind'], line: IniLine, name: string): void {
  state.faults.push({ kind, span: span(line.from, line.to), name });
}
