import type { PythonProject } from '../schema/reader.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dataKey } from '../syntax/data.ts';
import { memo2 } from '../text/memo.ts';
import type { ReaderFacts, TestUse } from './facts.ts';
import { testUses } from './gather-mentions.ts';
import { type Names, readerFacts } from './gather-readers.ts';
import { partsOf } from './joined-project.ts';
import { nameIn } from './reader-names.ts';

/** What Python files alone say of a migration. */
export interface CodeFacts {
  readonly readers: readonly ReaderFacts[];
  readonly tests: readonly TestUse[];
}

/**
 * Who reads the keys, and which tests set them: looked up once while no Python file changes.
 * @param schemas all that the code of the workspace holds
 * @param named readers that a record names
 */
export function codeFacts(
  snapshot: Snapshot,
  project: PythonProject,
  schemas: readonly SettingsSchema[],
  names: Names,
  named: readonly string[],
): CodeFacts {
  const known = knownFacts(project, schemas);
  const key = factsKey(names, named);
  let facts = known.get(key);
  if (facts === undefined) {
    const own = schemasIn(project, schemas);
    facts = {
      readers: own.flatMap((schema) => {
        const name = nameIn(own, schema);
        return readerFacts(snapshot, project, { name, schema }, names, named.includes(name));
      }),
      tests: testUses(project, names),
    };
    known.set(key, facts);
  }
  return facts;
}

/** Equal for questions with one answer: the default is judged by the constraints to come. */
function factsKey({ fromKeys, toKeys, constraints = {} }: Names, named: readonly string[]): string {
  const bounds = Object.entries(constraints).map(([name, it]) => [
    name,
    typeof it === 'object' ? dataKey(it) : it,
  ]);
  return JSON.stringify([fromKeys, toKeys, bounds, named]);
}

/** Those of the service, and the classes of services that inherit settings from it. */
function schemasIn(project: PythonProject, schemas: readonly SettingsSchema[]): readonly SettingsSchema[] {
  const services = partsOf(project).map((it) => it.service);
  return schemas.filter(
    (it) => it.service === project.service || (it.form === 'class' && services.includes(it.service)),
  );
}

const knownFacts = memo2(
  (_project: PythonProject, _schemas: readonly SettingsSchema[]) => new Map<string, CodeFacts>(),
);
