import type { Snapshot } from '../snapshot.ts';
import type { Entry, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { entriesOf, memberAt, memberEntry } from '../syntax/value-members.ts';
import { memoBy } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { jsonSchemaFields } from './json-schema-fields.ts';
import { namedJsonSchemas, SCHEMA_MARK } from './json-schema-files.ts';
import type { SettingsSchema, Undecided } from './schema.ts';
import { serviceFolders, serviceOf } from './services.ts';

interface Named {
  readonly file: SourceFile;
  readonly service: string;
}

function named(snapshot: Snapshot): readonly Named[] {
  const paths = namedJsonSchemas(snapshot);
  if (paths.length === 0) return [];
  const folders = serviceFolders(snapshot.files.keys());
  return paths.flatMap((path) => {
    const file = snapshot.files.get(path);
    return file ? [{ file, service: serviceOf(path, folders) }] : [];
  });
}

/**
 * Settings whose schema is a JSON Schema (2020-12) that the configuration names, for services in which no code can be
 * read: each property is a variable. The same list for snapshots with the same such files.
 */
export const jsonSchemas: (snapshot: Snapshot) => readonly SettingsSchema[] = memoBy(
  (snapshot) => named(snapshot).flatMap(({ file, service }) => [file, service]),
  (snapshot) => named(snapshot).flatMap(({ file, service }) => schemaOf(file, service)),
);

function schemaOf(file: SourceFile, service: string): readonly SettingsSchema[] {
  const document = documentOf(file);
  if (!document) return [];
  const { root } = document;
  const [problem] = document.problems;
  const properties = memberEntry(root, 'properties');
  const span = properties?.key.span ?? { start: 0, end: 0 };
  const unread: readonly Undecided[] = problem
    ? [{ path: file.path, span: problem.span, reason: 'the schema is not valid JSON' }]
    : [];
  return [
    {
      id: `${SCHEMA_MARK}${file.path}`,
      reader: 'json-schema',
      form: 'calls',
      service,
      place: { path: file.path, span },
      fields: jsonSchemaFields({ path: file.path, root }),
      loading: {
        envFiles: [{ path: '.env', place: { path: file.path, span } }],
        secretsDirs: [],
        dataFiles: [],
        sources: ['process', 'dotenv'],
        extra: isFalse(memberAt(root, 'additionalProperties')) ? 'forbid' : 'ignore',
        caseSensitive: isTrue(memberAt(root, 'x-case-sensitive')),
        envPrefix: '',
        ignoreEmpty: false,
        validateDefault: false,
        hideInput: true,
      },
      open: [...unread, ...doubts(file.path, root)],
      modelUndecided: [],
    },
  ];
}

/** Keywords of the whole that may accept or demand other keys than `properties` and `required` say. */
const DOUBTFUL =
  /^(\$ref|\$dynamicRef|allOf|anyOf|oneOf|not|if|dependentSchemas|dependentRequired|dependencies|patternProperties|unevaluatedProperties|propertyNames|minProperties|maxProperties|x-nested-delimiter)$/;

function doubts(path: string, root: Value): readonly Undecided[] {
  return entriesOf(root).flatMap((entry: Entry) =>
    DOUBTFUL.test(entry.key.name)
      ? [{ path, span: entry.key.span, reason: `\`${entry.key.name}\` is not evaluated` }]
      : [],
  );
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.data.kind === 'bool' && !value.data.value;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.data.kind === 'bool' && value.data.value;
}
