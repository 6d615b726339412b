import type { CreateResult } from '../migration/create-migration.ts';
import type { PlanExplanation } from '../migration/explain-plan.ts';
import type { GateVerdict } from '../migration/gates.ts';
import type { Grid, GridRow } from '../migration/grid.ts';
import type { EnvironmentEdit, MigrationChange } from '../migration/migration-change.ts';
import { parseRecord, type RecordFile } from '../migration/record.ts';
import { sourceFile } from '../text/source-file.ts';
import type { RecordState } from './migrations.ts';
import { planSteps } from './plan-steps.ts';
import { questionText } from './question-text.ts';

/** The read-only document that is shown before a migration is applied. Names and places only. */
export function plannedMarkdown(title: string, planned: CreateResult & { readonly ok: true }): string {
  const { path, text } = planned.change.record;
  const record = parseRecord(sourceFile(path, text));
  const questions = planned.questions.map(questionText);
  return page([
    `# ${title}`,
    summary(planned.plan),
    section('Still to be answered', list(questions)),
    section('Who is reached', list((planned.reach ?? []).map(sentence))),
    section('Steps', stepList(record)),
    changeSection(planned.change),
    gridSection(planned.grid),
    otherPlans(planned.plan),
    gateSection('What is proved so far', planned.gates),
  ]);
}

/** The same for a record that exists. */
export function recordMarkdown(state: RecordState): string {
  const { record } = state;
  return page([
    `# ${state.title}`,
    `Owner ${record.owner ?? 'not named yet'} · \`${record.file.path}\``,
    summary(state.plan),
    section('Who is reached', list(state.reach.map(sentence))),
    section('Steps', stepList(record)),
    gateSection(`What is proved for \`${record.phase}\``, state.gates),
    gridSection(state.grid),
    otherPlans(state.plan),
  ]);
}

function page(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

function section(title: string, text: string): string {
  return text === '' ? '' : `## ${title}\n\n${text}`;
}

function list(items: readonly string[]): string {
  return items.map((it) => `- ${it}`).join('\n');
}

function summary({ plan, reasons, requires }: PlanExplanation): string {
  const head = plan ? `**Plan: \`${plan}\`**` : '**No safe plan**';
  const relies =
    requires.length === 0 ? '' : `It relies on what nothing here shows:\n\n${list(requires.map(sentence))}`;
  return page([head, list(reasons.map(sentence)), relies]);
}

/** With a capital, unless it begins with a name. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The releases of the plan; the one that the record is in stands out. */
function stepList(record: RecordFile): string {
  return planSteps(record)
    .map(({ phase, text }, index) => {
      const here = phase === record.phase ? ' **← now**' : '';
      return `${index + 1}. \`${phase}\`: ${text}${here}`;
    })
    .join('\n');
}

function changeSection({ code, environment, notes }: MigrationChange): string {
  const files = [...new Set(code.map((it) => it.path))].map((path) => `\`${path}\``);
  const together =
    files.length === 1 ? `Written: ${files.join('')}` : `Written as one edit:\n\n${list(files)}`;
  const alone =
    environment.length === 0 ? '' : `Offered one by one:\n\n${list(environment.map(environmentFile))}`;
  return section(
    'What this step changes',
    page([together, alone, notes.length === 0 ? '' : `To be looked at by hand:\n\n${list(notes)}`]),
  );
}

function environmentFile(it: EnvironmentEdit): string {
  const why = it.production ? 'production' : 'not known to be in git';
  const asks = it.needsConfirmation ? ` · asks first: ${why}` : '';
  return `\`${it.path}\` · ${it.environments.join(', ')}${asks}`;
}

const CELLS: Readonly<Record<GridRow['cells'][number], string>> = {
  ok: '✓ runs',
  reject: '✗ refuses the file',
  crash: '✗ does not start',
  wrong: '✗ uses another value',
  split: '✗ is refused',
  'n/a': '–',
};

function gridSection({ columns, rows, naive }: Grid): string {
  const table = [
    row(['', ...columns.map(({ title }) => title)]),
    row([':--', ...columns.map(() => ':--')]),
    ...rows.map(({ title, cells }) => row([title, ...cells.map((cell) => CELLS[cell])])),
  ].join('\n');
  const broken =
    naive.length === 0
      ? ''
      : `Code and environments changed in one step would break replicas:\n\n${list(naive.map(sentence))}`;
  return section('Every replica that can exist', page([table, broken]));
}

function otherPlans({ alternatives }: PlanExplanation): string {
  return section('Other plans', list(alternatives.map((it) => sentence(it.why))));
}

const VERDICTS: Readonly<Record<GateVerdict['verdict'], string>> = {
  yes: '✓ yes',
  no: '✗ no',
  unknown: '? unknown',
  'n/a': '– n/a',
};

function gateSection(title: string, gates: readonly GateVerdict[]): string {
  if (gates.length === 0) return '';
  const rows = gates.map((it) => {
    const waived = it.waived ? ` **WAIVED** by ${it.waived.by ?? 'somebody'}: ${it.waived.reason ?? ''}` : '';
    return row([it.id, VERDICTS[it.verdict], it.environment ?? 'all', `${it.reason}${waived}`]);
  });
  const head = [row(['gate', 'verdict', 'environment', 'because']), row([':--', ':--', ':--', ':--'])];
  return section(title, [...head, ...rows].join('\n'));
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replace(/\|/g, '\\|')).join(' | ')} |`;
}
