import type { FileEdit } from '../text/file-edit.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import { otherSideWords } from './generate/by-hand-steps.ts';
import { closedLines } from './generate/closed-lines.ts';
import { dataFileEdits } from './generate/data-file-edits.ts';
import { docsEdits } from './generate/docs-edits.ts';
import { environmentEdits } from './generate/environment-edits.ts';
import { environmentStep } from './generate/environment-steps.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generate/generated-code.ts';
import { GENERATORS } from './generate/generators.ts';
import { isLibrary } from './generate/library-reads.ts';
import { markerEdits } from './generate/marker-edits.ts';
import { pydantic1Class } from './generate/pydantic-1-code.ts';
import type { MatrixResult } from './generate/pytest-path.ts';
import { removeGenerated } from './generate/remove-generated.ts';
import { replacedTests } from './generate/replaced-tests.ts';
import { templateEdits } from './generate/template-edits.ts';
import { testConfigEdits } from './generate/test-config-edits.ts';
import { type TestEdits, testEdits } from './generate/test-edits.ts';
import { kindNamed, type Phase, type PlanName } from './kinds/kinds.ts';
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
  if (request.phase === 'done') return { ...NOTHING, environment: markerEdits(facts, request.id) };
  const moves = phaseMoves(facts, request);
  let change = NOTHING;
  for (const [index, move] of moves.entries()) {
    const own = moveChange(facts, request, move);
    change = both(change, own);
    // The next move waits until this one runs everywhere.
    if (own.code.length > 0 || own.environment.length > 0) {
      const rest = moves
        .slice(index + 1)
        .map((it) => `afterwards, once that runs everywhere: ${moveWords(facts, it)}`);
      return { ...change, notes: [...change.notes, ...rest] };
    }
  }
  return change;
}

/** The moves of a phase, each waited for before the next. */
export function phaseMoves(facts: MigrationFacts, request: PhaseRequest): readonly Move[] {
  return movesOf(facts.kind, { ...request, form: facts.answers.get('form') });
}

/** The edits of one move of a phase. */
export function moveChange(facts: MigrationFacts, request: PhaseRequest, move: Move): PhaseChange {
  const environment =
    move.kind === 'code'
      ? NOTHING
      : {
          ...environmentEdits(facts, environmentStep(facts.kind, request.plan, move.to), {
            id: request.id,
            to: move.to,
          }),
          code: [],
        };
  if (move.kind === 'environment') return environment;
  return both(codeChange(facts, request, move.code), environment);
}

/** What a move does, for what people do themselves. */
export function moveWords(facts: MigrationFacts, move: Move): string {
  const { words } = kindNamed(facts.kind);
  const keys = { from: facts.fromKeys, to: facts.toKeys };
  const parts = [
    ...(move.kind === 'environment' ? [] : [words.ship(move.code, keys)]),
    ...(move.kind === 'code' ? [] : [words.edit(move.to, keys)]),
  ];
  return parts.join('; ');
}

