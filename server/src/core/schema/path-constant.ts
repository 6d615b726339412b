import type { Argument, Expression } from '../python/tree.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';
import { constantText } from './constant.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';

/** A path that code names: relative to the working directory (or absolute), or to the root of the workspace. */
export interface PathConstant {
  readonly base: 'cwd' | 'root';
  readonly path: string;
}

const PATH_CLASS = /^pathlib\.(Pure)?(Posix|Windows)?Path$/;
const MAX_DEPTH = 24;

/**
 * The path an expression stands for: texts, `Path(…)`, `a / b`, `os.path.join`, and what is built from `__file__`
 * with `parent`, `parents[n]`, `dirname`, `resolve`. Undefined when it depends on anything else.
 */
export function constantPath(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  depth = 0,
): PathConstant | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (it: Expression) => constantPath(project, file, it, depth + 1);
  switch (expression.kind) {
    case 'string':
      return expression.bytes ? undefined : { base: 'cwd', path: expression.value };
    case 'binary': {
      const left = inner(expression.left);
      const right = left && inner(expression.right);
      if (!left || !right) return undefined;
      if (expression.operator === '/') return joined(left, right);
      return expression.operator === '+' ? appended(left, right) : undefined;
    }
    case 'fstring':
      return formatted(expression.parts, inner);
    case 'attribute':
      return attributePath(expression, inner) ?? named(project, file, expression, depth);
    case 'name':
      return named(project, file, expression, depth);
    case 'subscript':
      return parentsPath(expression, inner);
    case 'call':
      return callPath(project, file, expression, inner);
    default:
      return undefined;
  }
}

type Inner = (it: Expression) => PathConstant | undefined;

function named(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  depth: number,
): PathConstant | undefined {
  const symbol = resolveSymbol(project, file, expression);
  if (symbol.kind === 'external' && symbol.name === 'builtins.__file__') {
    return { base: 'root', path: file.file.path };
  }
  if (symbol.kind === 'value' && symbol.value !== expression) {
    return constantPath(project, symbol.file, symbol.value, depth + 1);
  }
  if (symbol.kind === 'member') return constantPath(project, symbol.owner.file, symbol.value, depth + 1);
  const text = constantText(project, file, expression);
  return text === undefined ? undefined : { base: 'cwd', path: text };
}

function joined(left: PathConstant, right: PathConstant): PathConstant | undefined {
  if (right.base === 'root' || right.path.startsWith('/')) return right;
  if (left.base === 'cwd') {
    const separator = left.path === '' || left.path.endsWith('/') ? '' : '/';
    return { base: 'cwd', path: left.path === '.' ? right.path : left.path + separator + right.path };
  }
  const path = resolvePath(left.path, right.path);
  return path === undefined ? undefined : { base: 'root', path };
}

/** Text after a path: `BASE + "/.env"`. */
function appended(left: PathConstant, right: PathConstant): PathConstant | undefined {
  if (right.base === 'root') return undefined;
  if (left.base === 'cwd') return { base: 'cwd', path: left.path + right.path };
  const path = right.path.startsWith('/')
    ? resolvePath(left.path, right.path.slice(1))
    : left.path + right.path;
  return path === undefined ? undefined : { base: 'root', path };
}

function formatted(parts: readonly (string | Expression)[], inner: Inner): PathConstant | undefined {
  let result: PathConstant | undefined;
  for (const part of parts) {
    const next = typeof part === 'string' ? ({ base: 'cwd', path: part } as const) : inner(part);
    result = next && (result ? appended(result, next) : next);
    if (!result) return undefined;
  }
  return result ?? { base: 'cwd', path: '' };
}

function parentOf(path: PathConstant | undefined): PathConstant | undefined {
  if (!path) return undefined;
  if (path.base === 'root') return path.path === '' ? undefined : { base: 'root', path: folderOf(path.path) };
  return /^[^/]+$/.test(path.path) ? { base: 'cwd', path: '.' } : { base: 'cwd', path: folderOf(path.path) };
}

function attributePath(expression: Expression & { readonly kind: 'attribute' }, inner: Inner) {
  return expression.name === 'parent' ? parentOf(inner(expression.object)) : undefined;
}

function parentsPath(expression: Expression & { readonly kind: 'subscript' }, inner: Inner) {
  const { object, index } = expression;
  if (object.kind !== 'attribute' || object.name !== 'parents' || index.kind !== 'int') return undefined;
  let path = inner(object.object);
  for (let left = Number(index.value); left >= 0 && path; left--) path = parentOf(path);
  return path;
}

const SAME_PATH: ReadonlySet<string> = new Set(['resolve', 'absolute', 'as_posix', 'expanduser']);

function callPath(
  project: PythonProject,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  inner: Inner,
): PathConstant | undefined {
  if (call.args.some((it) => it.stars > 0)) return undefined;
  const { callee, args } = call;
  if (callee.kind === 'attribute') {
    if (SAME_PATH.has(callee.name)) return inner(callee.object);
    if (callee.name === 'joinpath') return folded(inner(callee.object), args, inner);
    if (callee.name === 'with_name') return folded(parentOf(inner(callee.object)), args, inner);
  }
  const symbol = resolveSymbol(project, file, callee);
  const name = symbol.kind === 'external' ? symbol.name : '';
  if (PATH_CLASS.test(name) || name === 'os.path.join') {
    const first = args[0];
    return first ? folded(inner(first.value), args.slice(1), inner) : { base: 'cwd', path: '.' };
  }
  const only = args[0]?.value;
  if (!only)
    return PATH_CLASS.test(name.replace(/\.cwd$/, '')) || name === 'os.getcwd'
      ? { base: 'cwd', path: '' }
      : undefined;
  if (name === 'os.path.dirname') return parentOf(inner(only));
  if (/^(builtins\.str|os\.fspath|os\.path\.(abspath|realpath|normpath|expanduser))$/.test(name))
    return inner(only);
  return undefined;
}

function folded(
  start: PathConstant | undefined,
  args: readonly Argument[],
  inner: Inner,
): PathConstant | undefined {
  let path = start;
  for (const argument of args) {
    const next = argument.name === undefined ? inner(argument.value) : undefined;
    path = path && next && joined(path, next);
  }
  return path;
}
