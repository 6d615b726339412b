import assert from 'node:assert/strict';
import type { MigrationFacts } from '../../server/src/core/migration/facts.ts';
import { gatherFacts } from '../../server/src/core/migration/gather-facts.ts';
import type { KindName, Phase, PlanName } from '../../server/src/core/migration/kinds/kinds.ts';
import { codeChange } from '../../server/src/core/migration/phase-change.ts';
import { withEdits } from './make-facts.ts';
import { assertPython } from './run-python.ts';
import { type Files, serviceOf } from './walk.ts';

/** A small service and a change of its settings. */
export interface KindFixture {
  readonly title: string;
  readonly kind: KindName;
  readonly files: Files;
  readonly fromKeys: readonly string[];
  readonly toKeys: readonly string[];
  readonly convert?: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly precedence?: 'new' | 'old' | 'error';
}

/** What the program knows of a service that is on its way. */
export function factsOf(fixture: KindFixture, files: Files, readers?: readonly string[]): MigrationFacts {
  const [from = ''] = fixture.fromKeys;
  const [to] = fixture.toKeys;
  const gathered = gatherFacts(serviceOf(files), {
    kind: fixture.kind,
    from,
    ...(to === undefined ? {} : { to }),
    fromKeys: fixture.fromKeys,
    toKeys: fixture.toKeys,
    convert: fixture.convert ?? 'same',
    answers: new Map(Object.entries(fixture.answers ?? {})),
    ...(readers === undefined ? {} : { record: { service: '', readers } }),
  });
  assert.ok(gathered.ok, gathered.ok ? '' : `${fixture.title}: ${gathered.message}`);
  return gathered.facts;
}

export interface Ship {
  readonly code: Parameters<typeof codeChange>[2];
  readonly phase: Phase;
  readonly plan?: PlanName;
}

/** What a record of the change names as readers. */
export function namesOf(fixture: KindFixture, files: Files): readonly string[] {
  return factsOf(fixture, files).readers.map((it) => it.name);
}

/** The files after one version of the code was written. What is written once is not written again. */
export function ship(
  fixture: KindFixture,
  id: string,
  files: Files,
  { code, phase, plan = 'code-first' }: Ship,
  readers?: readonly string[],
): { readonly files: Files; readonly notes: readonly string[] } {
  const request = { id, plan, phase, precedence: fixture.precedence ?? 'new', strict: true };
  const change = codeChange(factsOf(fixture, files, readers), request, code);
  const after = withEdits(files, [...change.code, ...change.environment.flatMap((edit) => edit.edits)]);
  const again = codeChange(factsOf(fixture, after, readers ?? namesOf(fixture, files)), request, code);
  assert.deepEqual(withEdits(after, again.code), after, fixture.title);
  return { files: after, notes: change.notes };
}

/**
 * Ships versions of the code, one after the other, in many services at once: after each, ruff accepts all of them and
 * their tests pass. Each service has a package of its own, so that they stand in one folder.
 * @returns the files of each service at the end
 */
export function shipAll(fixtures: readonly KindFixture[], steps: readonly Ship[]): readonly Files[] {
  let all = fixtures.map((fixture, at) => ownPackage(fixture.files, `svc${at}`));
  const readers = all.map((files, at) => namesOf(fixtures[at] as KindFixture, files));
  for (const step of steps) {
    all = all.map(
      (files, at) =>
        ship(fixtures[at] as KindFixture, `20260923-change-${at}`, files, step, readers[at]).files,
    );
    const tests = all.flatMap((files) =>
      Object.keys(files).filter((path) => path.includes('settings_migrations')),
    );
    assert.ok(tests.length >= fixtures.length);
    assertPython(Object.assign({}, ...all), `${step.code} in ${step.phase}`, { pytest: true });
  }
  return all;
}

function ownPackage(files: Files, name: string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace(/^app\//, `${name}/`),
      text.replace(/\bapp\./g, `${name}.`),
    ]),
  );
}
