import type { Argument, ClassStatement, Expression } from '../../python/tree.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import { addDict, type Config, type ConfigEntry, configValue, type Following } from './pydantic-config.ts';
import { undecidedAt } from './pydantic-context.ts';

/**
 * The configuration of a class that is no model: `__pydantic_config__`, the decorator `with_config`, or `config` of the
 * decorator `dataclass` of pydantic; undefined where it has none of its own. One in a class that it derives from is left
 * open.
 */
export function configBeside(project: PythonProject, info: ClassInfo): Config | undefined {
  const entries = new Map<string, ConfigEntry>();
  const problems: Undecided[] = [];
  const { file, statement } = info;
  const following: Following = { project, active: [statement], depth: 0 };
  const computed = (at: { readonly span: Expression['span'] }) =>
    problems.push(undecidedAt(file, at, 'a configuration that is computed'));
  const written = writtenIn(statement);
  for (const value of written) if (!addDict(following, file, value, entries)) computed(value);
  const given = argumentsIn(project, info);
  if (given && !addArguments(following, file, given, entries)) computed({ span: statement.nameSpan });
  const inherited = lineageOf(project, info).ancestors.some(
    (it) => it.kind === 'class' && it.info.statement !== statement && hasConfig(project, it.info),
  );
  if (inherited) computed({ span: statement.nameSpan });
  return written.length > 0 || given || inherited ? { entries, problems } : undefined;
}

function hasConfig(project: PythonProject, info: ClassInfo): boolean {
  return writtenIn(info.statement).length > 0 || argumentsIn(project, info) !== undefined;
}

function writtenIn({ body }: ClassStatement): readonly Expression[] {
  return body.flatMap((it) => configValue(it, '__pydantic_config__') ?? []);
}

/** The arguments of a decorator that are, or hold, a configuration. */
function argumentsIn(
  project: PythonProject,
  { file, statement }: ClassInfo,
): readonly Argument[] | undefined {
  for (const decorator of statement.decorators) {
    if (decorator.kind !== 'call') continue;
    const symbol = resolveSymbol(project, file, decorator.callee);
    if (symbol.kind !== 'external') continue;
    if (symbol.name === 'pydantic.with_config') return decorator.args;
    const config = decorator.args.filter((it) => it.name === 'config' || it.stars > 0);
    if (symbol.name === 'pydantic.dataclass' && config.length > 0) return config;
  }
  return undefined;
}

/** Adds keyword arguments, and the entries of a dict that is given as a whole. */
function addArguments(
  following: Following,
  file: PythonFile,
  args: readonly Argument[],
  entries: Map<string, ConfigEntry>,
): boolean {
  return args.every((it) => {
    if (it.stars > 0) return false;
    if (it.name === undefined || it.name === 'config') return addDict(following, file, it.value, entries);
    entries.set(it.name, { value: it.value, file });
    return true;
  });
}
