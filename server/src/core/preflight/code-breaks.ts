import type { Environment } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import { resolve } from '../binding/resolve.ts';
import { isSource, schemasOf } from '../schema/readers.ts';
import type { Place, SettingsSchema } from '../schema/schema.ts';
import { isScriptPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { filesOf } from '../text/files-of.ts';
import { memo2 } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { acceptedBy } from './accepted.ts';
import { codeChange } from './code-change.ts';
import { pairReaders, type ReaderPair } from './pairs.ts';
import type { CodeUses } from './question.ts';
import type { Problem } from './report.ts';
import { isSameSchema } from './same-schema.ts';
import type { Side } from './side.ts';

/** Something that the code of the working tree brings to environments as they are today, and that older code did not. */
export interface CodeBreak {
  readonly schema: SettingsSchema;
  readonly problem: Problem;
  /** The declaration of the field that changed, or the class where a field is gone. */
  readonly place: Place;
  readonly environments: readonly string[];
}

/** The older code that an environment is compared with: what runs there, or a base. */
export type OlderCode = (environment: string, service: string) => readonly Snapshot[];

/**
 * What breaks, or cannot be decided, where the code of the working tree meets environments as they are today, compared
 * with older code. Values that ship with the code, environments of which nothing is here, and changes that a comment
 * accepts are no matter. Costs one comparison of lists while the settings code is the same.
 * @param all every older code that `older` may give
 * @param uses where code reads an attribute that its class no longer has
 */
export function codeBreaks(
  snapshot: Snapshot,
  all: readonly Snapshot[],
  older: OlderCode,
  uses: CodeUses['ofGone'],
): readonly CodeBreak[] {
  const changed = all.filter((it) => !isSameSource(sourcesOf(snapshot), sourcesOf(it)));
  const found: CodeBreak[] = [];
  for (const before of changed) {
    for (const { from, to } of changedPairs(before, snapshot)) {
      if (!to || (to.form === 'calls' && isScriptPath(to.place.path, to.service))) continue;
      for (const environment of environmentsOf(snapshot, to)) {
        if (isNoMatter(environment) || !older(environment.name, to.service).includes(before)) continue;
        for (const problem of problemsIn(
          snapshot,
          before,
          { ...(from ? { from } : {}), to },
          environment,
          uses,
        ))
          add(found, placed(to, problem, attributeUse(snapshot, to, problem, uses)), environment.name);
      }
    }
  }
  return found.filter((it) => acceptedBy(snapshot, declarationOf(it), it.problem.cause) === undefined);
}

/** Values that ship with the code come with it; of an environment without any file nothing can be said. */
function isNoMatter({ coupling, unseen, opaque }: Environment): boolean {
  return coupling === 'bundled' || (unseen && opaque.length === 0);
}

function sourcesOf({ files }: Snapshot): readonly SourceFile[] {
  return filesOf(files, isSource);
}

const isSameSource = memo2((now: readonly SourceFile[], then: readonly SourceFile[]): boolean => {
  const texts = new Map(then.map((it) => [it.path, it.text]));
  return now.length === then.length && now.every((it) => texts.get(it.path) === it.text);
});

/** The readers that differ between two versions of the code. */
function changedPairs(before: Snapshot, after: Snapshot): readonly ReaderPair[] {
  return pairsOf(schemasOf(before), schemasOf(after)).filter(
    ({ from, to }) => from === undefined || to === undefined || differs(from, to)(before, after),
  );
}

const pairsOf = memo2(pairReaders);

/** Schemas are the same objects while no file changes that they are read from. */
const differs = memo2((from: SettingsSchema, to: SettingsSchema) => {
  let known: boolean | undefined;
  return (before: Snapshot, after: Snapshot): boolean => {
    known ??= !isSameSchema({ snapshot: before, schema: from }, { snapshot: after, schema: to });
    return known;
  };
});

/** The values are those of today for both; which files are loaded is taken to be as the new code has it. */
function problemsIn(
  snapshot: Snapshot,
  before: Snapshot,
  { from, to }: ReaderPair,
  environment: Environment,
  ofGone: CodeUses['ofGone'],
): readonly Problem[] {
  if (!from || !to) return [];
  return (environment.views ?? [environment]).map(shared).flatMap((it) => {
    const old: Side = {
      snapshot: before,
      schema: from,
      environment: it,
      resolution: resolve(snapshot, from, it),
    };
    const next: Side = { snapshot, schema: to, environment: it, resolution: resolve(snapshot, to, it) };
    return codeChange(old, next, old, new Map(), {
      ofField: () => undefined,
      ofConstant: () => undefined,
      ofGone,
    }).problems.filter((problem) => problem.introduced);
  });
}

function placed(
  schema: SettingsSchema,
  problem: Problem,
  use: Place | undefined,
): Omit<CodeBreak, 'environments'> {
  const field = schema.fields.find((it) => it.name === problem.field);
  return { schema, problem, place: use ?? field?.place ?? schema.place };
}

/** The place that fails, where an attribute is gone. */
function attributeUse(
  snapshot: Snapshot,
  schema: SettingsSchema,
  { cause, field }: Problem,
  uses: CodeUses['ofGone'],
): Place | undefined {
  return cause === 'attribute-gone' && field !== undefined ? uses(snapshot, schema, field) : undefined;
}

function declarationOf({ schema, problem }: CodeBreak): Place {
  return schema.fields.find((it) => it.name === problem.field)?.declaration ?? schema.place;
}

/** One finding for all environments in which the same happens. */
function add(found: CodeBreak[], it: Omit<CodeBreak, 'environments'>, environment: string): void {
  const at = found.findIndex(
    ({ schema, problem }) =>
      schema === it.schema &&
      problem.cause === it.problem.cause &&
      problem.key === it.problem.key &&
      problem.field === it.problem.field,
  );
  const known = found[at];
  if (!known) found.push({ ...it, environments: [environment] });
  else if (!known.environments.includes(environment))
    found[at] = { ...known, environments: [...known.environments, environment] };
}
