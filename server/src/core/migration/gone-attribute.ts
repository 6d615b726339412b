import type { FieldUse } from '../preflight/question.ts';
import { type Expression, type Statement, walkStatements } from '../python/tree.ts';
import { lineageOf } from '../schema/class-lineage.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { isScriptPath, isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { classAround } from './field-reads.ts';
import { classKind, newSearch } from './generate/instance-kind.ts';
import { type AttributeRead, attributeReads, type ClassPlace } from './generate/instances.ts';
import { partOf } from './joined-project.ts';
import { projectOf } from './service-project.ts';

/**
 * One place where the service's code reads an attribute that its settings class does not have, one that is certain
 * first; undefined where none does.
 */
export function goneAttribute(
  snapshot: Snapshot,
  schema: SettingsSchema,
  attribute: string,
): FieldUse | undefined {
  const project = projectOf(snapshot, schema.service);
  // Of what may be anything, only that counts which is called like settings: a deploy is not held back by a name.
  const uses = project ? readsIn(project, schema, attribute, isNamedSettings) : [];
  return uses.find((it) => it.certain) ?? uses[0];
}

/**
 * Where the service's code reads an attribute that its settings class does not have. What a class outside of the
 * workspace, `__getattr__` or `extra="allow"` may provide is not certain; what is read only if it is there (`getattr`
 * with a default, under `except AttributeError`) is no read.
 */
export function goneReads(
  project: PythonProject,
  schema: SettingsSchema,
  attribute: string,
): readonly FieldUse[] {
  return readsIn(project, schema, attribute, () => true);
}

/** @param mayBe whether an object of which nothing is known may be settings */
function readsIn(
  project: PythonProject,
  schema: SettingsSchema,
  attribute: string,
  mayBe: (object: Expression) => boolean,
): readonly FieldUse[] {
  const settings = classOf(project, schema);
  if (!settings) return [];
  const has = provides(partOf(project, schema.service), settings, attribute);
  if (has === 'yes') return [];
  const all = attributeReads(project, settings, attribute).filter(({ path }) => !isTestPath(path));
  const asked = new Set(all.filter((it) => !it.fails).map((it) => it.path));
  const closed = schema.open.length === 0 && schema.loading.extra !== 'allow';
  const given = all.some((it) => it.certain && isWritten(it));
  const sure = closed && has === 'no' && !given;
  return all.flatMap((it): readonly FieldUse[] => {
    if (!it.fails || (!it.certain && !mayBe(it.object))) return [];
    if (isWritten(it) || isCaught(it)) return [];
    const certain = sure && it.certain && !asked.has(it.path) && !isScriptPath(it.path, schema.service);
    return [{ path: it.path, span: it.span, certain }];
  });
}

/** True for an attribute that the settings class has in another way than as a field: a property, a constant. */
export function hasAttribute(project: PythonProject, schema: SettingsSchema, attribute: string): boolean {
  const settings = classOf(project, schema);
  return settings !== undefined && provides(partOf(project, schema.service), settings, attribute) === 'yes';
}

function classOf(project: PythonProject, { form, className, place }: SettingsSchema): ClassPlace | undefined {
  if (form !== 'class' || className === undefined) return undefined;
  const file = project.mentioning([className]).find((it) => it.file.path === place.path);
  const statement = file && classAround(file, place.span.start);
  return file && statement ? { file, statement } : undefined;
}

/** Classes of the libraries themselves, of which no settings are expected. */
const PLAIN: ReadonlySet<string> = new Set([
  'pydantic_settings.BaseSettings',
  'pydantic.BaseSettings',
  'pydantic.BaseModel',
  'builtins.object',
]);

/** Whether the class has the attribute though it is no field: a property, a constant, something of a base class. */
function provides(project: PythonProject, settings: ClassPlace, attribute: string): 'yes' | 'no' | 'perhaps' {
  const { ancestors, problems } = lineageOf(project, settings);
  const members = ancestors.flatMap((it) => (it.kind === 'class' ? membersOf(it.info.statement.body) : []));
  if (members.includes(attribute)) return 'yes';
  const open = ancestors.some((it) => it.kind === 'external' && !PLAIN.has(it.name));
  const dynamic = members.some((it) => it === '__getattr__' || it === '__getattribute__');
  return open || dynamic || problems.length > 0 || subclassHas(project, settings, attribute)
    ? 'perhaps'
    : 'no';
}

function subclassHas(project: PythonProject, settings: ClassPlace, attribute: string): boolean {
  return project
    .mentioning([attribute])
    .some((file) =>
      [...walkStatements(file.module.body)].some(
        (it) =>
          it.kind === 'class' &&
          membersOf(it.body).includes(attribute) &&
          it.bases.some(({ value }) => classKind(newSearch(project, settings), file, value) === 'yes'),
      ),
    );
}

/** The names that a class body gives something, in the arms of its blocks too. */
function membersOf(body: readonly Statement[]): readonly string[] {
  return body.flatMap((it): readonly string[] => {
    switch (it.kind) {
      case 'assign':
        return it.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
      case 'annotated':
        return it.target.kind === 'name' ? [it.target.name] : [];
      case 'function':
      case 'class':
        return [it.name];
      case 'block':
        return it.arms.flatMap((arm) => membersOf(arm.body));
      default:
        return [];
    }
  });
}

/** `settings.old`, `self.config.old`, `get_settings().old`: what is called so is hardly anything else. */
function isNamedSettings(object: Expression): boolean {
  if (object.kind === 'call') return isNamedSettings(object.callee);
  const name = object.kind === 'name' || object.kind === 'attribute' ? object.name : '';
  return /(?:^|_)(?:settings|config|conf|cfg)$/i.test(name);
}

/** True for the target of an assignment: it is given there, not read. */
function isWritten({ file, span }: AttributeRead): boolean {
  const text = file.file.text.slice(span.end, span.end + 200);
  return /^\s*(?:=(?!=)|:\s*[\w[\], .|]+=(?!=))/.test(text);
}

/** True below a `try` that goes on where the attribute is missing. */
function isCaught({ file, span: read }: AttributeRead): boolean {
  return [...walkStatements(file.module.body)].some((it) => {
    if (it.kind !== 'block' || it.keyword !== 'try') return false;
    const [own, ...others] = it.arms;
    const inside = own?.body.some(({ span }) => span.start <= read.start && read.end <= span.end);
    return inside === true && others.some((arm) => arm.keyword === 'except' && catches(file, arm.heads));
  });
}

function catches(file: PythonFile, heads: readonly Expression[]): boolean {
  const text = heads.map(({ span }) => file.file.text.slice(span.start, span.end) ?? '').join(' ');
  return text === '' || /\b(?:AttributeError|Exception|BaseException)\b/.test(text);
}
