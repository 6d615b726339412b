import { questionText } from '../../core/features/question-text.ts';
import type { CreateResult } from '../../core/migration/create-migration.ts';
import type { PlanExplanation } from '../../core/migration/explain-plan.ts';
import { phaseAllowed } from '../../core/migration/gates.ts';
import { gridText } from '../../core/migration/grid.ts';
import { kindNamed } from '../../core/migration/kinds/kinds.ts';
import type { FileEdit } from '../../core/text/file-edit.ts';
import type { AskedKeys } from '../asked-keys.ts';
import type { Paint } from '../paint.ts';
import { leftAtStart, leftInWords } from '../phase-left.ts';
import type { Session } from '../session.ts';
import { changeDiff, type WrittenChange } from '../write-change.ts';
import { gatesText } from './gates-text.ts';
import { printable } from './printable.ts';

/** A new migration on one screen: plan, grid, what was written, what is asked, what comes next. */
export function migrationText(
  session: Session,
  asked: AskedKeys,
  planned: CreateResult & { readonly ok: true },
  done: WrittenChange,
  edits: readonly FileEdit[],
): string {
  const { paint } = session;
  const title = kindNamed(asked.kind).title(asked.fromKeys, asked.toKeys);
  return `${[
    `${paint.bold(title)}  ${paint.dim(planned.id)}`,
    planText(planned.plan, paint),
    '',
    paint.bold('Every replica that can exist'),
    indented(gridText(planned.grid)),
    changes(session, planned, done, edits),
    ...questions(planned, paint),
    paint.bold(`Gates of ${planned.phase === 'draft' ? 'expand' : planned.phase}`),
    gatesText(planned.gates, session.snapshot, paint),
    '',
    next(planned, done),
  ].join('\n')}\n`;
}

/** The plan, what decided it, and the others with what speaks against them. */
export function planText(plan: PlanExplanation, paint: Paint): string {
  const lines = [plan.plan ? `Plan: ${paint.green(plan.plan)}` : paint.red('No safe plan')];
  for (const it of plan.reasons) lines.push(`  ${it}`);
  for (const it of plan.alternatives)
    lines.push(`  ${paint.dim(`${it.safe ? 'instead' : 'not safe'}: ${it.why}`)}`);
  for (const it of plan.requires) lines.push(`  ${paint.yellow('relies on')}: ${it}`);
  return lines.join('\n');
}

function changes(
  session: Session,
  planned: CreateResult & { readonly ok: true },
  done: WrittenChange,
  edits: readonly FileEdit[],
): string {
  const { paint } = session;
  const { record, notes } = planned.change;
  const shown = edits.filter((edit) => edit.path !== record.path && session.snapshot.files.has(edit.path));
  const fresh = [
    ...new Set(edits.filter((edit) => !session.snapshot.files.has(edit.path)).map((edit) => edit.path)),
  ];
  const verb = done.written.length > 0 ? 'Wrote' : 'Would write';
  const lines = [`${paint.bold(verb)} ${[...new Set(edits.map((edit) => edit.path))].join(', ')}`];
  if (fresh.length > 0) lines.push(paint.dim(`  new: ${fresh.join(', ')}`));
  if (shown.length > 0) lines.push('', changeDiff(session, shown).trimEnd());
  for (const it of done.held)
    lines.push(`  left alone (${it.reason}): ${printable(it.path)}; --include-production edits it`);
  for (const it of notes) lines.push(`  by hand: ${printable(it)}`);
  return `${lines.join('\n')}\n`;
}

function questions(planned: CreateResult & { readonly ok: true }, paint: Paint): readonly string[] {
  if (planned.questions.length === 0) return [];
  return [
    paint.yellow('Still to be answered (--answers FILE, a JSON object by id or lines ID=ANSWER):'),
    ...planned.questions.map((it) => `  ${it.id}: ${questionText(it)}`),
    '',
  ];
}

function next(planned: CreateResult & { readonly ok: true }, done: WrittenChange): string {
  if (done.written.length === 0) return 'Nothing was written.';
  if (planned.phase === 'draft' && planned.questions.length === 0)
    return `The code of expand could not be written, so that the record is a draft: do by hand what is named above, then \`crossfade advance ${planned.id}\`.`;
  if (planned.phase === 'draft')
    return `The record is a draft: delete it, then run the command again with the answers (${optionsFor(planned)}).`;
  const open = phaseAllowed(planned.gates).blocking.map((it) => it.id);
  if (open.length > 0)
    return `Not proved yet: ${[...new Set(open)].join(', ')}. Do what is named above, until \`crossfade gates ${planned.id}\` holds; ship nothing before.`;
  const left = leftInWords(leftAtStart(planned, done), planned.id);
  return `${left === undefined ? '' : `${left}\n`}Next: review and ship this, then \`crossfade gates ${planned.id} --next\` and \`crossfade advance ${planned.id}\`.`;
}

/** The options that answer what is open. */
function optionsFor({ questions }: CreateResult & { readonly ok: true }): string {
  const own = ['owner', 'convert']
    .filter((id) => questions.some((it) => it.id === id))
    .map((it) => `--${it}`);
  return [...own, ...(questions.length > own.length ? ['--answers'] : [])].join(', ');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
