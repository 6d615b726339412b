import type { Expression } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { everyExpression } from './instances.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';
import { pyString } from './python-text.ts';
import { respelling } from './respelling.ts';

/** What becomes of tests, and what is left of them for people. */
export interface TestEdits {
  readonly edits: readonly FileEdit[];
  readonly notes: readonly string[];
}

/**
 * Tests that set old keys, in the process environment or in a file that they write, set the new ones instead, where one
 * key takes the place of one and the value beside it is a literal with an exact counterpart. Under a key that keeps its
 * name, values get their new spelling. The others are named: people say what they mean now.
 */
export function testEdits(facts: MigrationFacts): TestEdits {
  const found = keyGroups(facts).flatMap((group) =>
    testFiles(facts, group.from).map((file) => fileEdits(facts, group, file)),
  );
  return {
    edits: uniqueSpans(found.flatMap((it) => it.edits)),
    notes: [...new Set(found.flatMap((it) => it.notes))],
  };
}

/** The text of an environment that says from now on what another says today. */
type Converted = (value: string) => string | undefined;

/** How a value that is set beside the key of a group is said from now on: what has its new spelling already stays. */
export function converted(facts: MigrationFacts, { from, to, conversion }: KeyGroup): Converted {
  const [old = '', next = ''] = [from[0], to[0]];
  const spelled = old === next ? respelling(facts) : undefined;
  return (value) => {
    if (conversion?.name === 'same' || (spelled && !spelled.isOldText(value))) return value;
    if (old === next && spelled === undefined) return undefined;
    return conversion?.toNew(new Map([[old, value]]))?.get(next);
  };
}

function fileEdits(facts: MigrationFacts, group: KeyGroup, file: PythonFile): TestEdits {
  const edits: FileEdit[] = [];
  const notes: string[] = [];
  const handled = new Set<number>();
  const convert = converted(facts, group);
  for (const { expression } of everyExpression(file.module.body)) {
    for (const use of usesIn(file, expression, group.from)) {
      if (handled.has(use.key.start)) continue;
      handled.add(use.key.start);
      const own = useEdits(file, group, use, convert);
      if (own === undefined) notes.push(noteFor(file.file.path, group, use.name));
      else edits.push(...own);
    }
  }
  return { edits, notes };
}

/** What is left to a person where a key is set. */
export function noteFor(path: string, { to }: KeyGroup, name: string): string {
  const where = `\`${name}\` is set in \`${path}\``;
  return to.length === 1 && to[0] === name
    ? `${where}: spell its value there as environments do from now on`
    : `${where}: set ${to.map((key) => `\`${key}\``).join(', ')} there`;
}

type Text = Expression & { readonly kind: 'string' };
type Span = Text['span'];

interface Use {
  readonly name: string;
  /** Where the name stands, without quotes. */
  readonly key: Span;
  readonly value: Value;
}

/** What is set: a literal, the rest of a line, something that is computed, or nothing where the key stands alone. */
type Value =
  | { readonly kind: 'literal' | 'line'; readonly text: string; readonly span: Span }
  | { readonly kind: 'computed' }
  | { readonly kind: 'none' };

function testFiles({ project }: MigrationFacts, keys: readonly string[]): readonly PythonFile[] {
  return project
    .mentioning(keys)
    .filter(({ file }) => isTestPath(file.path) && !file.text.includes('settings-migration:'));
}

/** A key as the first argument of a call, as the key of a dict, alone, or in the lines of a text. */
function usesIn(file: PythonFile, expression: Expression, keys: readonly string[]): readonly Use[] {
  if (expression.kind === 'call') {
    const [first, second] = expression.args;
    return named(first?.value, second?.value, keys);
  }
  if (expression.kind === 'dict') return expression.entries.flatMap((it) => named(it.key, it.value, keys));
  if (expression.kind !== 'string' || expression.content === undefined) return [];
  if (!keys.includes(expression.value)) return linesIn(file, expression.content, keys);
  return [{ name: expression.value, key: expression.content, value: { kind: 'none' } }];
}

function named(
  key: Expression | undefined,
  value: Expression | undefined,
  keys: readonly string[],
): readonly Use[] {
  if (key?.kind !== 'string' || !keys.includes(key.value) || key.content === undefined || !value) return [];
  const set: Value =
    value.kind === 'string' ? { kind: 'literal', text: value.value, span: value.span } : { kind: 'computed' };
  return [{ name: key.value, key: key.content, value: set }];
}

/** `KEY=value` on a line of its own, as a test writes a file: breaks stand there, or are escaped. */
function linesIn(file: PythonFile, content: Span, keys: readonly string[]): readonly Use[] {
  const text = textAt(file.file.text, content);
  const line = /(?<=^|\\n|[\r\n])([ \t]*(?:export )?)(\w+)=((?:(?!\\n)[^\r\n])*)/g;
  return [...text.matchAll(line)].flatMap(({ index, 1: before = '', 2: name = '', 3: value = '' }) => {
    if (!keys.includes(name)) return [];
    const start = content.start + index + before.length;
    const from = start + name.length + 1;
    const key = span(start, start + name.length);
    return [{ name, key, value: { kind: 'line', text: value, span: span(from, from + value.length) } }];
  });
}

function useEdits(
  file: PythonFile,
  { from, to, conversion }: KeyGroup,
  { key, name, value }: Use,
  convert: Converted,
): readonly FileEdit[] | undefined {
  const [next, ...more] = to;
  const { path } = file.file;
  if (next === undefined || more.length > 0 || from.length > 1) return undefined;
  const renamed = next === name ? [] : [{ path, span: key, newText: next }];
  if (conversion?.name === 'same' || (next === name && value.kind === 'none')) return renamed;
  if (value.kind === 'computed' || value.kind === 'none') return undefined;
  const text = convert(value.text);
  if (text === undefined) return undefined;
  if (text === value.text) return renamed;
  if (value.kind === 'literal') return [...renamed, { path, span: value.span, newText: pyString(text) }];
  return /^[\w.:/@-]*$/.test(text) ? [...renamed, { path, span: value.span, newText: text }] : undefined;
}

function uniqueSpans(edits: readonly FileEdit[]): readonly FileEdit[] {
  return [...new Map(edits.map((it) => [`${it.path} ${it.span.start}`, it])).values()];
}
