import { span } from '../text/span.ts';
import type { LogicalLine, Problem, Scan } from './parse-scan.ts';

/** A text of the same length in which broken lines are blank and indentation is regular, for the parser. */
export interface Layout {
  readonly text: string;
  /**
   * The same without comments, each logical line on one line, and with words replaced that the parser takes for
   * Python 2 or for soft keywords where they are names.
   */
  readonly forParser: string;
  readonly problems: readonly Problem[];
  /** Lines that are no longer there, by index. */
  readonly blank: ReadonlySet<number>;
}

type Patch = readonly [start: number, end: number, replacement: string];

interface Level {
  readonly column: number;
  readonly tabColumn: number;
  /** Where the lines of this level are put for the parser. */
  readonly target: number;
  /** The lines here belong to a header that is lost, and go with it. */
  readonly lost: boolean;
}

/** CPython's MAXINDENT. */
const MAX_LEVELS = 100;
const COMPOUND = /(?:class|def|if|elif|else|for|while|try|except|finally|with|match|case|async)\b/y;

/** True for a logical line that opens a block: `if x:`. */
export function isHeader(text: string, line: LogicalLine): boolean {
  if (!line.colon) return false;
  COMPOUND.lastIndex = line.start;
  return COMPOUND.test(text);
}

/**
 * Blanks for comments and for line breaks within logical lines, but not in strings: the parser takes some
 * continuation lines for the end of a block.
 */
function joins(scan: Scan): Patch[] {
  const blanks = [...scan.joints, ...scan.comments.map((it) => it.span)];
  return blanks.map((it): Patch => [it.start, it.end, ' '.repeat(it.end - it.start)]);
}

/**
 * Checks the indentation of all lines as CPython does, and writes the text that the parser gets.
 * @param broken messages for lines that are not to be parsed, by index
 */
export function layOut(text: string, scan: Scan, broken: ReadonlyMap<number, Problem>): Layout {
  const { lines } = scan;
  const problems: Problem[] = [...broken.values()];
  const blank = new Set<number>();
  const patches: Patch[] = [];
  let levels: readonly Level[] = [{ column: 0, tabColumn: 0, target: 0, lost: false }];
  let header: { readonly lost: boolean; readonly index: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const step = place(levels, line, header);
    if (step.message !== undefined && !broken.has(index)) problems.push(problem(line, step.message));
    if (header !== undefined && !header.lost && !step.opened) missingBody(lines, header.index, problems);
    levels = step.levels;
    const level = levels.at(-1) as Level;
    const replacement = broken.get(index) ? salvage(text, line) : undefined;
    const gone = level.lost || step.lost || (broken.has(index) && replacement === undefined);
    const indent = gone ? undefined : indentText(line.start - line.lineStart, level.target);
    header = undefined;
    if (gone || indent === undefined) {
      blank.add(index);
      patches.push([line.start, line.end, blankText(text.slice(line.start, line.end))]);
      if (broken.has(index) && startsDefinition(text, line)) header = { lost: true, index };
      continue;
    }
    if (replacement !== undefined) patches.push([line.start, line.end, replacement]);
    if (indent !== text.slice(line.lineStart, line.start)) patches.push([line.lineStart, line.start, indent]);
    if (replacement !== undefined || isHeader(text, line)) header = { lost: false, index };
  }
  if (header !== undefined && !header.lost) missingBody(lines, header.index, problems);
  const result = patched(text, patches);
  const forParser = patched(result, [...renamings(result, lines, blank), ...joins(scan)]);
  return { text: result, forParser, problems, blank };
}

