import type { ClassStatement } from '../python/tree.ts';
import { memo } from '../text/memo.ts';
import { codeText } from './code-text.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { type Meaning, resolveSymbol } from './resolve-symbol.ts';
import type { Undecided } from './schema.ts';

/** A class of the workspace. */
export interface ClassInfo {
  readonly file: PythonFile;
  readonly statement: ClassStatement;
}

/** One entry of a class's method resolution order. */
export type Ancestor =
  | { readonly kind: 'class'; readonly info: ClassInfo }
  | { readonly kind: 'external'; readonly name: string };

/** The method resolution order of a class, itself first, and what of it could not be followed. */
export interface Lineage {
  readonly ancestors: readonly Ancestor[];
  /** Direct bases in order, for what is merged base by base. */
  readonly bases: readonly Ancestor[];
  readonly problems: readonly Undecided[];
}

const lineages = memo((_project: PythonProject) => new Map<ClassStatement, Lineage>());
const EMPTY: Lineage = { ancestors: [], bases: [], problems: [] };

/** The lineage of a class by C3, as Python builds it. Classes outside the workspace have no ancestors here. */
export function lineageOf(project: PythonProject, info: ClassInfo): Lineage {
  const known = lineages(project);
  const hit = known.get(info.statement);
  if (hit) return hit;
  // A class that is its own ancestor ends here.
  known.set(info.statement, EMPTY);
  const result = computeLineage(project, info);
  known.set(info.statement, result);
  return result;
}

function computeLineage(project: PythonProject, info: ClassInfo): Lineage {
  const bases: Ancestor[] = [];
  const problems: Undecided[] = [];
  const { path } = info.file.file;
  for (const argument of info.statement.bases) {
    if (argument.name !== undefined) continue;
    const base = argument.value.kind === 'subscript' ? argument.value.object : argument.value;
    const symbol: Meaning =
      argument.stars > 0
        ? { kind: 'unknown', reason: 'bases that are computed' }
        : resolveSymbol(project, info.file, base);
    if (symbol.kind === 'class') bases.push({ kind: 'class', info: symbol });
    else if (symbol.kind === 'external') bases.push(symbol);
    else {
      const written = codeText(info.file, argument.value);
      problems.push({ reason: `the base class \`${written}\` is not found`, path, span: argument.span });
    }
  }
  const inherited = bases.map((base) =>
    base.kind === 'class' ? lineageOf(project, base.info) : { ...EMPTY, ancestors: externalLine(base.name) },
  );
  const self: Ancestor = { kind: 'class', info };
  const merged = mergeLines([...inherited.map((it) => [...it.ancestors]), [...bases]]);
  if (!merged)
    problems.push({ reason: 'the bases have no consistent order', path, span: info.statement.nameSpan });
  const rest = merged ?? inherited.flatMap((it) => it.ancestors);
  return {
    ancestors: [self, ...rest],
    bases,
    problems: [...problems, ...inherited.flatMap((it) => it.problems)],
  };
}

function externalLine(name: string): readonly Ancestor[] {
  const line = name === 'pydantic_settings.BaseSettings' ? [name, 'pydantic.BaseModel'] : [name];
  return line.map((it) => ({ kind: 'external', name: it }));
}

function keyOf(ancestor: Ancestor): unknown {
  return ancestor.kind === 'class' ? ancestor.info.statement : ancestor.name;
}

/** The merge of C3; undefined where the lines contradict each other. */
function mergeLines(lines: Ancestor[][]): readonly Ancestor[] | undefined {
  const result: Ancestor[] = [];
  let left = lines.filter((line) => line.length > 0);
  while (left.length > 0) {
    const head = left
      .map((line) => line[0] as Ancestor)
      .find((candidate) => left.every((line) => !line.slice(1).some((it) => keyOf(it) === keyOf(candidate))));
    if (!head) return undefined;
    result.push(head);
    left = left
      .map((line) => (keyOf(line[0] as Ancestor) === keyOf(head) ? line.slice(1) : line))
      .filter((line) => line.length > 0);
  }
  return result;
}

/** True when one of the class's ancestors is the named class of a library. */
export function derivesFrom(lineage: Lineage, names: ReadonlySet<string>): boolean {
  return lineage.ancestors.some((it) => it.kind === 'external' && names.has(it.name));
}
