import type { Expression } from '../../python/tree.ts';
import { chosenPath } from '../chosen-path.ts';
import type { EnvFile, EnvFilePattern } from '../loading.ts';
import { constantPath, type PathConstant } from '../path-constant.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import type { ConfigEntry } from './pydantic-config.ts';
import { undecidedAt } from './pydantic-context.ts';

/** Paths that a configuration value names, lowest rank first, or why they are not known. */
export interface NamedFiles {
  readonly files: readonly EnvFile[];
  readonly undecided?: Undecided;
  readonly pattern?: EnvFilePattern;
}

/** The paths of `env_file`, `secrets_dir`, `yaml_file` …: one, or a list of them; `None` is none. */
export function namedFiles(project: PythonProject, key: string, { value, file }: ConfigEntry): NamedFiles {
  if (value.kind === 'none') return { files: [] };
  const items = listItems(project, file, value);
  const files: EnvFile[] = [];
  for (const { value: item, file: at } of items) {
    const path = constantPath(project, at, item) ?? chosenPath(project, at, item);
    if (path) {
      files.push(envFile(at, item, path));
      continue;
    }
    const pattern = items.length === 1 ? filePattern(project, at, item) : undefined;
    const undecided = undecidedAt(at, item, `\`${key}\` is computed`);
    return { files: [], undecided, ...(pattern ? { pattern } : {}) };
  }
  return { files };
}

/** The span is the text between the quotes where the path is one literal, so that it can be a link. */
function envFile(file: PythonFile, item: Expression, path: PathConstant): EnvFile {
  const span = item.kind === 'string' && item.content ? item.content : item.span;
  return { path: path.path, base: path.base, place: { path: file.file.path, span } };
}

function listItems(project: PythonProject, file: PythonFile, value: Expression): readonly ConfigEntry[] {
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.map((item) => ({ value: item, file }));
  if (value.kind === 'name' || value.kind === 'attribute') {
    const symbol = resolveSymbol(project, file, value);
    if (symbol.kind === 'value' && (symbol.value.kind === 'list' || symbol.value.kind === 'tuple')) {
      return symbol.value.items.map((item) => ({ value: item, file: symbol.file }));
    }
  }
  return [{ value, file }];
}

/** An f-string with exactly one part that is not constant. */
function filePattern(
  project: PythonProject,
  file: PythonFile,
  item: Expression,
  depth = 0,
): EnvFilePattern | undefined {
  if (depth > 8) return undefined;
  if (item.kind === 'name') {
    const symbol = resolveSymbol(project, file, item);
    return symbol.kind === 'value' ? filePattern(project, symbol.file, symbol.value, depth + 1) : undefined;
  }
  const place = { path: file.file.path, span: item.span };
  if (item.kind === 'binary' && item.operator === '/') {
    const folder = constantPath(project, file, item.left);
    const name = folder && filePattern(project, file, item.right, depth + 1);
    if (!folder || !name || name.base === 'root') return undefined;
    const lead = folder.path === '' || folder.path === '.' ? '' : `${folder.path}/`;
    return { prefix: lead + name.prefix, suffix: name.suffix, base: folder.base, place };
  }
  if (item.kind !== 'fstring') return undefined;
  const texts = item.parts.map((part) =>
    typeof part === 'string' ? part : constantPath(project, file, part)?.path,
  );
  const hole = texts.indexOf(undefined);
  if (hole < 0 || texts.lastIndexOf(undefined) !== hole) return undefined;
  const based = item.parts
    .slice(0, hole)
    .some((part) => typeof part !== 'string' && isRooted(project, file, part));
  const prefix = texts.slice(0, hole).join('');
  const suffix = texts.slice(hole + 1).join('');
  return { prefix, suffix, base: based ? 'root' : 'cwd', place };
}

function isRooted(project: PythonProject, file: PythonFile, part: Expression): boolean {
  return constantPath(project, file, part)?.base === 'root';
}
