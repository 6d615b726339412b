import type { CreateResult } from '../migration/create-migration.ts';
import type { PlanExplanation } from '../migration/explain-plan.ts';
import type { GateVerdict } from '../migration/gates.ts';
import { type Grid, gridText } from '../migration/grid.ts';
import type { MigrationChange } from '../migration/migration-change.ts';
import type { RecordState } from './migrations.ts';

/** The read-only document that is shown before a migration is applied. Names and places only. */
export function plannedMarkdown(title: string, planned: CreateResult & { readonly ok: true }): string {
  const questions = planned.questions.map(
    (it) => `- ${it.text}${it.choices ? ` (${it.choices.join(', ')})` : ''}`,
  );
  return [
    `# ${title}`,
    planText(planned.plan),
    ...(questions.length > 0 ? ['## Still open', questions.join('\n')] : []),
    gridSection(planned.grid),
    changeSection(planned.change),
    gateSection(planned.gates),
  ].join('\n\n');
}

/** The same for a record that exists. */
export function recordMarkdown(state: RecordState): string {
  const { record } = state;
  const head = `Phase \`${record.phase}\` · plan \`${record.plan ?? 'open'}\` · owner ${record.owner ?? 'open'} · \`${record.file.path}\``;
  return [
    `# ${state.title}`,
    head,
    planText(state.plan),
    gridSection(state.grid),
    gateSection(state.gates),
  ].join('\n\n');
}

function planText(plan: PlanExplanation): string {
  const lines = [
    plan.plan ? `**Plan: \`${plan.plan}\`**` : '**No safe plan**',
    plan.reasons.map((it) => `- ${it}`).join('\n'),
  ];
  if (plan.alternatives.length > 0) {
    lines.push(
      'Other plans:',
      plan.alternatives.map((it) => `- ${it.safe ? '' : '**not safe**: '}${it.why}`).join('\n'),
    );
  }
  if (plan.requires.length > 0) lines.push('It relies on:', plan.requires.map((it) => `- ${it}`).join('\n'));
  return lines.join('\n\n');
}

function gridSection(grid: Grid): string {
  return `## Every replica that can exist\n\n\`\`\`text\n${gridText(grid)}\`\`\``;
}

function changeSection(change: MigrationChange): string {
  const code = [...new Set(change.code.map((it) => it.path))].map((path) => `- \`${path}\``);
  const files = change.environment.map((it) => {
    const asks = it.needsConfirmation
      ? `, asks first (${it.production ? 'production' : 'not tracked by git'})`
      : '';
    return `- \`${it.path}\` (${it.environments.join(', ')})${asks}`;
  });
  return [
    '## What this phase changes',
    'As one edit:',
    code.join('\n'),
    ...(files.length > 0 ? ['Each on its own:', files.join('\n')] : ['No environment file in this phase.']),
    ...(change.notes.length > 0 ? ['By hand:', change.notes.map((it) => `- ${it}`).join('\n')] : []),
  ].join('\n\n');
}

function gateSection(gates: readonly GateVerdict[]): string {
  if (gates.length === 0) return '';
  const rows = gates.map((it) => {
    const where = it.environment ?? '';
    const waived = it.waived ? ` **WAIVED** by ${it.waived.by ?? 'somebody'}: ${it.waived.reason ?? ''}` : '';
    return `| ${it.id} | ${where} | ${it.verdict} | ${it.reason}${waived} |`;
  });
  return ['## Gates', ['| gate | environment | verdict | |', '|---|---|---|---|', ...rows].join('\n')].join(
    '\n\n',
  );
}
