import { moduleScope } from '../../python/scope.ts';
import type { ClassStatement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import { lineageOf } from '../class-lineage.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { exportedSymbol, type Meaning } from '../resolve-symbol.ts';
import { type CallSite, type ClassUse, usesOf } from './pydantic-instances.ts';
import { isService, type SettingsClass, settingsClasses } from './settings-classes.ts';

/** What a service does with settings classes of packages that are services of the workspace themselves. */
interface SharedUses {
  /** Those that it makes, or whose package makes an object that it imports; how. */
  readonly made: ReadonlyMap<SettingsClass, ClassUse>;
  /** Those that it makes, or derives from. */
  readonly taken: ReadonlySet<ClassStatement>;
  /** The files of the service that may name them. */
  readonly files: readonly PythonFile[];
}

const NOTHING: SharedUses = { made: new Map(), taken: new Set(), files: [] };

/** How a service's own code uses its own settings classes. */
export const ownUses: (project: PythonProject) => ReadonlyMap<ClassStatement, ClassUse> = memo((project) => {
  const { classes, names } = settingsClasses(project);
  if (classes.length === 0) return new Map();
  const statements = new Set(classes.map((it) => it.statement));
  return usesOf(project, project.mentioning(names, isService), statements, new Set(names));
});

/** The settings classes of other services' packages that a service uses. */
export const sharedUses: (project: PythonProject) => SharedUses = memo((project) => {
  const shared = project.others().flatMap((other) => importable(project, other));
  if (shared.length === 0) return NOTHING;
  const words = shared.flatMap(({ info, sites }) => [
    info.statement.name,
    ...[info.file, ...sites.map((it) => it.file)].map((it) => topOf(project, it)),
  ]);
  const files = project.mentioning([...new Set(words)], isService);
  const direct = usesOf(project, files, new Set(shared.map((it) => it.info.statement)));
  const made = new Map<SettingsClass, ClassUse>();
  for (const { info, sites } of shared) {
    const here = direct.get(info.statement);
    const imported = sites.filter((it) => files.some((file) => brings(project, file, it)));
    const calls = [...(here?.calls ?? []), ...imported];
    const handedOn = here?.handedOn ?? false;
    if (calls.length > 0 || handedOn) made.set(info, { calls, handedOn, nested: false });
  }
  const derived = settingsClasses(project).classes.flatMap((it) =>
    lineageOf(project, it).ancestors.flatMap((base) => (base.kind === 'class' ? [base.info.statement] : [])),
  );
  return { made, taken: new Set([...derived, ...[...made.keys()].map((it) => it.statement)]), files };
});

interface SharedClass {
  readonly info: SettingsClass;
  /** Where the package itself makes it. */
  readonly sites: readonly CallSite[];
}

/** The settings classes of another service whose modules this one imports under their own names. */
function importable(project: PythonProject, other: PythonProject): readonly SharedClass[] {
  return settingsClasses(other).classes.flatMap((info) => {
    if (!finds(project, info.file)) return [];
    const sites = ownUses(other).get(info.statement)?.calls ?? [];
    return [{ info, sites: sites.filter((it) => finds(project, it.file)) }];
  });
}

function finds(project: PythonProject, file: PythonFile): boolean {
  return project.resolve(project.moduleName(file.file.path)) === file;
}

function topOf(project: PythonProject, { file }: PythonFile): string {
  return project.moduleName(file.path).split('.')[0] ?? '';
}

/** True where a file imports something of the module that makes the object, so that this service makes it too. */
function brings(project: PythonProject, file: PythonFile, site: CallSite): boolean {
  const whenImported = isWhenImported(site);
  for (const [name, { bindings }] of moduleScope(file.module).names) {
    if (!bindings.some((it) => it.kind === 'import')) continue;
    const symbol = exportedSymbol(project, file, name);
    if (fileOf(symbol) !== site.file) continue;
    if (symbol.kind === 'module' || whenImported) return true;
    const holds = symbol.kind === 'function' || symbol.kind === 'value';
    if (holds && encloses(symbol.statement, site)) return true;
  }
  return false;
}

function fileOf(symbol: Meaning): PythonFile | undefined {
  return 'file' in symbol ? symbol.file : undefined;
}

/** True for a call at the top of its module, which every import of the module evaluates. */
function isWhenImported(site: CallSite): boolean {
  return site.file.module.body.some(
    (it) => it.kind !== 'function' && it.kind !== 'class' && encloses(it, site),
  );
}

function encloses(
  { span }: { readonly span: { readonly start: number; readonly end: number } },
  { call }: CallSite,
): boolean {
  return span.start <= call.span.start && call.span.end <= span.end;
}
