import type { ClassStatement, Expression } from '../../python/tree.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import type { Config, ConfigEntry } from '../pydantic/pydantic-config.ts';
import { undecidedAt } from '../pydantic/pydantic-context.ts';
import type { PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';

/** Methods of `Config` that decide what is read, in words of what they do. */
const DECIDING = new Set([
  'customise_sources',
  'parse_env_var',
  'prepare_field',
  'get_field_info',
  'json_loads',
]);

/**
 * The configuration of a class as pydantic 1.10 merges it (`inherit_config`): the inner `Config` of each class of the
 * method resolution order, the first that names a key decides, and class keywords in the place of a `Config`.
 */
export function config1Of(project: PythonProject, info: ClassInfo): Config {
  const entries = new Map<string, ConfigEntry>();
  const problems: Undecided[] = [];
  for (const ancestor of [...lineageOf(project, info).ancestors].reverse()) {
    if (ancestor.kind !== 'class') continue;
    const { file, statement } = ancestor.info;
    for (const argument of statement.bases) {
      if (argument.stars === 2)
        problems.push(undecidedAt(file, argument, 'class keywords that are computed'));
      else if (argument.name !== undefined && argument.name !== 'metaclass')
        entries.set(argument.name, { value: argument.value, file });
    }
    const inner = statement.body.findLast((it) => it.kind === 'class' && it.name === 'Config');
    if (inner?.kind === 'class') addConfigClass(project, { file, statement: inner }, entries, problems);
    const other = statement.body.find(
      (it) => it.kind === 'block' && it.arms.some((arm) => hasConfig(arm.body)),
    );
    if (other) problems.push(undecidedAt(file, headOf(other), '`Config` depends on a condition'));
  }
  return { entries, problems };
}

function hasConfig(body: ClassStatement['body']): boolean {
  return body.some((it) => it.kind === 'class' && it.name === 'Config');
}

function headOf(statement: { readonly span: Expression['span'] }) {
  return { span: { start: statement.span.start, end: statement.span.start + 1 } };
}

/** An inner `Config` with the classes that it derives from itself. */
function addConfigClass(
  project: PythonProject,
  info: ClassInfo,
  entries: Map<string, ConfigEntry>,
  problems: Undecided[],
): void {
  const lineage = lineageOf(project, info);
  problems.push(...lineage.problems);
  for (const ancestor of [...lineage.ancestors].reverse()) {
    if (ancestor.kind === 'external') {
      // `class Config(BaseSettings.Config)`: the defaults of the library, which hold anyway.
      const isOwn = /^pydantic\.(v1\.)?(\w+\.)*(BaseSettings|BaseModel)\.Config$|BaseConfig$/.test(
        ancestor.name,
      );
      if (!isOwn && ancestor.name !== 'builtins.object')
        problems.push(
          undecidedAt(
            info.file,
            { span: info.statement.nameSpan },
            `\`${ancestor.name}\` is outside the workspace`,
          ),
        );
      continue;
    }
    const { file, statement } = ancestor.info;
    for (const inner of statement.body) {
      if (inner.kind === 'assign') {
        for (const target of inner.targets)
          if (target.kind === 'name') entries.set(target.name, { value: inner.value, file });
      } else if (inner.kind === 'annotated') {
        if (inner.target.kind === 'name' && inner.value)
          entries.set(inner.target.name, { value: inner.value, file });
      } else if (inner.kind === 'block') {
        problems.push(undecidedAt(file, headOf(inner), '`Config` depends on a condition'));
      } else if (inner.kind === 'function' && DECIDING.has(inner.name)) {
        problems.push(
          undecidedAt(file, { span: inner.nameSpan }, `\`Config.${inner.name}\` is not evaluated`),
        );
      }
    }
  }
}
