import type { FileEdit } from '../text/file-edit.ts';
import type { MigrationFacts } from './facts.ts';
import { removeGenerated } from './generate/end-of-migration.ts';
import { type EnvironmentStep, environmentEdits } from './generate/environment-edits.ts';
import { removeEnvironReads } from './generate/os-environ-remove.ts';
import { dualEnvironRename, plainEnvironRename } from './generate/os-environ-rename.ts';
import { declareOnly, removeField } from './generate/pydantic-remove.ts';
import { dualRename, keywordEdits, plainRename, testKeyEdits } from './generate/pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './generate/pydantic-target.ts';
import { pytestMatrix } from './generate/pytest-matrix.ts';
import type { Phase, PlanName } from './kinds/kinds.ts';
import type { MigrationChange } from './migration-change.ts';
import type { Move } from './plans.ts';

/** What decides the edits of a phase. */
export interface PhaseRequest {
  readonly id: string;
  readonly plan: PlanName;
  readonly phase: Phase;
  readonly precedence: 'new' | 'old' | 'error';
  /** True where a removal has to keep the declaration for a while. */
  readonly strict: boolean;
  readonly rollbackWithoutEnvEdit: boolean;
}

export type PhaseChange = Omit<MigrationChange, 'record'>;

const NOTHING: PhaseChange = { code: [], environment: [], notes: [] };

/** The moves that a phase of a plan consists of. */
export function movesOf(kind: MigrationFacts['kind'], request: PhaseRequest): readonly Move[] {
  const { plan, phase, strict } = request;
  if (phase !== 'expand' && phase !== 'migrate' && phase !== 'contract') return [];
  if (plan === 'one-pr') return phase === 'expand' ? [{ kind: 'together', code: 'new', to: 'new' }] : [];
  const table = kind === 'remove' ? removalMoves(strict) : RENAME_MOVES[plan];
  return table[phase];
}

type Moves = Readonly<Record<'expand' | 'migrate' | 'contract', readonly Move[]>>;

const RENAME_MOVES: Readonly<Record<Exclude<PlanName, 'one-pr'>, Moves>> = {
  'env-first': {
    expand: [{ kind: 'environment', to: 'both' }],
    migrate: [{ kind: 'code', code: 'new' }],
    contract: [{ kind: 'environment', to: 'new' }],
  },
  'code-first': {
    expand: [{ kind: 'code', code: 'both' }],
    migrate: [{ kind: 'environment', to: 'new' }],
    contract: [{ kind: 'code', code: 'new' }],
  },
  // The environment gets NEW while both are read; OLD goes when code reads NEW only.
  'four-step': {
    expand: [{ kind: 'code', code: 'both' }],
    migrate: [
      { kind: 'environment', to: 'both' },
      { kind: 'code', code: 'new' },
    ],
    contract: [{ kind: 'environment', to: 'new' }],
  },
};

function removalMoves(strict: boolean): Moves {
  return {
    expand: [{ kind: 'code', code: strict ? 'new-declaring' : 'new' }],
    migrate: [{ kind: 'environment', to: 'new' }],
    contract: strict ? [{ kind: 'code', code: 'new' }] : [],
  };
}

/** The edits of one phase: code with its test, environment files one by one, and what is left for people. */
export function phaseChange(facts: MigrationFacts, request: PhaseRequest): PhaseChange {
  return movesOf(facts.kind, request)
    .map((move) => moveChange(facts, request, move))
    .reduce(both, NOTHING);
}

function moveChange(facts: MigrationFacts, request: PhaseRequest, move: Move): PhaseChange {
  const environment =
    move.kind === 'code'
      ? NOTHING
      : { ...environmentEdits(facts, stepOf(facts, request, move.to), request.id), code: [] };
  if (move.kind === 'environment') return environment;
  return both(codeChange(facts, request, move.code), environment);
}

