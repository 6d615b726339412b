import type { MigrationStatus } from '../../core/features/migration-status.ts';
import type { GateVerdict } from '../../core/migration/gates.ts';
import type { Paint } from '../paint.ts';
import { jsonText } from './json-text.ts';
import { printable } from './printable.ts';

/** `status --format json`, version 1. Names and places only. */
export function statusJson(states: readonly MigrationStatus[]): string {
  const migrations = states.map((it) => ({
    record: it.record.file.path,
    id: it.record.id,
    title: it.title,
    phase: it.phase,
    plan: it.record.plan ?? null,
    next: it.next ?? null,
    owner: it.record.owner ?? null,
    turn: it.turn,
    reason: it.reason,
    command: it.command,
    blocking: it.blocking.map(gate),
    waived: it.waived.map(gate),
    unproved: it.unproved.map(gate),
    byHand: it.byHand,
  }));
  return jsonText({ version: 1, migrations }, 2);
}

function gate({ id, environment, verdict, reason }: GateVerdict) {
  return { id, environment, verdict, reason };
}

const TURNS: Readonly<Record<MigrationStatus['turn'], string>> = {
  owner: 'the owner',
  code: 'who writes the code',
  environments: 'who keeps the environments',
  release: 'who releases',
};

/** Open migrations, one paragraph each; nothing where there is none. */
export function statusText(states: readonly MigrationStatus[], paint: Paint): string {
  return states.map((it) => `${paragraph(it, paint).map(printable).join('\n')}\n`).join('\n');
}

function paragraph(state: MigrationStatus, paint: Paint): readonly string[] {
  const { record } = state;
  const owner = record.owner === undefined ? '' : `, ${record.owner}`;
  const turn = `${TURNS[state.turn]}${state.turn === 'owner' ? owner : ''}`;
  const claim = `${state.phase}${record.plan === undefined ? '' : ` of ${record.plan}`}`;
  return [
    `${paint.bold(state.title)}  ${paint.dim(record.file.path)}`,
    `  phase  ${claim}${state.next === undefined ? '' : `, then ${state.next}`}`,
    `  turn   ${turn}: ${state.reason}`,
    ...(state.unproved.length === 0
      ? []
      : [paint.red(`  wrong  ${ids(state.unproved)} of \`${state.phase}\` ${hold(state.unproved)}`)]),
    ...(state.waived.length === 0 ? [] : [paint.red(`  WAIVED ${waivers(state)}`)]),
    ...state.byHand.map((it) => `  todo   ${it}`),
    `  next   ${state.command}`,
  ];
}

function ids(gates: readonly GateVerdict[]): string {
  return [...new Set(gates.map((it) => it.id))].join(', ');
}

/** Each gate, with the environments in which alone it is waived. */
function waivers({ record, waived }: MigrationStatus): string {
  const found = [...new Set(waived.map((it) => it.id))].map((id) => {
    const verdicts = waived.filter((it) => it.id === id);
    const names = verdicts.flatMap(({ environment, waived: waiver }) =>
      environment !== null && record.env.get(environment)?.waive.get(id) === waiver ? [environment] : [],
    );
    return names.length < verdicts.length ? id : `${id} in ${names.join(', ')}`;
  });
  return found.join('; ');
}

function hold(gates: readonly GateVerdict[]): string {
  return new Set(gates.map((it) => it.id)).size === 1 ? 'does not hold' : 'do not hold';
}
