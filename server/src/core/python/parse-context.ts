import { span } from '../text/span.ts';
import type { Raw } from './parse-raw.ts';
import type { Problem } from './parse-scan.ts';
import type { Expression } from './tree.ts';

/** What a piece of code stands in, as far as `return`, `yield` and `await` ask. */
export type Around = 'module' | 'class' | 'function' | 'async' | 'generator';

/** What the conversion of one tree carries along; the last fields change on the way down and back up. */
export interface Context {
  readonly text: string;
  readonly problems: Problem[];
  /** Where a statement, clause or decorator begins. A logical line that begins elsewhere continues one. */
  readonly starts: Set<number>;
  around: Around;
  inLoop: boolean;
  inComprehension: boolean;
  depth: number;
}

/** Deeper trees are refused, so that whatever walks one has room on the stack; CPython's own limit depends on the build. */
const MAX_DEPTH = 500;

/** The context at the start of a module. */
export function newContext(text: string): Context {
  return {
    text,
    problems: [],
    starts: new Set(),
    around: 'module',
    inLoop: false,
    inComprehension: false,
    depth: 0,
  };
}

/** Says that CPython refuses what a node holds. */
export function refuse(
  context: Context,
  raw: { readonly start: number; readonly end: number },
  message: string,
): void {
  context.problems.push({ span: span(raw.start, raw.end), message });
}

/** The text that a node of the parser covers. */
export function sourceOf(context: Context, raw: Raw): string {
  return context.text.slice(raw.start, raw.end);
}

/** Runs a step with other surroundings and puts the old ones back. */
export function within<T>(
  context: Context,
  change: Partial<Pick<Context, 'around' | 'inLoop' | 'inComprehension'>>,
  step: () => T,
): T {
  const { around, inLoop, inComprehension } = context;
  Object.assign(context, change);
  const result = step();
  Object.assign(context, { around, inLoop, inComprehension });
  return result;
}

/** Runs a step one level deeper; gives undefined, with a problem, where the limit is reached. */
export function deeper<T>(context: Context, raw: Raw, step: () => T): T | undefined {
  if (context.depth >= MAX_DEPTH) {
    refuse(context, raw, 'the code is nested too deeply');
    return undefined;
  }
  context.depth++;
  const result = step();
  context.depth--;
  return result;
}

/** An expression of a kind that is not modelled, with what is inside of it. */
export function otherExpression(raw: Raw, children: readonly Expression[]): Expression {
  return { kind: 'other', children, span: span(raw.start, raw.end) };
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** The text of an identifier; a keyword in its place is refused. */
export function identifier(context: Context, raw: Raw): string {
  const text = sourceOf(context, raw);
  if (KEYWORDS.has(text)) refuse(context, raw, `\`${text}\` is a keyword and cannot be a name`);
  return text.charCodeAt(0) > 127 || /[^\w]/.test(text) ? text.normalize('NFKC') : text;
}
