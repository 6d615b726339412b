import type { FieldResolution, Resolution, ResolutionError, Source } from '../../core/binding/resolution.ts';
import { labelOf } from '../../core/binding/what-runs.ts';
import {
  type WorkloadStart,
  workloadChoices,
  workloadStarts,
} from '../../core/features/differing-workloads.ts';
import { MASKED, showValue } from '../../core/features/show-value.ts';
import { type UndecidedReason, undecidedReasons } from '../../core/features/undecided-reasons.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** The workloads of what was resolved that do not all hold the same, and whether one of its workloads was asked for. */
export interface WorkloadsOf {
  readonly workloads: readonly WorkloadStart[];
  readonly asked: boolean;
}

/** A table of fields with value, origin and what the origin hides; then errors and what is not decided. */
export function resolveText(
  resolution: Resolution,
  snapshot: Snapshot,
  paint: Paint,
  { workloads, asked }: WorkloadsOf,
): string {
  const { schema, environment } = resolution;
  const service = schema.service === '' ? '' : ` (${schema.service})`;
  const head = `${paint.bold(schema.id)}${service} in ${paint.bold(printable(environment.name))}: ${verdict(resolution, paint)}`;
  const own = asked && environment.workload ? printable(labelOf(environment.workload)) : undefined;
  const rows = resolution.fields.map((it) => [
    it.field.name,
    valueText(it, paint),
    originText(it, snapshot),
    [overText(it, snapshot), setText(it)].filter((text) => text !== '').join('; '),
  ]);
  const errors = resolution.errors.map((it) => errorText(it, snapshot, paint));
  const undecided = undecidedReasons(resolution).map((it) => undecidedText(it, snapshot, paint));
  return [
    head,
    ...(own === undefined ? [] : [paint.dim(`  with the process environment of \`${own}\``)]),
    ...(environment.guess ? [paint.dim(`  assumed: ${printable(environment.guess)}`)] : []),
    ...(rows.length > 0 ? [table(['field', 'value', 'from', ''], rows, paint)] : []),
    ...(errors.length > 0 ? ['', 'Errors of the library, in its order:', ...errors] : []),
    ...(undecided.length > 0 ? ['', 'Not decided:', ...undecided] : []),
    ...(workloads.length > 0 ? ['', printable(sideBySide(workloads))] : []),
    '',
    paint.dim(assumption(resolution)),
    '',
  ].join('\n');
}

/** What is wrong, then what the library calls it: `` `port` is not an integer (int_parsing at port, .env:3) ``. */
function errorText(it: ResolutionError, snapshot: Snapshot, paint: Paint): string {
  const called =
    it.kind === 'ValidationError' ? `${it.type} at ${printable((it.loc ?? []).join('.'))}` : it.kind;
  const where = it.place ? `, ${placeText(it.place, snapshot)}` : '';
  return `  ${paint.red(printable(it.message))} ${paint.dim(`(${called}${where})`)}`;
}

function undecidedText({ why, fields }: UndecidedReason, snapshot: Snapshot, paint: Paint): string {
  const reason = `${printable(why.reason)} ${paint.dim(`(${placeText(why, snapshot)})`)}`;
  const [only, ...more] = fields.map(printable);
  if (only === undefined) return `  ${reason}`;
  return more.length === 0 ? `  ${only}: ${reason}` : [`  ${reason}`, ...listed([only, ...more])].join('\n');
}

const LINE = 96;

/** Names in indented lines of at most `LINE` characters. */
function listed(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines;
}

function overText(it: FieldResolution, snapshot: Snapshot): string {
  if (it.overrides.length === 0) return '';
  return `over ${it.overrides.map((source) => sourceText(source, snapshot)).join(', ')}`;
}

/** What a settings module of Django makes of the variable. */
function setText({ field }: FieldResolution): string {
  const names = (field.sets ?? []).map((it) => (it.django ? `${it.name} of Django` : it.name));
  return names.length === 0 ? '' : `sets ${names.join(', ')}`;
}

function verdict({ ok }: Resolution, paint: Paint): string {
  if (ok === null) return paint.yellow('it depends');
  return ok ? paint.green('starts') : paint.red('does not start');
}

function valueText(it: FieldResolution, paint: Paint): string {
  switch (it.state) {
    case 'set':
    case 'default':
      return printable(showValue(it));
    case 'missing':
      return it.possible ? paint.yellow('may be set elsewhere') : paint.red('missing');
    case 'invalid':
      return paint.red(refusedText(it));
    case 'undecided':
      return paint.yellow('not decided');
  }
}

/** The text as it stands there, which is no value; what several entries make up has none. */
function refusedText({ masked, raw }: FieldResolution): string {
  if (masked) return MASKED;
  if (raw === undefined) return 'refused';
  if (raw === '') return 'empty';
  return printable(raw.length > 80 ? `${raw.slice(0, 79)}…` : raw);
}

function originText(it: FieldResolution, snapshot: Snapshot): string {
  return it.source ? sourceText(it.source, snapshot) : '';
}

function sourceText(source: Source, snapshot: Snapshot): string {
  const path = source.layer?.path;
  if (path === undefined)
    return source.kind === 'process' ? 'process environment' : source.kind.replace('_', ' ');
  return source.entry ? placeText({ path, span: source.entry.key.span }, snapshot) : printable(path);
}

function placeText(
  place: { readonly path: string; readonly span: { readonly start: number } },
  snapshot: Snapshot,
): string {
  const file = snapshot.files.get(place.path);
  return `${printable(place.path)}:${file ? lineIndex(file).position(place.span.start).line + 1 : 1}`;
}

function sideBySide(workloads: readonly WorkloadStart[]): string {
  return `Several run side by side: ${workloadStarts(workloads)}; ${workloadChoices(workloads)}.`;
}

function assumption({ assumes }: Resolution): string {
  switch (assumes) {
    case 'none':
      return 'Assumes a process environment that sets none of these; --process-env FILE gives the real one.';
    case 'declared':
      return 'Assumes the process environment that the files here declare; --process-env FILE gives the real one.';
    case 'given':
      return 'With the process environment that was given.';
  }
}
