import type { Parser } from 'web-tree-sitter';
import { type Span, span } from '../text/span.ts';
import { newContext } from './parse-context.ts';
import { type Accepts, faultyPlaces, findFaults } from './parse-faults.ts';
import { checkFutureImports } from './parse-future.ts';
import { layOut } from './parse-layout.ts';
import { copyTree, type Raw } from './parse-raw.ts';
import { type LogicalLine, type Problem, type Scan, scanLines } from './parse-scan.ts';
import { convertBody } from './parse-statement.ts';
import type { Module, PythonParser, Statement } from './tree.ts';

/** The part of web-tree-sitter's `Parser` that is used; its language is tree-sitter-python. */
export type PythonEngine = Pick<Parser, 'parse'>;

/** Rounds of taking out lines that cannot be read; then the rest is taken as it is. */
const MAX_ROUNDS = 12;
const MAX_REMEMBERED = 5000;

/**
 * A parser of Python 3 over tree-sitter. A line that CPython would refuse is a problem and is taken out, so that
 * all other lines keep their statements and spans. Never throws.
 */
export function createPythonParser(engine: PythonEngine): PythonParser {
  const accepts = rememberingAccepts(engine);
  return { parse: (text) => parseModule(engine, accepts, text) };
}

/** A tree, or where a faulty one is faulty unless it is wanted all the same. */
type Read =
  | { readonly kind: 'tree'; readonly root: Raw; readonly faulty: boolean }
  | { readonly kind: 'faults'; readonly places: readonly Span[] };

function read(engine: PythonEngine, text: string, last: boolean): Read | undefined {
  const tree = engine.parse(text);
  if (tree === null) return undefined;
  const faulty = tree.rootNode.hasError;
  const result: Read =
    faulty && !last
      ? { kind: 'faults', places: faultyPlaces(tree) }
      : { kind: 'tree', root: copyTree(tree, text), faulty };
  tree.delete();
  return result;
}

function rememberingAccepts(engine: PythonEngine): Accepts {
  const known = new Map<string, boolean>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      const tree = engine.parse(text);
      result = tree !== null && !tree.rootNode.hasError;
      tree?.delete();
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(text, result);
    }
    return result;
  };
}

function parseModule(engine: PythonEngine, accepts: Accepts, text: string): Module {
  const scan = scanLines(text);
  const broken = new Map<number, Problem>();
  for (const [index, line] of scan.lines.entries()) if (line.problem) broken.set(index, line.problem);
  for (let round = 0; ; round++) {
    const layout = layOut(text, scan, broken);
    const last = round >= MAX_ROUNDS;
    const tree = read(engine, layout.forParser, last);
    if (tree === undefined) return finish(text, scan, [], [...layout.problems, whole(text)]);
    if (tree.kind === 'faults') {
      const faults = findFaults(tree.places, layout.forParser, scan.lines, layout.blank, accepts);
      for (const [index, problem] of faults) broken.set(index, problem);
      if (faults.size === 0) round = MAX_ROUNDS - 1;
      continue;
    }
    const context = newContext(layout.text);
    const body = convertBody(tree.root, context);
    const unfinished = last ? [] : unfinishedLines(scan.lines, layout.blank, context.starts);
    if (unfinished.length > 0) {
      for (const [index, problem] of unfinished) broken.set(index, problem);
      continue;
    }
    checkFutureImports(body, context.problems);
    const rest = tree.faulty && context.problems.length + layout.problems.length === 0 ? [whole(text)] : [];
    return finish(text, scan, body, [...layout.problems, ...context.problems, ...rest]);
  }
}

function whole(text: string): Problem {
  return { span: span(0, Math.min(1, text.length)), message: 'this is no valid Python' };
}

/** Lines whose statement goes on in the next line, though nothing joins the two. */
function unfinishedLines(
  lines: readonly LogicalLine[],
  blank: ReadonlySet<number>,
  starts: ReadonlySet<number>,
): readonly (readonly [number, Problem])[] {
  const found: [number, Problem][] = [];
  let before: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (blank.has(index)) continue;
    const culprit = before === undefined ? undefined : lines[before];
    if (culprit && before !== undefined && !starts.has(line.start)) {
      found.push([
        before,
        { span: span(culprit.start, culprit.end), message: 'the statement is not finished' },
      ]);
    }
    before = index;
  }
  return found;
}

function finish(text: string, scan: Scan, body: readonly Statement[], problems: readonly Problem[]): Module {
  const placed = problems.map((it) => ({ span: onOneLine(text, it.span), message: it.message }));
  return { body, comments: scan.comments, problems: placed.sort((a, b) => a.span.start - b.span.start) };
}

/** The part of a span on its first line, of at least one character where the text has one. */
function onOneLine(text: string, it: Span): Span {
  const rest = text.slice(it.start, it.end);
  const length = rest.search(/[\r\n]/);
  const end = length < 0 ? it.end : it.start + length;
  if (end > it.start || it.start < text.length) return span(it.start, Math.max(end, it.start + 1));
  return span(Math.max(0, text.length - 1), text.length);
}
