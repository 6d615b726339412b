import { lineBreakAt, lineEnd, nextLine } from '../../syntax/lines.ts';
import { applyEdits } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { type Span, span } from '../../text/span.ts';
import { PHASES, type Phase } from '../kinds/kinds.ts';
import { parseRecord, type RecordFile } from '../record.ts';

/** One step of the section `By hand`: `- [ ] expand: set …`. */
export interface ByHandStep {
  readonly phase: Phase;
  readonly text: string;
  readonly ticked: boolean;
  /** Of its line, without the line break, as offsets into the record. */
  readonly span: Span;
}

const ITEM = /^[ \t]*[-*+][ \t]+\[([ xX])\][ \t]+([a-z]+):[ \t]*(\S.*?)[ \t]*$/gm;

/** What a record says is left to people. A line of another shape is no step. */
export function byHandOf({ sections, file }: RecordFile): readonly ByHandStep[] {
  const section = sections.get('by hand');
  if (section === undefined) return [];
  const body = file.text.slice(section.body.start, section.body.end);
  return [...body.matchAll(ITEM)].flatMap(({ 0: line, 1: box, 2: name, 3: text = '', index }) => {
    const phase = PHASES.find((it) => it === name);
    const start = section.body.start + index;
    return phase === undefined
      ? []
      : [{ phase, text, ticked: box !== ' ', span: span(start, start + line.length) }];
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

/**
 * A record's text with steps of the section `By hand` ticked.
 * @param asked a part of the text of one open step, or `all`
 */
export function tickByHand(
  record: RecordFile,
  asked: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  const open = untickedSteps(record);
  const part = oneLine(asked).toLowerCase();
  const same = open.filter((it) => it.text.toLowerCase() === part);
  const found = open.filter((it) => part === 'all' || it.text.toLowerCase().includes(part));
  const chosen = same.length === 1 ? same : found;
  const listed = (steps: readonly ByHandStep[]) => steps.map((it) => `\n  ${it.text}`).join('');
  if (open.length === 0) return { ok: false, message: 'the record has no open step under `By hand`' };
  if (chosen.length === 0)
    return { ok: false, message: `no open step under \`By hand\` says \`${asked}\`:${listed(open)}` };
  if (chosen.length > 1 && part !== 'all')
    return {
      ok: false,
      message: `several steps say \`${asked}\`; \`all\` ticks every one:${listed(chosen)}`,
    };
  const { text } = record.file;
  const edits = chosen.map(({ span: line }) => {
    const box = text.indexOf('[ ]', line.start);
    return { span: span(box + 1, box + 2), newText: 'x' };
  });
  return { ok: true, text: applyEdits(text, edits) };
}

/** The steps that nobody has ticked, of every phase. */
export function untickedSteps(record: RecordFile): readonly ByHandStep[] {
  return byHandOf(record).filter((it) => !it.ticked);
}

/** A record's text without the steps of a phase: they come back, open, when it is claimed again. */
export function withoutByHand(text: string, phase: Phase): string {
  const steps = byHandOf(parseRecord(sourceFile('record.md', text))).filter((it) => it.phase === phase);
  return applyEdits(
    text,
    steps.map(({ span: line }) => ({ span: span(line.start, nextLine(text, line.end)), newText: '' })),
  );
}

function oneLine(step: string): string {
  return step.replace(/\s+/g, ' ').trim();
}

/**
 * What people have to do by now: what the record keeps of the claimed phase and of those before it and nobody has ticked,
 * and what is found now.
 * @param found steps of the claimed phase as they are worked out from the files of now
 */
export function openSteps(record: RecordFile, found: readonly string[]): readonly string[] {
  const own = byHandOf(record).filter((it) => it.phase === record.phase);
  const open = untickedSteps(record).map((it) => it.text);
  const others = found.map(oneLine).filter((step) => !own.some((it) => it.text === step));
  return [...new Set([...open, ...others])];
}
