import type { Expression } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import type { MigrationFacts } from '../facts.ts';
import { everyExpression } from './instances.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';
import { pyString } from './python-text.ts';

/**
 * Tests that set old keys in the process environment set the new ones instead, where one key takes the place of one and
 * the value beside it is a literal with an exact counterpart. The others are named: people say what they mean now.
 */
export function testEdits(facts: MigrationFacts): {
  readonly edits: readonly FileEdit[];
  readonly notes: readonly string[];
} {
  const edits: FileEdit[] = [];
  const notes = new Set<string>();
  for (const group of keyGroups(facts)) {
    for (const file of testFiles(facts, group.from)) {
      const handled = new Set<number>();
      for (const { expression } of everyExpression(file.module.body)) {
        const use = useIn(expression, group.from);
        if (use === undefined || handled.has(use.key.span.start)) continue;
        handled.add(use.key.span.start);
        const own = useEdits(file, group, use);
        if (own === undefined) {
          const news = group.to.map((key) => `\`${key}\``).join(', ');
          notes.add(`\`${use.key.value}\` is set in \`${file.file.path}\`: set ${news} there`);
        } else edits.push(...own);
      }
    }
  }
  return { edits: uniqueSpans(edits), notes: [...notes] };
}

type Text = Expression & { readonly kind: 'string' };

interface Use {
  readonly key: Text;
  /** What is set; absent where the key stands alone. */
  readonly value?: Expression;
}

function testFiles({ project }: MigrationFacts, keys: readonly string[]): readonly PythonFile[] {
  return project
    .mentioning(keys)
    .filter(({ file }) => isTestPath(file.path) && !file.text.includes('settings-migration:'));
}

/** A key as the first argument of a call, as the key of a dict, or alone. */
function useIn(expression: Expression, keys: readonly string[]): Use | undefined {
  const isKey = (it: Expression | undefined): it is Text =>
    it?.kind === 'string' && keys.includes(it.value) && it.content !== undefined;
  if (expression.kind === 'call') {
    const [first, second] = expression.args;
    if (isKey(first?.value) && second) return { key: first.value, value: second.value };
  }
  if (expression.kind === 'dict') {
    const entry = expression.entries.find((it) => isKey(it.key));
    if (entry && isKey(entry.key)) return { key: entry.key, value: entry.value };
  }
  return isKey(expression) ? { key: expression } : undefined;
}

function useEdits(file: PythonFile, group: KeyGroup, { key, value }: Use): readonly FileEdit[] | undefined {
  const [to, ...more] = group.to;
  const { path } = file.file;
  if (to === undefined || more.length > 0 || group.from.length > 1 || key.content === undefined)
    return undefined;
  const renamed = { path, span: key.content, newText: to };
  if (group.conversion?.name === 'same') return [renamed];
  if (value?.kind !== 'string') return undefined;
  const text = group.conversion?.toNew(new Map([[key.value, value.value]]))?.get(to);
  return text === undefined ? undefined : [renamed, { path, span: value.span, newText: pyString(text) }];
}

function uniqueSpans(edits: readonly FileEdit[]): readonly FileEdit[] {
  return [...new Map(edits.map((it) => [`${it.path} ${it.span.start}`, it])).values()];
}
