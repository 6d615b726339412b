import type { FieldResolution, ResolutionError } from '../binding/resolution.ts';
import { keyOf } from './pairs.ts';
import { partKey } from './part-key.ts';
import type { Cause, Problem } from './report.ts';
import { placeOf, type Side } from './side.ts';

/**
 * Why a replica does not start; empty where it does, or where that is not decided.
 * @param before the version that runs: what stops that too was not brought by the deploy
 */
export function startProblems(side: Side, before: Side | undefined): readonly Problem[] {
  if (side.resolution.ok !== false) return [];
  const known = new Set(before && before !== side ? failuresOf(before).map(sameFailure) : []);
  return failuresOf(side).map((it) => ({
    ...it.problem,
    introduced: before !== undefined && before !== side && !known.has(sameFailure(it)),
  }));
}

interface Failure {
  readonly problem: Omit<Problem, 'introduced'>;
}

function sameFailure({ problem }: Failure): string {
  return [problem.cause, problem.key?.toUpperCase(), problem.error?.type].join(' ');
}

function failuresOf(side: Side): readonly Failure[] {
  const { resolution } = side;
  if (resolution.ok !== false) return [];
  if (side.schema.form === 'calls') {
    const kind = resolution.errors[0]?.kind;
    return resolution.fields
      .filter((it) => it.errors.length > 0)
      .map((it) => ofField(side, it, kind === undefined ? undefined : { kind: raisedBy(it, kind) }));
  }
  return resolution.errors.map((it) => ofError(side, it));
}

function raisedBy(found: FieldResolution, first: string): string {
  return found.errors[0]?.raised ?? first;
}

function ofError(side: Side, error: ResolutionError): Failure {
  const raised = { kind: error.kind, ...(error.type === undefined ? {} : { type: error.type }) };
  if (error.type === 'extra_forbidden') return refusedKey(side, error, raised);
  const found = fieldOf(side, error);
  if (found) return ofField(side, found, raised, error);
  return {
    problem: {
      cause: 'not-loaded',
      verdict: 'no',
      error: raised,
      message: error.message,
      ...placeOf(side.snapshot, error.place),
    },
  };
}

function fieldOf({ resolution }: Side, { field, loc }: ResolutionError): FieldResolution | undefined {
  const [first] = loc ?? [];
  return resolution.fields.find(
    (it) =>
      it.field.name === field ||
      (first !== undefined &&
        (it.field.loc === first ||
          it.field.name === first ||
          it.field.inputs.some(({ key }) => key === first))),
  );
}

function ofField(
  side: Side,
  found: FieldResolution,
  error: Problem['error'],
  raised?: ResolutionError,
): Failure {
  const { field } = found;
  const part = missingPart(found, raised);
  const cause: Cause = found.state === 'missing' || part ? 'missing' : 'value-refused';
  const own = keyOf(side.schema, field);
  const refused = raised?.entry && found.source?.kind !== 'file' ? raised.entry.key.name : found.key;
  const key = part ? partKey(side.schema, found, part) : cause === 'missing' ? own : (refused ?? own);
  const why = found.errors[0]?.message ?? raised?.message ?? '';
  const message =
    cause === 'missing'
      ? `\`${key}\` is required and nothing sets it`
      : `the value of \`${key}\` is refused${refusal(error, why)}`;
  return {
    problem: {
      cause,
      verdict: 'no',
      key,
      field: field.name,
      ...(error ? { error } : {}),
      message,
      ...placeOf(
        side.snapshot,
        cause === 'missing' ? field.place : (raised?.place ?? entryPlace(found) ?? field.place),
      ),
    },
  };
}

/** The way to a part that a nested field lacks while others of it are set. */
function missingPart({ state }: FieldResolution, raised?: ResolutionError): readonly string[] | undefined {
  const [, ...path] = raised?.loc ?? [];
  const isMissing = state !== 'missing' && raised?.type === 'missing' && path.length > 0;
  return isMissing && path.every((it) => typeof it === 'string') ? path : undefined;
}

function entryPlace({ source }: FieldResolution) {
  const path = source?.layer?.path;
  return path === undefined || !source?.entry ? undefined : { path, span: source.entry.key.span };
}

/** The type of an error says why; a text of the library may quote the value. */
function refusal(error: Problem['error'], why: string): string {
  if (error?.type !== undefined) return ` (\`${error.type}\`)`;
  return why === '' ? '' : ': it cannot be converted';
}

function refusedKey(side: Side, error: ResolutionError, raised: Problem['error']): Failure {
  const [name] = error.loc ?? [];
  const key = error.entry?.key.name ?? String(name ?? '');
  const reader = side.schema.className ?? side.schema.id;
  return {
    problem: {
      cause: 'key-refused',
      verdict: 'no',
      key,
      ...(raised ? { error: raised } : {}),
      message: `\`${reader}\` has no field for \`${key}\`, and refuses keys that it does not know`,
      ...placeOf(side.snapshot, error.place),
    },
  };
}
