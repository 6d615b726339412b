import { KIND_NAMES, PHASES, PLAN_NAMES } from '../migration/kinds/kinds.ts';
import { parseRecord } from '../migration/record.ts';
import { recordFields } from '../rules/record-fields.ts';
import { lineIndex } from '../text/line-index.ts';
import type { SourceFile } from '../text/source-file.ts';
import { containsOffset } from '../text/span.ts';
import type { Completion } from './completions.ts';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  schema: ['1'],
  kind: KIND_NAMES,
  plan: PLAN_NAMES,
  phase: PHASES,
  convert: [
    'same',
    'csv-json',
    'bool-words',
    'url-host-port',
    'parts-url',
    'seconds-to-milliseconds',
    'custom',
  ],
  precedence: ['new', 'old', 'error'],
  both_allowed: ['true', 'false'],
  secret: ['true', 'false'],
};

/** Fields and values of a record's front matter. */
export function recordCompletions(file: SourceFile, offset: number): readonly Completion[] {
  const record = parseRecord(file);
  if (!containsOffset(record.frontMatterSpan, offset)) return [];
  const lines = lineIndex(file);
  const start = lines.lineStart(lines.position(offset).line);
  const typed = file.text.slice(start, offset);
  const field = /^([a-z_]+):\s*(\S*)$/.exec(typed);
  if (field) {
    const from = offset - (field[2] ?? '').length;
    return (VALUES[field[1] as string] ?? []).map((label) => completion(label, label, 'value', from, offset));
  }
  if (!/^[a-z_]*$/.test(typed)) return [];
  return [...recordFields]
    .filter((name) => !record.spans.has(name) || record.spans.get(name)?.start === start)
    .map((name) => completion(name, `${name}: `, 'key', start, offset));
}

function completion(
  label: string,
  newText: string,
  kind: Completion['kind'],
  start: number,
  end: number,
): Completion {
  return { label, newText, kind, span: { start, end }, deprecated: false };
}
