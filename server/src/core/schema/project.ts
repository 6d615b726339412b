import type { PythonParser } from '../python/tree.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { isInstalledBeside, lockedVersion, requirementFiles, requirementOf } from './lock-files.ts';
import { moduleRoots } from './module-roots.ts';
import { pythonFile } from './python-file.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { serviceFolders, serviceOf } from './services.ts';
import { isTestPath } from './test-path.ts';

/** What all projects of one snapshot share. */
interface Workspace {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly parser: PythonParser;
  readonly roots: ReadonlyMap<string, readonly string[]>;
  readonly installed: NonNullable<Snapshot['installed']>;
}

/**
 * The Python projects of a workspace: one per service that has a Python file, in order of their folders.
 * @param markers texts of which one must stand in a file for it to be among `files`
 */
export function pythonProjects(snapshot: Snapshot, markers: readonly string[]): readonly PythonProject[] {
  const { files } = snapshot;
  const folders = serviceFolders(files.keys());
  const byService = new Map<string, SourceFile[]>();
  for (const file of files.values()) {
    if (!file.path.endsWith('.py')) continue;
    const service = serviceOf(file.path, folders);
    const known = byService.get(service);
    if (known) known.push(file);
    else byService.set(service, [file]);
  }
  const services = [...byService.keys()].sort();
  const roots = new Map(services.map((service) => [service, moduleRoots(service, files)]));
  const installed = snapshot.installed ?? new Map();
  const workspace: Workspace = { files, parser: snapshot.engines.python, roots, installed };
  const requirements = requirementFiles(files.values());
  const projects: readonly PythonProject[] = services.map((service) => {
    const version = (name: string) => lockedVersion(name, service, files, requirements);
    const installedBeside = (name: string, beside: string) =>
      isInstalledBeside(name, beside, service, files, requirements);
    const asked = (name: string) => requirementOf(name, service, files, requirements);
    const others = () => projects.filter((it) => it.service !== service);
    return projectOf(workspace, service, byService.get(service) ?? [], markers, {
      version,
      installed: installedBeside,
      asked,
      others,
    });
  });
  return projects;
}

function projectOf(
  workspace: Workspace,
  service: string,
  own: readonly SourceFile[],
  markers: readonly string[],
  { version, installed, asked, others }: Pick<PythonProject, 'version' | 'installed' | 'asked' | 'others'>,
): PythonProject {
  const { parser } = workspace;
  const parsed = (file: SourceFile) => pythonFile(parser, file);
  const found = new Map<string, PythonFile | undefined>();
  return {
    service,
    parser,
    files: own.filter((it) => !isTestPath(it.path) && holdsMarker(it, markers)).map(parsed),
    mentioning: (names, wanted = () => true, writtenIn = 'this-case') =>
      names.length === 0
        ? []
        : own.filter((it) => wanted(it.path) && holdsWord(it, names, writtenIn === 'any-case')).map(parsed),
    resolve: (module) => {
      if (!found.has(module)) {
        const file = moduleFile(workspace, service, module);
        found.set(module, file && parsed(file));
      }
      return found.get(module);
    },
    moduleName: (path) => moduleName(workspace, service, path),
    version,
    installed,
    asked,
    others,
  };
}

function moduleFile(workspace: Workspace, service: string, module: string): SourceFile | undefined {
  return ownModule(workspace, service, module) ?? workspace.installed.get(service)?.get(module);
}

function ownModule({ files, roots }: Workspace, service: string, module: string): SourceFile | undefined {
  const own = firstIn(files, roots.get(service) ?? [service], module);
  if (own) return own;
  const elsewhere = new Set<SourceFile>();
  for (const [other, folders] of roots) {
    const file = other === service ? undefined : firstIn(files, folders, module);
    if (file) elsewhere.add(file);
  }
  return elsewhere.size === 1 ? [...elsewhere][0] : undefined;
}

/** A package wins over a module of the same name, as in Python. */
function firstIn(
  files: ReadonlyMap<string, SourceFile>,
  roots: readonly string[],
  module: string,
): SourceFile | undefined {
  const path = module.replaceAll('.', '/');
  for (const root of roots) {
    const base = root === '' ? path : `${root}/${path}`;
    const file = files.get(`${base}/__init__.py`) ?? files.get(`${base}.py`);
    if (file) return file;
  }
  return undefined;
}

function moduleName({ roots, installed }: Workspace, service: string, path: string): string {
  for (const [module, file] of installed.get(service) ?? []) if (file.path === path) return module;
  const above = (folders: readonly string[]) =>
    folders
      .filter((root) => root === '' || path.startsWith(`${root}/`))
      .sort((a, b) => b.length - a.length)[0];
  const root = above(roots.get(service) ?? []) ?? above([...roots.values()].flat()) ?? '';
  const relative = root === '' ? path : path.slice(root.length + 1);
  return relative
    .replace(/\.py$/, '')
    .replace(/(^|\/)__init__$/, '')
    .replaceAll('/', '.');
}

function holdsMarker(file: SourceFile, markers: readonly string[]): boolean {
  const known = markerHits(file);
  return markers.some((marker) => {
    const hit = known.get(marker) ?? holdsText(file.text, marker);
    known.set(marker, hit);
    return hit;
  });
}

/** True for a text in which the marker stands and is not the start of a longer word, as in `environment`. */
function holdsText(text: string, marker: string): boolean {
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
    const next = text.charCodeAt(at + marker.length);
    if (!(next >= 97 && next <= 122)) return true;
  }
  return false;
}

const markerHits = memo((_file: SourceFile) => new Map<string, boolean>());
const wordHits = memo((_file: SourceFile) => new Map<string, boolean>());

function holdsWord(file: SourceFile, names: readonly string[], anyCase: boolean): boolean {
  const pattern = `(?<![\\w])(?:${[...names].sort().map(escaped).join('|')})(?![\\w])`;
  const flags = anyCase ? 'iu' : 'u';
  const known = wordHits(file);
  const question = `${flags}:${pattern}`;
  let hit = known.get(question);
  if (hit === undefined) {
    hit = new RegExp(pattern, flags).test(file.text);
    // Names change while a class is typed; only the last few questions are remembered.
    if (known.size > 8) known.clear();
    known.set(question, hit);
  }
  return hit;
}

/** With the `u` flag only characters that mean something in a pattern may be escaped. */
function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
