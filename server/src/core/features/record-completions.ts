import { conversionNamed } from '../migration/conversion.ts';
import { OTHER_CONVERSIONS } from '../migration/conversion-names.ts';
import { scaleNames } from '../migration/conversions/scale.ts';
import { KIND_NAMES, PHASES, PLAN_NAMES } from '../migration/kinds/kinds.ts';
import { parseRecord, type RecordFile } from '../migration/record.ts';
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
  convert: [...OTHER_CONVERSIONS.keys(), ...scaleNames()],
  precedence: ['new', 'old', 'error'],
  both_allowed: ['true', 'false'],
  rollback_without_env_edit: ['true', 'false'],
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
    const name = field[1] as string;
    const offered = name === 'convert' ? conversions(record) : (VALUES[name] ?? []);
    return offered.map((label) => ({
      ...completion(label, label, 'value', from, offset),
      ...(name === 'convert' ? described(label) : {}),
    }));
  }
  if (!/^[a-z_]*$/.test(typed)) return [];
  return [...recordFields]
    .filter((name) => !record.spans.has(name) || record.spans.get(name)?.start === start)
    .map((name) => completion(name, `${name}: `, 'key', start, offset));
}

/** Those that can serve the record's keys; all of them while it names none, or none that fits. */
function conversions({ from, to, answers }: RecordFile): readonly string[] {
  const all = VALUES.convert ?? [];
  const fitting = all.filter((it) => conversionNamed(it, { from, to, answers }) !== undefined);
  return from.length === 0 || fitting.length === 0 ? all : [...new Set([...fitting, 'custom'])];
}

function described(name: string): Pick<Completion, 'detail'> {
  const detail = OTHER_CONVERSIONS.get(name);
  return detail === undefined ? {} : { detail: detail.replaceAll('`', '') };
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
