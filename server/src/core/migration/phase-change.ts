import type { ReaderName } from '../schema/schema.ts';
import type { FileEdit } from '../text/file-edit.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import { dataFileEdits } from './generate/data-file-edits.ts';
import { removeGenerated } from './generate/end-of-migration.ts';
import { environmentEdits } from './generate/environment-edits.ts';
import { environmentStep } from './generate/environment-steps.ts';
import { isLibrary } from './generate/library-reads.ts';
import { removeEnvironReads } from './generate/os-environ-remove.ts';
import { dualEnvironRename, plainEnvironRename } from './generate/os-environ-rename.ts';
import { declareOnly, removeField } from './generate/pydantic-remove.ts';
import { dualRename, keywordEdits, plainRename, testKeyEdits } from './generate/pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './generate/pydantic-target.ts';
import { environMatrix } from './generate/pytest-environ.ts';
import { type MatrixResult, pytestMatrix } from './generate/pytest-matrix.ts';
import { removalMatrix } from './generate/pytest-remove.ts';
import type { Phase, PlanName } from './kinds/kinds.ts';
import type { MigrationChange } from './migration-change.ts';
import { movesOf } from './phase-moves.ts';
import type { Move } from './plans.ts';

/** What decides the edits of a phase. */
export interface PhaseRequest {
  readonly id: string;
  readonly plan: PlanName;
  readonly phase: Phase;
  readonly precedence: 'new' | 'old' | 'error';
  /** True where a removal has to keep the declaration for a while. */
  readonly strict: boolean;
}

export type PhaseChange = Omit<MigrationChange, 'record'>;
type Code = Extract<Move, { kind: 'code' }>['code'];

const NOTHING: PhaseChange = { code: [], environment: [], notes: [] };

/**
 * The edits of one phase: code with its test, environment files one by one, and what is left for people. What is
 * there already is not written again, so that an interrupted phase goes on from the files alone.
 */
export function phaseChange(facts: MigrationFacts, request: PhaseRequest): PhaseChange {
  return movesOf(facts.kind, request)
    .map((move) => moveChange(facts, request, move))
    .reduce(both, NOTHING);
}

function moveChange(facts: MigrationFacts, request: PhaseRequest, move: Move): PhaseChange {
  const environment =
    move.kind === 'code'
      ? NOTHING
      : {
          ...environmentEdits(facts, environmentStep(facts.kind, request.plan, move.to), request.id),
          code: [],
        };
  if (move.kind === 'environment') return environment;
  return both(codeChange(facts, request, move.code), environment);
}