function stepOf(facts: MigrationFacts, request: PhaseRequest, to: 'old' | 'both' | 'new'): EnvironmentStep {
  if (to === 'both') return 'add-new';
  if (facts.kind === 'remove') return 'remove-old';
  const switches = request.plan === 'code-first' || request.plan === 'one-pr';
  return switches ? 'switch' : 'remove-old';
}

function both(a: PhaseChange, b: PhaseChange): PhaseChange {
  return {
    code: [...a.code, ...b.code],
    environment: [...a.environment, ...b.environment],
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}

function codeChange(
  facts: MigrationFacts,
  request: PhaseRequest,
  code: Extract<Move, { kind: 'code' }>['code'],
): PhaseChange {
  const ending = request.phase !== 'expand' && request.plan !== 'env-first';
  const tests = code === 'new' && facts.kind === 'rename' ? testKeyEdits(facts) : [];
  const pydantic = facts.readers
    .filter((reader) => reader.schema.reader === 'pydantic-settings')
    .map((reader) => pydanticTarget(facts, reader))
    .map((it) => (it.ok ? classChange(facts, request, code, it.target) : { ...NOTHING, notes: [it.reason] }));
  const environ = facts.readers.some((reader) => reader.schema.reader === 'os-environ')
    ? [environChange(facts, request, code)]
    : [];
  const generated = ending ? removeGenerated(facts, request.id) : [];
  const all = [...pydantic, ...environ].reduce(both, NOTHING);
  return { ...all, code: unique([...all.code, ...generated, ...tests]) };
}

function classChange(
  facts: MigrationFacts,
  request: PhaseRequest,
  code: Extract<Move, { kind: 'code' }>['code'],
  target: PydanticTarget,
): PhaseChange {
  const { id, precedence } = request;
  if (facts.kind === 'remove') {
    if (request.phase !== 'expand') return NOTHING;
    const change = code === 'new' ? removeField(facts, target) : declareOnly(facts, target, id);
    return { code: change.edits, environment: [], notes: change.byHand };
  }
  // After a dual read the class has both fields already: taking the generated parts out is enough.
  const dualBefore = target.reader.new !== undefined;
  const change =
    code === 'both'
      ? dualRename(facts, target, id, precedence)
      : dualBefore
        ? { edits: keywordEdits(facts, target), byHand: [] }
        : plainRename(facts, target);
  const test = pytestMatrix(facts, { id, target, code: code === 'both' ? 'both' : 'new', precedence });
  if (!test.ok) {
    const fields = test.fields.map((name) => `\`${name}\``).join(', ');
    const note = `no test is written: no valid value can be made up for ${fields}`;
    return { code: change.edits, environment: [], notes: [...change.byHand, note] };
  }
  return { code: [...change.edits, wholeFile(facts, test)], environment: [], notes: change.byHand };
}

function environChange(
  facts: MigrationFacts,
  request: PhaseRequest,
  code: Extract<Move, { kind: 'code' }>['code'],
): PhaseChange {
  if (facts.kind === 'remove') {
    const { byHand } = removeEnvironReads(facts);
    return request.phase === 'expand' ? { ...NOTHING, notes: byHand } : NOTHING;
  }
  const edits =
    code === 'both' ? dualEnvironRename(facts, request.id) : plainEnvironRename(facts, request.id);
  return { code: edits, environment: [], notes: [] };
}

/** A file that exists is replaced as a whole; one that does not is an edit at its start. */
function wholeFile(facts: MigrationFacts, file: { readonly path: string; readonly text: string }): FileEdit {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.py$/, '');
  const existing = facts.project.mentioning([name]).find((it) => it.file.path === file.path);
  const end = existing?.file.text.length ?? 0;
  return { path: file.path, span: { start: 0, end }, newText: file.text };
}

/** Two classes in one file may ask for the same edit. */
function unique(edits: readonly FileEdit[]): readonly FileEdit[] {
  const key = (it: FileEdit) => `${it.path} ${it.span.start} ${it.span.end} ${it.newText}`;
  return [...new Map(edits.map((it) => [key(it), it])).values()];
}
