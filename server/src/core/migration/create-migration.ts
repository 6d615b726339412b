import { concernsOf } from '../schema/concern.ts';
import { sourceFile } from '../text/source-file.ts';
import { ownersOf } from './codeowners.ts';
import { withByHand } from './edit/edit-by-hand.ts';
import { explainChoice, type PlanExplanation } from './explain-plan.ts';
import type { MigrationFacts } from './facts.ts';
import { type GateVerdict, gatesOf } from './gates.ts';
import { type Grid, gridOf } from './grid.ts';
import { kindNamed, type Phase, type PlanName, planNamesOf, type Question } from './kinds/kinds.ts';
import type { MigrationChange } from './migration-change.ts';
import { openQuestions } from './open-questions.ts';
import { type PhaseChange, phaseChange } from './phase-change.ts';
import { declaresOld } from './phase-moves.ts';
import { answeredConstraints, safetyFacts } from './plan-facts.ts';
import { choosePlan, type JudgedPlan } from './planner.ts';
import { parseRecord } from './record.ts';
import { refusal } from './refuse-migration.ts';
import { unwrittenCode } from './unwritten-code.ts';
import { type NewRecord, writeRecord } from './write-record.ts';

/** A migration as somebody asks for it; names are in the facts. */
export interface CreateRequest {
  readonly owner?: string;
  /** Instead of the cheapest safe plan. */
  readonly plan?: PlanName;
  /** ISO date. */
  readonly today: string;
  /** Answers to the questions of an earlier try, by the question's id. */
  readonly answers: ReadonlyMap<string, string>;
}

export type CreateResult =
  | {
      readonly ok: true;
      readonly id: string;
      /** `draft` while a question is open or its code cannot be written; nothing but the record is written then. */
      readonly phase: Phase;
      readonly change: MigrationChange;
      readonly plan: PlanExplanation;
      readonly grid: Grid;
      readonly gates: readonly GateVerdict[];
      readonly questions: readonly Question[];
      /** Whom the change reaches, where that was asked. */
      readonly reach?: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly candidates: readonly string[] };

/** Creates a migration: its record, and the edits of its first phase when every question is answered. */
export function createMigration(facts: MigrationFacts, request: CreateRequest): CreateResult {
  const refused = refusal(facts);
  if (refused !== undefined) return { ok: false, ...refused };
  const model = safetyFacts(facts, {
    bothAllowed: request.answers.get('both_allowed') !== 'no',
    rollbackWithoutEnvEdit: request.answers.get('rollback_without_env_edit') === 'yes',
    ...answeredConstraints(request.answers),
  });
  const choice = choosePlan(model);
  const explained = explainChoice(choice, model, facts);
  const plan = request.plan ?? explained.plan ?? 'code-first';
  const asked = choice.judged.find((it) => it.plan.name === plan);
  if (asked === undefined) {
    const plans = planNamesOf(kindNamed(facts.kind));
    return { ok: false, message: `\`${plan}\` is no plan of \`${facts.kind}\``, candidates: plans };
  }
  const owner = request.owner ?? request.answers.get('owner') ?? ownerFromFacts(facts);
  const questions = questionsFor(facts, request, owner, { name: plan, safe: asked.safe, explained });
  const id = migrationId(facts, request.today);
  const { form } = asked.plan;
  const answers = form === undefined ? facts.answers : new Map([...facts.answers, ['form', form]]);
  const followed: MigrationFacts = { ...facts, answers };
  const path = `${facts.recordFolder}/${id}.md`;
  const { phase, text, first } = firstWritten(followed, request, { id, path, plan, asked, owner, questions });
  return {
    ok: true,
    id,
    phase,
    change: {
      record: { path, text },
      code: [{ path, span: { start: 0, end: 0 }, newText: text }, ...first.code],
      environment: first.environment,
      notes: [...first.notes, ...explained.requires, ...alsoNamed(facts, first.code)],
    },
    plan: explained,
    grid: gridOf(model, { from: facts.fromKeys, to: facts.toKeys }),
    gates: gatesOf(followed, parseRecord(sourceFile(path, text)), phase === 'draft' ? 'next' : 'claimed'),
    questions,
  };
}

interface Asked {
  readonly id: string;
  readonly path: string;
  readonly plan: PlanName;
  readonly asked: JudgedPlan;
  readonly owner: string | undefined;
  readonly questions: readonly Question[];
}

/** The record's text, and the edits of the first phase: none while a question is open or its code cannot be written. */
function firstWritten(
  facts: MigrationFacts,
  request: CreateRequest,
  { id, path, plan, asked, owner = 'TODO(owner)', questions: open }: Asked,
): { readonly phase: Phase; readonly text: string; readonly first: PhaseChange } {
  const written = (phase: Phase) => writeRecord(newRecord(facts, request, { id, plan, phase, owner, open }));
  const wanted: Phase = open.length > 0 ? 'draft' : 'expand';
  const first = firstPhase(facts, { id, plan, phase: wanted, asked });
  if (wanted === 'draft') return { phase: 'draft', text: written('draft'), first };
  const record = parseRecord(sourceFile(path, written(wanted)));
  const missing = unwrittenCode(facts, record, first, 'expand');
  if (missing.length === 0)
    return { phase: wanted, text: withByHand(written(wanted), wanted, first.notes), first };
  const notes = [...first.notes, ...missing.map((it) => it.reason)];
  return { phase: 'draft', text: written('draft'), first: { code: [], environment: [], notes } };
}

