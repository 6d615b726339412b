import type { Expression } from '../python/tree.ts';
import { constantPath, type PathConstant } from './path-constant.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';

const MAX_DEPTH = 8;
const OF_TESTS = /(?:^|[._-])(?:py)?tests?(?:ing)?(?:[._-]|$)/i;

/** One of the files an expression may name: `variant` for `f".env.{name}"`, `none` for no file. */
type Choice =
  | { readonly kind: 'path'; readonly path: PathConstant }
  | { readonly kind: 'variant' }
  | { readonly kind: 'none' };

/**
 * The dotenv file that code takes unless an environment or a test says otherwise: `".env.prod" if production else
 * ".env"`, `None if testing else ".env"`, `os.getenv("ENV_FILE", ".env")`. The others are those of environments by
 * their names. Undefined where there is no such file, or several could be it.
 */
export function chosenPath(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): PathConstant | undefined {
  const choices = choicesOf(project, file, expression, 0);
  if (!choices || choices.length === 1) return undefined;
  const paths = choices.flatMap((it) => (it.kind === 'path' ? [it.path] : []));
  const outsideTests = paths.filter((it) => !OF_TESTS.test(nameOf(it)));
  const plain = outsideTests.filter((it) => nameOf(it) === '.env');
  const [only, ...others] = outsideTests.length === 1 ? outsideTests : plain;
  return others.length === 0 ? only : undefined;
}

function nameOf({ path }: PathConstant): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Undefined where one of the choices is not understood. */
function choicesOf(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  depth: number,
): readonly Choice[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (it: Expression, at = file) => choicesOf(project, at, it, depth + 1);
  if (expression.kind === 'none') return [{ kind: 'none' }];
  const path = constantPath(project, file, expression);
  if (path) return [{ kind: 'path', path }];
  switch (expression.kind) {
    case 'conditional':
      return joined(inner(expression.then), inner(expression.otherwise));
    case 'boolean':
      return expression.operator === 'or' && readsVariable(project, file, expression.left)
        ? joined([{ kind: 'variant' }], inner(expression.right))
        : undefined;
    case 'call': {
      const fallback = readsVariable(project, file, expression) ? expression.args[1] : undefined;
      return fallback && joined([{ kind: 'variant' }], inner(fallback.value));
    }
    case 'fstring': {
      const [first] = expression.parts;
      return typeof first === 'string' && /(?:^|\/)\.env[._-]$/.test(first)
        ? [{ kind: 'variant' }]
        : undefined;
    }
    case 'name': {
      const symbol = resolveSymbol(project, file, expression);
      return symbol.kind === 'value' && symbol.value !== expression
        ? inner(symbol.value, symbol.file)
        : undefined;
    }
    default:
      return undefined;
  }
}

function joined(
  a: readonly Choice[] | undefined,
  b: readonly Choice[] | undefined,
): readonly Choice[] | undefined {
  return a && b && [...a, ...b];
}

/** `os.getenv("X")`, `os.environ.get("X", …)`. */
function readsVariable(project: PythonProject, file: PythonFile, expression: Expression): boolean {
  if (expression.kind !== 'call') return false;
  const symbol = resolveSymbol(project, file, expression.callee);
  return symbol.kind === 'external' && /^os\.(?:getenv|environ\.get)$/.test(symbol.name);
}
