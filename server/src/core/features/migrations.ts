import { changedTexts, withTexts } from '../apply-file-edits.ts';
import { bindLayer } from '../binding/bind.ts';
import { environmentsOf } from '../binding/environments.ts';
import { type AdvanceResult, advance } from '../migration/advance.ts';
import { claimedChange } from '../migration/claimed-change.ts';
import { type CreateResult, createMigration } from '../migration/create-migration.ts';
import { explainChoice, type PlanExplanation } from '../migration/explain-plan.ts';
import type { MigrationFacts } from '../migration/facts.ts';
import { refusedPart, refusedWhole } from '../migration/field-parts.ts';
import { type GateVerdict, gatesOf } from '../migration/gates.ts';
import { gatherFacts } from '../migration/gather-facts.ts';
import { type Grid, gridOf } from '../migration/grid.ts';
import { type KindName, kindNamed, type PlanName } from '../migration/kinds/kinds.ts';
import type { EnvironmentEdit } from '../migration/migration-change.ts';
import { constraintsOf, safetyFacts } from '../migration/plan-facts.ts';
import { choosePlan } from '../migration/planner.ts';
import { parseRecord, type RecordFile, recordsOf } from '../migration/record.ts';
import { factsOfRecord } from '../migration/record-facts.ts';
import { refusedAnswer } from '../migration/refuse-answers.ts';
import { variableName } from '../rules/reader-name.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { nearest } from '../text/nearest.ts';
import { blastRadius } from './blast-radius.ts';
import { fieldsAt } from './hover.ts';

/** A migration as somebody asks for it. */
export interface MigrationAsk {
  readonly kind: KindName;
  readonly from: string;
  readonly to?: string;
  /** Where one side has several keys; `from` and `to` are the first of them. */
  readonly fromKeys?: readonly string[];
  readonly toKeys?: readonly string[];
  readonly convert?: string;
  readonly settings?: string;
  readonly owner?: string;
  readonly plan?: PlanName;
  readonly answers: ReadonlyMap<string, string>;
  /** Production files, and files that git does not track, are edited as well: the gates are judged with them. */
  readonly confirmed?: boolean;
}

/** Works a migration out without writing anything. */
export function planMigration(snapshot: Snapshot, ask: MigrationAsk): CreateResult {
  const part = refusedPart(snapshot, ask);
  if (part) return { ok: false, ...part };
  const gathered = gatherFacts(snapshot, ask);
  if (!gathered.ok) return gathered;
  const whole = refusedWhole(snapshot, gathered.facts);
  if (whole) return { ok: false, ...whole };
  const planned = createMigration(gathered.facts, {
    today: snapshot.today,
    answers: ask.answers,
    ...(ask.owner === undefined ? {} : { owner: ask.owner }),
    ...(ask.plan === undefined ? {} : { plan: ask.plan }),
  });
  if (!planned.ok) return planned;
  const refused = refusedAnswer(snapshot, gathered.facts, ask.answers);
  if (refused !== undefined) return { ok: false, ...refused };
  const reach = blastRadius(snapshot, gathered.facts);
  return { ...planned, gates: gatesAfter(snapshot, planned, ask.confirmed === true), reach };
}

/** The gates as they are once the change is made: those of the files of today would speak of what is about to go. */
function gatesAfter(
  snapshot: Snapshot,
  planned: CreateResult & { readonly ok: true },
  confirmed: boolean,
): readonly GateVerdict[] {
  const { code, environment, record: written } = planned.change;
  const edits = environment.filter((it) => confirmed || !it.needsConfirmation).flatMap((it) => it.edits);
  const after = withTexts(snapshot, changedTexts(snapshot, [...code, ...edits]));
  const file = after.files.get(written.path);
  const answer =
    file && recordState(after, parseRecord(file), planned.phase === 'draft' ? 'next' : 'claimed');
  return answer?.ok ? answer.state.gates : planned.gates;
}

/** A record with what is proved for it now. */
export interface RecordState {
  readonly record: RecordFile;
  readonly title: string;
  readonly plan: PlanExplanation;
  readonly grid: Grid;
  readonly gates: readonly GateVerdict[];
  /** Whom the change reaches. */
  readonly reach: readonly string[];
}

export type RecordAnswer =
  | { readonly ok: true; readonly state: RecordState }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** What is proved for a record, for the phase it claims or the next one. */
export function recordState(snapshot: Snapshot, record: RecordFile, which: 'claimed' | 'next'): RecordAnswer {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return gathered;
  const { facts } = gathered;
  const model = safetyFacts(facts, constraintsOf(record));
  return {
    ok: true,
    state: {
      record,
      title: titleOf(record),
      plan: followed(record, explainChoice(choosePlan(model), model, facts)),
      grid: gridOf(model, { from: facts.fromKeys, to: facts.toKeys }),
      gates: gatesOf(facts, record, which),
      reach: blastRadius(snapshot, facts),
    },
  };
}

