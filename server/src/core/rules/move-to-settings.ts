import { instanceKind, newSearch } from '../migration/generate/instance-kind.ts';
import { type ClassPlace, everyExpression } from '../migration/generate/instances.ts';
import { importEdits, topImports } from '../migration/generate/python-imports.ts';
import { LINE_LENGTH, lineBreak, pyString } from '../migration/generate/python-text.ts';
import { projectOf } from '../migration/service-project.ts';
import { type Expression, walkStatements } from '../python/tree.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { FileEdit } from '../text/file-edit.ts';
import type { Fix } from './finding.ts';
import { readerName } from './reader-name.ts';

/**
 * Declares what a module reads with `os.environ` in the settings class, and reads it from there. Offered where that is
 * plain: one read that gives a text, a class without a prefix, and an instance of it that the module imports already.
 * @param home the class that is to have it
 */
export function moveToSettings(
  snapshot: Snapshot,
  schema: SettingsSchema,
  field: Field,
  home: SettingsSchema,
): readonly Fix[] {
  if (schema.reader !== 'os-environ' || field.reads?.length !== 1 || field.type.kind !== 'str') return [];
  const project = projectOf(snapshot, schema.service);
  const settings = project && classPlace(project, home);
  const name = attributeName(field, home);
  if (!project || !settings || name === undefined) return [];
  const file = project.mentioning([field.name]).find((it) => it.file.path === field.place.path && !it.stale);
  const read = file && readOf(file, field);
  const instance = file && instanceName(project, settings, file);
  const at = endOfFields(settings);
  if (!file || !read || instance === undefined || at === undefined) return [];
  const declared = `${name}: str${field.default?.kind === 'str' ? ` = ${pyString(field.default.value)}` : ''}`;
  const edits: FileEdit[] = [
    {
      path: home.place.path,
      span: { start: at, end: at },
      newText: `${lineBreak(settings.file.file.text)}${settings.statement.bodyIndent}${declared}`,
    },
    { path: file.file.path, span: read.span, newText: `${instance}.${name}` },
    ...importEdits({ project, lineLength: LINE_LENGTH }, file, [], [read.span]).map((it) => ({
      ...it,
      path: file.file.path,
    })),
  ];
  return [{ title: `Move to \`${readerName(home)}\``, safety: 'unsafe', kind: 'quickfix', edits }];
}

/** The field that the variable sets in the class; undefined where a plain declaration would read another name. */
function attributeName({ name, required, default: value }: Field, home: SettingsSchema): string | undefined {
  const { loading, reader, fields } = home;
  if (reader !== 'pydantic-settings' && reader !== 'pydantic-1') return undefined;
  if (loading.envPrefix !== '' || loading.caseSensitive || home.open.length > 0) return undefined;
  if (!required && value?.kind !== 'str') return undefined;
  const attribute = name.toLowerCase();
  const taken = fields.some((it) => it.name.toLowerCase() === attribute);
  return taken || !/^[a-z][a-z0-9_]*$/.test(attribute) || attribute.startsWith('model_')
    ? undefined
    : attribute;
}

function classPlace(project: PythonProject, { place, className }: SettingsSchema): ClassPlace | undefined {
  if (className === undefined) return undefined;
  const file = project.mentioning([className]).find((it) => it.file.path === place.path && !it.stale);
  for (const statement of walkStatements(file?.module.body ?? [])) {
    if (file && statement.kind === 'class' && statement.nameSpan.start === place.span.start)
      return { file, statement };
  }
  return undefined;
}

/** `os.environ["KEY"]`, `os.environ.get("KEY", …)` or `os.getenv("KEY", …)`, as a whole. */
function readOf(file: PythonFile, { name, place }: Field): Expression | undefined {
  for (const { expression } of everyExpression(file.module.body)) {
    const key =
      expression.kind === 'subscript'
        ? expression.index
        : expression.kind === 'call'
          ? expression.args[0]?.value
          : undefined;
    const covers = expression.span.start <= place.span.start && place.span.end <= expression.span.end;
    if (covers && key?.kind === 'string' && key.value === name) return expression;
  }
  return undefined;
}

/** A name that the module imports and that is an instance of the class and nothing else. */
function instanceName(project: PythonProject, settings: ClassPlace, file: PythonFile): string | undefined {
  for (const statement of topImports(file)) {
    if (statement.kind !== 'import-from') continue;
    for (const { name, alias } of statement.names) {
      const expression: Expression = { kind: 'name', name: alias ?? name, span: statement.span };
      if (instanceKind(newSearch(project, settings), file, expression, undefined) === 'yes')
        return alias ?? name;
    }
  }
  return undefined;
}

/** After the last declaration of a field in the class; undefined for a class without one, or on one line. */
function endOfFields({ file, statement }: ClassPlace): number | undefined {
  const last = statement.body.findLast((it) => it.kind === 'annotated');
  if (!last || !file.file.text.slice(statement.nameSpan.end, last.span.start).includes('\n'))
    return undefined;
  const rest = /^[^\r\n]*/.exec(file.file.text.slice(last.span.end))?.[0] ?? '';
  return last.span.end + rest.length;
}
