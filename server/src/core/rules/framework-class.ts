import { type CatalogHit, findEntry } from '../catalogs/find-entry.ts';
import { frameworkVersion, readsNew, readsOld } from '../catalogs/framework-version.ts';
import { moduleScope } from '../python/scope.ts';
import {
  type ClassStatement,
  type Expression,
  ownExpressions,
  walkExpressions,
  walkStatements,
} from '../python/tree.ts';
import { derivesFrom, lineageOf } from '../schema/class-lineage.ts';
import type { PythonFile, PythonProject } from '../schema/reader.ts';
import { readProjects } from '../schema/readers.ts';
import { rememberPerFile } from '../schema/remember-per-file.ts';
import { resolveSymbol } from '../schema/resolve-symbol.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Span } from '../text/span.ts';
import type { FrameworkKey } from './framework-key.ts';

/** A name in the code of a class that a catalog may know. */
interface Written {
  readonly name: string;
  readonly home: 'pydantic-config' | 'pydantic-field';
  readonly span: Span;
}

const MODELS: ReadonlySet<string> = new Set(['pydantic.BaseModel', 'pydantic_settings.BaseSettings']);
const CONFIGS = /^pydantic(?:_settings\.SettingsConfigDict|\.ConfigDict)$/;

/**
 * What the catalog of pydantic says of code of pydantic 1 that the locked release 2 runs: keys of `Config`, arguments
 * of `Field`, and `BaseSettings` of pydantic itself. `pydantic.v1` still is what it was.
 */
export function frameworkClass(snapshot: Snapshot, file: SourceFile): readonly FrameworkKey[] {
  if (!file.path.endsWith('.py') || !/\bpydantic/.test(file.text)) return [];
  return found(snapshot)(file);
}

const found = memo((snapshot: Snapshot) =>
  memo((file: SourceFile): readonly FrameworkKey[] => {
    const version = frameworkVersion(snapshot, file.path, 'pydantic');
    if (version === undefined) return [];
    for (const project of readProjects(snapshot)) {
      const python = project.files.find((it) => it.file === file);
      if (python && !python.stale) return judged(writtenIn(project, python), version);
    }
    return [];
  }),
);

function judged(all: readonly Written[], version: string): readonly FrameworkKey[] {
  return all.flatMap(({ name, home, span }): readonly FrameworkKey[] => {
    const hit = findEntry(name, home);
    if (!hit || !readsNew(hit.catalog, hit.entry, version)) return [];
    const state = readsOld(hit.catalog, hit.entry, version) ? 'deprecated' : 'removed';
    const severity = hit.entry.raises ? { severity: 'error' as const } : {};
    return [
      { state, finding: { span, ...severity, message: words(hit, state), tags: ['deprecated'], key: name } },
    ];
  });
}

function words({ catalog, entry }: CatalogHit, state: FrameworkKey['state']): string {
  const { name, to, raises, note } = entry;
  const instead = to ? `\`${to}\` takes its place` : note;
  const reason = instead ? `: ${instead}` : '';
  const release = `${catalog.framework} ${catalog.since}`;
  if (raises) return `\`${name}\` is refused since ${release}, so the module cannot be imported${reason}`;
  return state === 'removed'
    ? `\`${name}\` has had no effect since ${release}${reason}`
    : `\`${name}\` is deprecated since ${release}${reason}`;
}

const writtenIn = rememberPerFile((project: PythonProject, file: PythonFile): readonly Written[] => {
  const all: Written[] = [...importIn(file)];
  for (const statement of walkStatements(file.module.body)) {
    if (statement.kind === 'class') all.push(...configKeys(project, file, statement));
    for (const own of ownExpressions(statement)) {
      for (const it of walkExpressions(own)) if (it.kind === 'call') all.push(...callKeys(project, file, it));
    }
  }
  return all;
});

/** `from pydantic import BaseSettings`, unless something else may stand for the name: a fallback of an import. */
function importIn(file: PythonFile): readonly Written[] {
  const bindings = moduleScope(file.module).names.get('BaseSettings')?.bindings ?? [];
  const [only] = bindings;
  if (bindings.length !== 1 || only?.kind !== 'import') return [];
  if (only.module !== 'pydantic' || only.name !== 'BaseSettings') return [];
  const { start, end } = only.statement.span;
  const at = file.file.text.slice(start, end).search(/\bBaseSettings\b/);
  if (at < 0) return [];
  const span = { start: start + at, end: start + at + 'BaseSettings'.length };
  return [{ name: 'BaseSettings', home: 'pydantic-field', span }];
}

/** The names that the inner `Config` of a model assigns. */
function configKeys(project: PythonProject, file: PythonFile, statement: ClassStatement): readonly Written[] {
  const config = statement.body.find((it) => it.kind === 'class' && it.name === 'Config');
  if (config?.kind !== 'class' || !derivesFrom(lineageOf(project, { file, statement }), MODELS)) return [];
  return config.body.flatMap((it): readonly Written[] => {
    const targets = it.kind === 'assign' ? it.targets : it.kind === 'annotated' ? [it.target] : [];
    return targets.flatMap((target) =>
      target.kind === 'name'
        ? [{ name: target.name, home: 'pydantic-config', span: target.span } as const]
        : [],
    );
  });
}

/** The keywords of `Field(…)`, `ConfigDict(…)` and `SettingsConfigDict(…)`. */
function callKeys(
  project: PythonProject,
  file: PythonFile,
  { callee, args }: Expression & { readonly kind: 'call' },
): readonly Written[] {
  if (callee.kind !== 'name' && callee.kind !== 'attribute') return [];
  if (!args.some((it) => it.name !== undefined)) return [];
  const symbol = resolveSymbol(project, file, callee);
  const name = symbol.kind === 'external' ? symbol.name : '';
  const home =
    name === 'pydantic.Field' ? 'pydantic-field' : CONFIGS.test(name) ? 'pydantic-config' : undefined;
  if (home === undefined) return [];
  return args.flatMap((it) => {
    if (it.name === undefined || it.name === 'BaseSettings') return [];
    return [
      { name: it.name, home, span: { start: it.span.start, end: it.span.start + it.name.length } } as const,
    ];
  });
}
