import type { PatternCompiler } from '../../text/pattern.ts';
import { type Span, span } from '../../text/span.ts';
import type { RecordFile } from '../record.ts';
import { type ChecklistItem, checklistItem } from './checklist.ts';

/** What the block `Cache` of a record says; parts that are not filled in are absent or empty. */
export interface CacheRule {
  readonly rule?: string;
  readonly bypass?: string;
  readonly pattern?: CachePattern;
  /** Pages that have to be cached. */
  readonly cached: readonly CacheExample[];
  /** Pages that must never be cached. */
  readonly notCached: readonly CacheExample[];
}

export interface CachePattern {
  readonly text: string;
  readonly span: Span;
}

export interface CacheExample {
  /** A path as a browser asks for it: `/products/42`. */
  readonly path: string;
  readonly span: Span;
}

/** An example for which the pattern says the opposite of what the record says. */
export interface CacheMismatch {
  readonly example: CacheExample;
  /** What the record says of it. */
  readonly cached: boolean;
}

/** Reads the block `Cache` of a record. */
export function cacheRuleOf(record: RecordFile): CacheRule {
  const item = (name: string) => filled(checklistItem(record, 'cache', name));
  const rule = item('rule')?.value;
  const bypass = item('bypass')?.value;
  const pattern = item('pattern');
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(bypass === undefined ? {} : { bypass }),
    ...(pattern === undefined ? {} : { pattern: withoutTicks(pattern.value, pattern.valueSpan.start) }),
    cached: examples(item('cached')),
    notCached: examples(item('not cached')),
  };
}

function filled(item: ChecklistItem | undefined): ChecklistItem | undefined {
  return item === undefined || item.value === '' || /\bTODO\b/.test(item.value) ? undefined : item;
}

function examples(item: ChecklistItem | undefined): readonly CacheExample[] {
  if (item === undefined) return [];
  return [...item.value.matchAll(/[^,]+/g)].flatMap((match) => {
    const blanks = match[0].length - match[0].trimStart().length;
    const found = withoutTicks(match[0].trim(), item.valueSpan.start + match.index + blanks);
    return found.text === '' ? [] : [{ path: found.text, span: found.span }];
  });
}

/** Markdown shows code in backticks; they are no part of it. */
function withoutTicks(text: string, start: number): CachePattern {
  const inner = /^`([^`]+)`$/.exec(text)?.[1];
  return inner === undefined
    ? { text, span: span(start, start + text.length) }
    : { text: inner, span: span(start + 1, start + 1 + inner.length) };
}

/**
 * Runs the pattern on every example. A pattern that begins with `^` is a regular expression that is searched for in
 * the path; any other is a whole path in which `*` stands for any characters.
 * @returns undefined where there is no pattern, or none that can be compiled
 */
export function cacheMismatches(
  rule: CacheRule,
  compile: PatternCompiler,
): readonly CacheMismatch[] | undefined {
  const matches = rule.pattern && compile(expressionOf(rule.pattern.text));
  if (matches === undefined) return undefined;
  return [
    ...rule.cached.filter((it) => !matches(it.path)).map((example) => ({ example, cached: true })),
    ...rule.notCached.filter((it) => matches(it.path)).map((example) => ({ example, cached: false })),
  ];
}

function expressionOf(pattern: string): string {
  if (pattern.startsWith('^')) return pattern;
  return `^${pattern.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*+/g, '.*')}$`;
}