function both(a: PhaseChange, b: PhaseChange): PhaseChange {
  return {
    code: [...a.code, ...b.code],
    environment: [...a.environment, ...b.environment],
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}

/** The edits of one version of the code, with its test, and the data files that ship with it. */
export function codeChange(facts: MigrationFacts, request: PhaseRequest, code: Code): PhaseChange {
  const { id, phase, precedence } = request;
  // What has to change is at the other side of the connection.
  if (facts.kind === 'rotate-credential')
    return { ...NOTHING, notes: otherSideWords(facts, code, request.plan) };
  const parts = generated({ facts, id, code, phase, precedence });
  const ending = phase === 'contract' || (phase === 'migrate' && request.plan !== 'env-first');
  const keeps = new Map(parts.flatMap((it) => [...(it.keeps ?? [])]));
  const gone = ending ? removeGenerated(facts, id, keeps) : [];
  // Tests come first: what was interrupted behind them is worked out from the code that is still there.
  const written = withoutRepeated(parts).map((it) =>
    both(it.tests.map((test) => testChange(facts, id, test)).reduce(both, NOTHING), {
      code: it.edits,
      environment: [],
      notes: it.byHand,
    }),
  );
  const data = code === 'both' ? [] : [{ code: [], ...dataFileEdits(facts) }];
  const all = [...written, ...data].reduce(both, NOTHING);
  const tests = testChanges(facts, code);
  const replaced = replacedTests(facts, id);
  // What people copy from a template has to load with the code that is there.
  const unwritten = phase === 'expand' && parts.some(isLeftToPeople);
  const templates = templateEdits(facts, id, unwritten ? 'later' : 'now');
  const docs = docsEdits(facts, code);
  const changed = unique([
    ...all.code,
    ...gone,
    ...tests.edits,
    ...replaced,
    ...templates.edits,
    ...docs.edits,
  ]);
  return {
    ...all,
    code: [...changed, ...closedModules(facts, changed)],
    notes: [...new Set([...all.notes, ...tests.notes, ...templates.notes, ...docs.notes])],
  };
}

/** The blank lines that are too many in modules of which parts go. */
function closedModules({ project }: MigrationFacts, edits: readonly FileEdit[]): readonly FileEdit[] {
  const paths = new Set(edits.filter((it) => it.newText === '').map((it) => it.path));
  return project.files.flatMap(({ file: { path, text } }) => {
    const own = paths.has(path) ? edits.filter((it) => it.path === path) : [];
    return own.length > 0 ? closedLines(path, text, own) : [];
  });
}

/** Classes that inherit what one class declares have one test, of that class. */
function withoutRepeated(parts: readonly GeneratedCode[]): readonly GeneratedCode[] {
  const texts = new Set<string>();
  return parts.map((it) => {
    const tests = it.tests.filter((test) => !test.ok || !texts.has(test.text));
    for (const test of tests) if (test.ok) texts.add(test.text);
    return { ...it, tests };
  });
}

/** A reader for which nothing is written: its code is as it was until a person changes it. */
function isLeftToPeople({ edits, tests, byHand }: GeneratedCode): boolean {
  return byHand.length > 0 && edits.length === 0 && tests.length === 0;
}

/** Tests that set the old keys follow the code that reads the new ones alone. */
function testChanges(facts: MigrationFacts, code: Code): TestEdits {
  if (code !== 'new') return { edits: [], notes: [] };
  switch (facts.kind) {
    case 'rename':
    case 'split':
    case 'merge':
    case 'unit':
    case 'move':
    case 'retype':
    case 'enum': {
      const [tests, configs] = [testEdits(facts), testConfigEdits(facts)];
      return { edits: [...tests.edits, ...configs.edits], notes: [...tests.notes, ...configs.notes] };
    }
    default:
      return { edits: [], notes: [] };
  }
}

/** The code of every reader, and in words what no generator writes. */
function generated(step: CodeStep): readonly GeneratedCode[] {
  const { facts } = step;
  const { settingsClass, environ, libraries, dynaconf } = GENERATORS[facts.kind] ?? {};
  const isEnviron = ({ schema }: ReaderFacts) =>
    schema.reader === 'os-environ' || (libraries === true && isLibrary(schema.reader));
  const classes = facts.readers.filter((it) => it.schema.reader === 'pydantic-settings');
  const first = settingsClass ? facts.readers.filter((it) => it.schema.reader === 'pydantic-1') : [];
  const objects = dynaconf ? facts.readers.filter((it) => it.schema.reader === 'dynaconf') : [];
  const left = facts.readers.filter(
    (it) =>
      it.old !== undefined &&
      !objects.includes(it) &&
      !first.includes(it) &&
      !(settingsClass !== undefined && classes.includes(it)) &&
      !(environ !== undefined && isEnviron(it)),
  );
  return [
    ...(settingsClass ? classes.map((reader) => settingsClass(step, reader)) : []),
    ...(settingsClass ? first.map((reader) => pydantic1Class(step, reader, settingsClass)) : []),
    // What reads the process environment through generated code is no reader of its own any more.
    ...(environ ? [environ(step)] : []),
    ...(dynaconf ? objects.map((reader) => dynaconf(step, reader)) : []),
    { ...NO_CODE, byHand: left.map((reader) => byHandWords(facts, reader)) },
  ];
}

/** A reader whose code is not written: a person changes what reads OLD. */
function byHandWords({ from }: MigrationFacts, { name, old }: ReaderFacts): string {
  return `\`${from}\` is read by \`${name}\` (\`${old?.place.path}\`): change that by hand`;
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
