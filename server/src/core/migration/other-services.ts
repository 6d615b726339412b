import type { PythonProject } from '../schema/reader.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { lineIndex } from '../text/line-index.ts';
import type { EnvironmentFacts, MentionFacts } from './facts.ts';
import { environmentFacts } from './gather-environments.ts';
import { fieldNamed, type Names, readerFacts } from './gather-readers.ts';
import { partsOf } from './joined-project.ts';
import { projectOf } from './service-project.ts';

/**
 * Settings of other services that read an old key from a line that this migration takes away: a file that several
 * services load. What another service reads from a line of its own is none of them.
 */
export function otherServices(
  snapshot: Snapshot,
  project: PythonProject,
  environments: readonly EnvironmentFacts[],
  names: Names,
): readonly MentionFacts[] {
  const own = new Set(partsOf(project).map((it) => it.service));
  const gone = names.fromKeys.filter((key) => !names.toKeys.includes(key));
  return schemasOf(snapshot).flatMap((schema) => {
    if (own.has(schema.service)) return [];
    return gone.flatMap((key) => sharedReads(snapshot, schema, environments, names, key));
  });
}

function sharedReads(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environments: readonly EnvironmentFacts[],
  names: Names,
  key: string,
): readonly MentionFacts[] {
  const field = fieldNamed(schema, key);
  const lines = entriesOf(environments, key);
  const project = field && lines.size > 0 ? projectOf(snapshot, schema.service) : undefined;
  if (field === undefined || project === undefined) return [];
  const name = schema.className ?? schema.id;
  const readers = readerFacts(snapshot, project, { name, schema }, names, false);
  const theirs = entriesOf(environmentFacts(snapshot, readers, names), key);
  const shared = [...lines].find(([line]) => theirs.has(line));
  const file = snapshot.files.get(field.declaration.path);
  if (shared === undefined || file === undefined) return [];
  const { line } = lineIndex(file).position(field.declaration.span.start);
  const reader = { name, from: shared[1] };
  return [{ path: file.path, line: line + 1, name: 'old', key, prose: false, reader }];
}

/** The lines that set a key, each by its file and offset, with that file. */
function entriesOf(environments: readonly EnvironmentFacts[], key: string): ReadonlyMap<string, string> {
  return new Map(
    environments
      .flatMap((it) => it.views ?? [it])
      .flatMap(({ layers }) =>
        layers.flatMap((layer) => {
          const { entry, supplied } = layer.entries.get(key) ?? {};
          const path = supplied?.path ?? layer.path;
          return entry && path !== undefined ? [[`${path} ${entry.key.span.start}`, path] as const] : [];
        }),
      ),
  );
}