const SOFT = /(?:print|exec|type|match)\b/y;
const TYPE_ALIAS = /type\s+[^\W\d]\w*\s*[=[]/uy;

function renamings(text: string, lines: readonly LogicalLine[], blank: ReadonlySet<number>): Patch[] {
  const patches: Patch[] = [];
  for (const [index, line] of lines.entries()) {
    SOFT.lastIndex = line.start;
    const word = blank.has(index) ? undefined : SOFT.exec(text)?.[0];
    if (word === undefined || (word === 'match' && line.colon)) continue;
    TYPE_ALIAS.lastIndex = line.start;
    if (word === 'type' && TYPE_ALIAS.test(text)) continue;
    patches.push([line.start, line.start + word.length, word.toUpperCase()]);
  }
  return patches;
}

function problem(line: LogicalLine, message: string): Problem {
  return { span: span(line.start, line.end), message };
}

function missingBody(lines: readonly LogicalLine[], index: number, problems: Problem[]): void {
  const line = lines[index];
  if (line) problems.push(problem(line, 'the lines of this block are missing or not indented'));
}

interface Step {
  readonly levels: readonly Level[];
  readonly opened: boolean;
  readonly message?: string;
  /** The line cannot be put anywhere. */
  readonly lost?: boolean;
}

function place(
  levels: readonly Level[],
  line: LogicalLine,
  header: { readonly lost: boolean } | undefined,
): Step {
  const top = levels.at(-1) as Level;
  if (line.column === top.column) {
    const message = line.tabColumn === top.tabColumn ? {} : { message: TABS };
    return { levels, opened: false, ...message };
  }
  if (line.column > top.column) return openLevel(levels, line, header);
  let count = levels.length;
  while (count > 1 && (levels[count - 1] as Level).column > line.column) count--;
  const kept = levels.slice(0, count);
  const found = kept.at(-1) as Level;
  if (found.column !== line.column) {
    return { levels: kept, opened: false, lost: true, message: 'the indentation matches no outer block' };
  }
  const message = line.tabColumn === found.tabColumn ? {} : { message: TABS };
  return { levels: kept, opened: false, ...message };
}

const TABS = 'tabs and spaces are mixed in the indentation';

function openLevel(
  levels: readonly Level[],
  line: LogicalLine,
  header: { readonly lost: boolean } | undefined,
): Step {
  const top = levels.at(-1) as Level;
  const { column, tabColumn } = line;
  const target = header && !header.lost ? column : top.target;
  const next = [...levels, { column, tabColumn, target, lost: top.lost || header?.lost === true }];
  if (next.length > MAX_LEVELS)
    return { levels: next, opened: true, lost: true, message: 'blocks are nested too deeply' };
  if (tabColumn <= top.tabColumn) return { levels: next, opened: true, message: TABS };
  if (header === undefined)
    return { levels: next, opened: false, message: 'the indentation is unexpected here' };
  return { levels: next, opened: true };
}

function startsDefinition(text: string, line: LogicalLine): boolean {
  return /^(?:class|def|async\s+def)\b/.test(text.slice(line.start, line.start + 40));
}

/** Keeps the lines below a broken `class` or `def` in a block of their own, where there is room for a header. */
function salvage(text: string, line: LogicalLine): string | undefined {
  const source = text.slice(line.start, line.end);
  const found = /^class\s+[A-Za-z_]\w*/.exec(source)?.[0];
  const header = found ? `${found}:` : /^(?:async\s+)?def\b/.test(source) ? 'def _():' : undefined;
  if (header === undefined || header.length > source.length) return undefined;
  return header + blankText(source.slice(header.length));
}

function blankText(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/**
 * White space of a given length that the parser counts as a column: a form feed resets the count, and a tab is
 * eight.
 */
function indentText(length: number, column: number): string | undefined {
  const tabs = length >= column ? 0 : Math.floor(column / 8);
  const spaces = column - 8 * tabs;
  const rest = length - tabs - spaces;
  return rest < 0 ? undefined : '\f'.repeat(rest) + '\t'.repeat(tabs) + ' '.repeat(spaces);
}

function patched(text: string, patches: readonly Patch[]): string {
  const sorted = [...patches].sort((a, b) => a[0] - b[0]);
  let result = '';
  let at = 0;
  for (const [start, end, replacement] of sorted) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return (result + text.slice(at)).replace(/\r(?!\n)/g, '\n');
}
