import { lineBreakAt, lineEnd } from '../../syntax/lines.ts';
import { sourceFile } from '../../text/source-file.ts';
import { PHASES, type Phase } from '../kinds/kinds.ts';
import { parseRecord, type RecordFile } from '../record.ts';

/** One step of the section `By hand`: `- [ ] expand: set …`. */
export interface ByHandStep {
  readonly phase: Phase;
  readonly text: string;
  readonly ticked: boolean;
}

const ITEM = /^[ \t]*[-*+][ \t]+\[([ xX])\][ \t]+([a-z]+):[ \t]*(\S.*?)[ \t]*$/gm;

/** What a record says is left to people. A line of another shape is no step. */
export function byHandOf({ sections }: RecordFile): readonly ByHandStep[] {
  const body = sections.get('by hand')?.text ?? '';
  return [...body.matchAll(ITEM)].flatMap(([, box, name, text = '']) => {
    const phase = PHASES.find((it) => it === name);
    return phase === undefined ? [] : [{ phase, text, ticked: box !== ' ' }];
  });
}

/**
 * A record's text with steps of a phase as open items of its section `By hand`, which is made where it is missing, above
 * the checklist. Steps that the section has stay as they are, ticked or not.
 */
export function withByHand(text: string, phase: Phase, steps: readonly string[]): string {
  const record = parseRecord(sourceFile('record.md', text));
  const known = byHandOf(record).filter((it) => it.phase === phase);
  const missing = [...new Set(steps.map(oneLine))].filter((step) => !known.some((it) => it.text === step));
  if (missing.length === 0) return text;
  const lines = missing.map((step) => `- [ ] ${phase}: ${step}`);
  const section = record.sections.get('by hand');
  if (section !== undefined) {
    const body = text.slice(section.body.start, section.body.end);
    const at = lineEnd(text, section.body.start + body.trimEnd().length);
    const eol = lineBreakAt(text, at);
    const gap = body.trim() === '' ? eol : '';
    return text.slice(0, at) + gap + lines.map((line) => eol + line).join('') + text.slice(at);
  }
  const below = record.sections.get('checklist') ?? record.sections.get('final notes');
  const at = below?.heading.start ?? text.length;
  const eol = lineBreakAt(text, Math.min(at, Math.max(0, text.length - 1)));
  const gap = below === undefined && !/[\r\n]$/.test(text) ? eol + eol : below === undefined ? eol : '';
  const own = ['## By hand', '', ...lines].join(eol);
  return `${text.slice(0, at)}${gap}${own}${eol}${below === undefined ? '' : eol}${text.slice(at)}`;
}

function oneLine(step: string): string {
  return step.replace(/\s+/g, ' ').trim();
}

/**
 * What people have to do in the claimed phase: what the record keeps and nobody has ticked, and what is found now.
 * @param found steps as they are worked out from the files of now
 */
export function openSteps(record: RecordFile, found: readonly string[]): readonly string[] {
  const kept = byHandOf(record).filter((it) => it.phase === record.phase);
  const open = kept.filter((it) => !it.ticked).map((it) => it.text);
  const others = found.map(oneLine).filter((step) => !kept.some((it) => it.text === step));
  return [...open, ...new Set(others)];
}