/** A record keeps to the plan it began with, whatever would be cheapest for what is left. */
function followed(record: RecordFile, explained: PlanExplanation): PlanExplanation {
  if (record.plan === undefined || record.plan === explained.plan) return explained;
  const reasons = ['the record follows it, and part of it is done'];
  return { plan: record.plan, reasons, alternatives: [], requires: explained.requires };
}

/** The edits of a record's next phase; where its gates do not hold, those that do not. */
export function advanceRecord(snapshot: Snapshot, record: RecordFile): AdvanceResult {
  const [problem] = [...record.problems, ...snapshot.engines.record(record.data)];
  if (problem) {
    return { ok: false, message: `the record is not valid: ${problem.message}`, blocking: [] };
  }
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return { ok: false, message: gathered.message, blocking: [] };
  const refused = record.phase === 'draft' ? refusedDraft(snapshot, gathered.facts, record) : undefined;
  return refused ?? advance(gathered.facts, record);
}

/** What people wrote into a draft by hand is judged like the answers that it could have been created with. */
function refusedDraft(
  snapshot: Snapshot,
  facts: MigrationFacts,
  record: RecordFile,
): Extract<AdvanceResult, { ok: false }> | undefined {
  const answers = new Map([...record.answers].filter(([id]) => id !== 'form'));
  const refused = refusedAnswer(snapshot, facts, answers);
  if (refused === undefined) return undefined;
  const choices = refused.candidates.map((it) => `\`${it}\``).join(', ');
  const message = choices === '' ? refused.message : `${refused.message}: ${choices}`;
  return { ok: false, message, blocking: [] };
}

/** The edits of environment files that the phase of a record calls for and that are not made yet. */
export function environmentEdits(
  snapshot: Snapshot,
  record: RecordFile,
):
  | { readonly ok: true; readonly edits: readonly EnvironmentEdit[] }
  | { readonly ok: false; readonly message: string } {
  const gathered = factsOfRecord(snapshot, record);
  if (!gathered.ok) return gathered;
  const change = claimedChange(gathered.facts, record);
  return { ok: true, edits: change?.environment ?? [] };
}

/** The records that are neither done nor abandoned, or the one that a path, file name or id names. */
export function recordsNamed(
  snapshot: Snapshot,
  names: readonly string[],
):
  | { readonly ok: true; readonly records: readonly RecordFile[] }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] } {
  const all = recordsOf(snapshot);
  if (names.length === 0) {
    return { ok: true, records: all.filter((it) => it.phase !== 'done' && it.phase !== 'abandoned') };
  }
  const records: RecordFile[] = [];
  for (const name of names) {
    const found = all.find(
      (it) => it.id === name || it.file.path === name || it.file.path.endsWith(`/${name}`),
    );
    if (!found) {
      const ids = all.map((it) => it.id);
      const near = nearest(name, ids);
      return {
        ok: false,
        message: `there is no record \`${name}\``,
        candidates: near.length > 0 ? near : ids,
      };
    }
    records.push(found);
  }
  return { ok: true, records };
}

/** What a record is about: `Rename DB_POOL to DB_POOL_SIZE`. */
export function titleOf(record: RecordFile): string {
  const kind = record.kind === undefined ? undefined : kindNamed(record.kind);
  return kind?.title(record.from, record.to) ?? record.id;
}

/** A key that a migration can start from. */
export interface MigrationTarget {
  readonly key: string;
  readonly field: string;
  readonly settings: string;
  readonly path: string;
  readonly deprecated: boolean;
  readonly replacement?: string;
  readonly environments: readonly string[];
}

/** Every field of the workspace, deprecated ones first, and the key at a place. */
export function migrationTargets(
  snapshot: Snapshot,
  at?: { readonly path: string; readonly offset: number },
): { readonly targets: readonly MigrationTarget[]; readonly preselected?: string } {
  const targets = schemasOf(snapshot)
    .flatMap((schema) => schema.fields.map((field) => targetOf(snapshot, schema, field)))
    .sort((a, b) => Number(b.deprecated) - Number(a.deprecated));
  const [here] = at ? fieldsAt(snapshot, at.path, at.offset) : [];
  return here ? { targets, preselected: variableName(here.schema, here.field) } : { targets };
}

function targetOf(snapshot: Snapshot, schema: SettingsSchema, field: Field): MigrationTarget {
  const key = variableName(schema, field);
  const replacement = field.deprecated?.replacement;
  const environments = environmentsOf(snapshot, schema)
    .filter((it) =>
      it.layers.some((layer) => {
        if (!layer.document || layer.kind === 'file') return false;
        return bindLayer(layer, schema, layer.document).byField.has(field);
      }),
    )
    .map((it) => it.name);
  return {
    key,
    field: field.name,
    settings: schema.id,
    path: field.place.path,
    deprecated: field.deprecated !== undefined,
    ...(replacement === undefined
      ? {}
      : { replacement: key === key.toUpperCase() ? replacement.toUpperCase() : replacement }),
    environments,
  };
}
