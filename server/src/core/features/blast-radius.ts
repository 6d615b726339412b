import { readersOf } from '../binding/unknown.ts';
import { labelOf, running } from '../binding/what-runs.ts';
import type { MigrationFacts } from '../migration/facts.ts';
import { readsOfField } from '../migration/field-reads.ts';
import { homeOf, sharingProject } from '../migration/sharing-services.ts';
import { variableName } from '../rules/reader-name.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * Whom a change of keys reaches, in sentences without a full stop: code that reads them, workloads that run that code,
 * environments that hold them, other files that name them. Names and places only.
 */
export function blastRadius(snapshot: Snapshot, facts: MigrationFacts): readonly string[] {
  const services = [facts.service, ...facts.readers.map((it) => it.schema.service)];
  return [...readers(facts), ...workloads(snapshot, services), ...holders(facts), ...namers(facts)];
}

/**
 * Whom a change of one field would reach while no migration of it is under way: code that reads it, replicas that start
 * with it, files that only name it. What environments hold is not said.
 */
export function fieldReach(snapshot: Snapshot, schema: SettingsSchema, field: Field): readonly string[] {
  const project = sharingProject(snapshot, homeOf(snapshot, schema, field));
  const key = variableName(schema, field);
  const reads = project ? readsOfField(project, schema, field, field.name, key) : [];
  const paths = [...new Set(reads.map((it) => it.path))].filter((it) => it !== field.declaration.path);
  const known = new Set(readersOf(snapshot).keys());
  const named = snapshot.mentions(key).map((it) => it.path);
  const others = [...new Set(named)].filter((it) => !known.has(it) && !paths.includes(it));
  return [
    ...(paths.length === 0 ? [] : [`${list(paths)} ${paths.length === 1 ? 'reads' : 'read'} it`]),
    ...workloads(snapshot, [schema.service]),
    ...namedIn(others),
  ];
}

function readers({ readers: all }: MigrationFacts): readonly string[] {
  return all
    .filter((it) => it.fields.size > 0)
    .map(({ name, schema, readsOld, readsNew }) => {
      const paths = new Set([...readsOld, ...readsNew].map((it) => it.path));
      const places =
        paths.size === 0 ? '' : `, which ${list([...paths])} ${paths.size === 1 ? 'uses' : 'use'}`;
      return `\`${name}\` in \`${schema.place.path}\` reads it${places}`;
    });
}

function workloads(snapshot: Snapshot, services: readonly string[]): readonly string[] {
  const byName = new Map<string, Map<string, number | undefined>>();
  for (const { workload } of [...new Set(services)].flatMap((it) => running(snapshot, it))) {
    if (workload.role !== 'service') continue;
    const { environment, path, replicas } = workload;
    const where = byName.get(labelOf(workload)) ?? new Map<string, number | undefined>();
    const place = environment ?? path;
    // Two files that say two numbers for one place say none.
    const isSaid = !where.has(place) || where.get(place) === replicas;
    where.set(place, isSaid ? replicas : undefined);
    byName.set(labelOf(workload), where);
  }
  return [...byName].flatMap(([name, where]) => {
    const started = new Map([...where].filter(([, count]) => count !== 0));
    return started.size === 0 ? [] : [replicasWords(name, started)];
  });
}

/** `4 replicas of `api` (`production`) start with it`, where the files say how many; else every one. */
function replicasWords(name: string, where: ReadonlyMap<string, number | undefined>): string {
  const [first, ...others] = where;
  const [place, count] = first ?? [];
  if (place !== undefined && count !== undefined && others.length === 0)
    return count === 1
      ? `1 replica of \`${name}\` (\`${place}\`) starts with it`
      : `${count} replicas of \`${name}\` (\`${place}\`) start with it`;
  const counts = [...where].flatMap(([at, it]) => (it === undefined ? [] : [`${it} in \`${at}\``]));
  const said = counts.length === 0 ? '' : `: ${counts.slice(0, SHOWN).join(', ')}`;
  return `every replica of \`${name}\` (${list([...where.keys()])}${said}) starts with it`;
}

function holders({ environments, fromKeys, toKeys }: MigrationFacts): readonly string[] {
  const keys = [...new Set([...fromKeys, ...toKeys])];
  return environments.flatMap(({ name, layers, opaque, unseen }) => {
    const paths = layers.flatMap((it) =>
      it.path !== undefined && keys.some((key) => it.entries.has(key)) ? [it.path] : [],
    );
    if (paths.length > 0) return [`\`${name}\` holds it in ${list([...new Set(paths)])}`];
    return unseen || opaque.length > 0 ? [`\`${name}\` may hold it where it is not seen`] : [];
  });
}

function namers({ mentions }: MigrationFacts): readonly string[] {
  const others = mentions.flatMap(({ reader, path }) =>
    reader ? [`\`${reader.name}\` in \`${path}\` reads it from \`${reader.from}\` as well`] : [],
  );
  const named = mentions.filter((it) => it.reader === undefined).map((it) => it.path);
  return [...others, ...namedIn([...new Set(named)])];
}

function namedIn(paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? [] : [`${list(paths)} ${paths.length === 1 ? 'names' : 'name'} it`];
}

/** More than a few say no more. */
const SHOWN = 6;

function list(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((it) => `\`${it}\``);
  return names.length > SHOWN ? `${shown.join(', ')} and ${names.length - SHOWN} more` : shown.join(', ');
}