/** Texts for people and templates that name the key, and are not edited: they are changed by hand, whenever it suits. */
function alsoNamed(facts: MigrationFacts, edits: PhaseChange['code']): readonly string[] {
  const edited = new Set(edits.map((it) => it.path));
  const places = facts.mentions.filter((it) => it.name === 'old' && it.prose && !edited.has(it.path));
  return places.map((it) => `\`${it.path}:${it.line}\` also names \`${facts.from}\``);
}

/** Nothing but the record is written while a question is open. */
function firstPhase(
  facts: MigrationFacts,
  it: {
    readonly id: string;
    readonly plan: PlanName;
    readonly phase: Phase;
    readonly asked: JudgedPlan;
  },
): PhaseChange {
  if (it.phase === 'draft') return { code: [], environment: [], notes: [] };
  const { id, plan, phase } = it;
  const precedence = precedenceOf(facts.answers.get('precedence'));
  return phaseChange(facts, { id, plan, phase, precedence, strict: declaresOld(it.asked.plan) });
}

function precedenceOf(answer: string | undefined): 'new' | 'old' | 'error' {
  return answer === 'old' || answer === 'error' ? answer : 'new';
}

function isSecret(facts: MigrationFacts): boolean {
  return facts.readers.some((reader) => [...reader.fields.values()].some((field) => field.secret));
}

function ownerFromFacts(facts: MigrationFacts): string | undefined {
  const path =
    facts.readers.find((reader) => reader.old !== undefined)?.old?.place.path ??
    facts.readers[0]?.schema.place.path;
  return facts.codeowners === undefined || path === undefined ? undefined : ownersOf(facts.codeowners, path);
}

/** Whoever answers for it comes first. */
function questionsFor(
  facts: MigrationFacts,
  request: CreateRequest,
  owner: string | undefined,
  plan: Parameters<typeof openQuestions>[2],
): readonly Question[] {
  const text = 'Who answers for this migration today?';
  const asked = openQuestions(facts, new Map([...request.answers, ...facts.answers]), plan);
  return owner === undefined ? [{ id: 'owner', text }, ...asked] : asked;
}

function newRecord(
  facts: MigrationFacts,
  request: CreateRequest,
  it: Pick<NewRecord, 'id' | 'plan' | 'phase' | 'owner'> & { readonly open: readonly Question[] },
): NewRecord {
  const asked = (name: string) => request.answers.get(name);
  const secret = isSecret(facts);
  const why = asked('why');
  const result = asked('expect.result');
  const metric = asked('expect.metric');
  const ttl = asked('max_token_ttl');
  const { open, ...named } = it;
  return {
    ...named,
    unanswered: new Set(open.map((question) => question.id)),
    kind: facts.kind,
    from: facts.fromKeys,
    to: facts.toKeys,
    convert: facts.convert,
    precedence: precedenceOf(asked('precedence')),
    ...(ttl === undefined ? {} : { maxTokenTtl: ttl }),
    bothAllowed: asked('both_allowed') !== 'no',
    rollbackWithoutEnvEdit: asked('rollback_without_env_edit') === 'yes',
    readers: facts.readers.map((reader) => reader.name),
    secret,
    tags: tagsFor(facts, secret),
    expect: { ...(result === undefined ? {} : { result }), ...(metric === undefined ? {} : { metric }) },
    ...(why === undefined ? {} : { why }),
    answers: new Map([...facts.answers].filter(([name]) => !ELSEWHERE.has(name))),
  };
}

/** Answers that have a place of their own in the record. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'owner',
  'why',
  'expect.result',
  'expect.metric',
  'both_allowed',
  'rollback_without_env_edit',
  'convert',
  'precedence',
  'max_token_ttl',
]);

/** What the name alone says about the setting; a person edits the tags. */
function tagsFor(facts: MigrationFacts, secret: boolean): readonly string[] {
  const concerns = concernsOf(facts.from);
  return (['database', 'cache', 'security'] as const).filter(
    (it) => concerns.has(it) || (it === 'security' && secret),
  );
}

/** `20260923-db-pool-size`; the slug is cut to 40 characters at a word, and numbered when the id is taken. */
export function migrationId(facts: MigrationFacts, today: string): string {
  const slug = kindNamed(facts.kind).slug(facts.fromKeys, facts.toKeys);
  const base = `${today.replace(/-/g, '').slice(0, 8)}-${shortSlug(slug)}`;
  const taken = new Set([...(facts.recordIds ?? []), ...facts.records.map((record) => record.id)]);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

function shortSlug(text: string): string {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const next = slug === '' ? word : `${slug}-${word}`;
    if (next.length > 40) break;
    slug = next;
  }
  return slug === '' ? (words[0] ?? 'setting').slice(0, 40) : slug;
}