function both(a: PhaseChange, b: PhaseChange): PhaseChange {
  return {
    code: [...a.code, ...b.code],
    environment: [...a.environment, ...b.environment],
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}

function codeChange(facts: MigrationFacts, request: PhaseRequest, code: Code): PhaseChange {
  const ending = request.phase !== 'expand' && request.plan !== 'env-first';
  const tests = code === 'new' && facts.kind === 'rename' ? testKeyEdits(facts) : [];
  const parts = [
    ...facts.readers
      .filter((reader) => reader.schema.reader === 'pydantic-settings')
      .map((reader) => classChange(facts, request, code, reader)),
    ...(facts.readers.some(({ schema }) => schema.reader === 'os-environ' || isLibrary(schema.reader))
      ? [environChange(facts, request, code)]
      : []),
    ...(code === 'both' ? [] : [{ code: [], ...dataFileEdits(facts) }]),
    { ...NOTHING, notes: byHandReaders(facts) },
  ];
  const generated = ending ? removeGenerated(facts, request.id) : [];
  const all = parts.reduce(both, NOTHING);
  return { ...all, code: unique([...all.code, ...generated, ...tests]) };
}

/** Readers whose code is not written: a person changes what reads OLD. */
function byHandReaders(facts: MigrationFacts): readonly string[] {
  return facts.readers
    .filter(({ schema, old }) => old !== undefined && !isWritten(schema.reader))
    .map(
      ({ name, old }) =>
        `\`${facts.from}\` is read by \`${name}\` (\`${old?.place.path}\`): change that by hand`,
    );
}

function isWritten(reader: ReaderName): boolean {
  return reader === 'pydantic-settings' || reader === 'os-environ' || isLibrary(reader);
}

function classChange(
  facts: MigrationFacts,
  request: PhaseRequest,
  code: Code,
  reader: ReaderFacts,
): PhaseChange {
  const found = pydanticTarget(facts, reader);
  if (facts.kind === 'remove') return removalChange(facts, request, code, reader, found);
  if (!found.ok) return { ...NOTHING, notes: found.reason === undefined ? [] : [found.reason] };
  const { id, precedence } = request;
  const { target } = found;
  const change = renameChange(facts, request, code, target);
  const matrixCode = code === 'both' ? 'both' : 'new';
  const test = pytestMatrix(facts, { id, target, code: matrixCode, precedence });
  return both({ code: change.edits, environment: [], notes: change.byHand }, testChange(facts, id, test));
}

function renameChange(
  facts: MigrationFacts,
  { id, precedence }: PhaseRequest,
  code: Code,
  target: PydanticTarget,
) {
  if (code === 'both') return dualRename(facts, target, id, precedence);
  const change = plainRename(facts, target);
  // After a dual read the class has both fields already: taking the generated parts out is enough.
  return target.declares === 'both'
    ? { edits: [...change.edits, ...keywordEdits(facts, target)], byHand: change.byHand }
    : change;
}

function removalChange(
  facts: MigrationFacts,
  { id, phase }: PhaseRequest,
  code: Code,
  reader: ReaderFacts,
  found: ReturnType<typeof pydanticTarget>,
): PhaseChange {
  const test = reader.old || reader.named ? removalMatrix(facts, { id, reader, phase, code }) : undefined;
  const written = test ? testChange(facts, id, test) : NOTHING;
  if (phase !== 'expand') return written;
  if (!found.ok) return { ...written, notes: found.reason === undefined ? [] : [found.reason] };
  const change = code === 'new' ? removeField(facts, found.target) : declareOnly(facts, found.target, id);
  return both({ code: change.edits, environment: [], notes: change.byHand }, written);
}

function environChange(facts: MigrationFacts, { id, phase }: PhaseRequest, code: Code): PhaseChange {
  if (facts.kind === 'remove') {
    if (phase !== 'expand') return NOTHING;
    const change = removeEnvironReads(facts, id);
    return { code: change.edits, environment: [], notes: change.byHand };
  }
  const dual = code === 'both';
  const change = dual ? dualEnvironRename(facts, id) : plainEnvironRename(facts, id);
  const test = environMatrix(facts, id, dual ? 'both' : 'new');
  return both(
    { code: change.edits, environment: [], notes: change.byHand },
    test ? testChange(facts, id, test) : NOTHING,
  );
}

/** A test that exists is replaced as a whole, or left where it says the same; one that does not is a new file. */
function testChange(facts: MigrationFacts, id: string, test: MatrixResult): PhaseChange {
  if (!test.ok) {
    const fields = test.fields.map((name) => `\`${name}\``).join(', ');
    return { ...NOTHING, notes: [`no test is written: no valid value can be made up for ${fields}`] };
  }
  const existing = facts.project.mentioning([id]).find((it) => it.file.path === test.path)?.file.text ?? '';
  if (existing === test.text) return NOTHING;
  const edit: FileEdit = { path: test.path, span: { start: 0, end: existing.length }, newText: test.text };
  return { ...NOTHING, code: [edit] };
}

/** Two classes in one file may ask for the same edit. */
function unique(edits: readonly FileEdit[]): readonly FileEdit[] {
  const key = (it: FileEdit) => `${it.path} ${it.span.start} ${it.span.end} ${it.newText}`;
  return [...new Map(edits.map((it) => [key(it), it])).values()];
}
