import type { PythonFile, PythonProject } from './reader.ts';

/** What was made of a file, and what the making looked up. */
interface Remembered<V> {
  readonly service: string;
  readonly names: ReadonlyMap<string, string>;
  readonly resolved: ReadonlyMap<string, PythonFile | undefined>;
  readonly versions: ReadonlyMap<string, string | undefined>;
  readonly value: V;
}

/**
 * Remembers what a function makes of one file of a project, across snapshots: as long as the file is the same version
 * and every module, module name and version that the function asked the project for still gives the same answer. The function may
 * use nothing else of the project.
 */
export function rememberPerFile<V>(
  compute: (project: PythonProject, file: PythonFile) => V,
): (project: PythonProject, file: PythonFile) => V {
  const results = new WeakMap<PythonFile, Remembered<V>>();
  return (project, file) => {
    const known = results.get(file);
    if (known && holds(known, project)) return known.value;
    const names = new Map<string, string>();
    const resolved = new Map<string, PythonFile | undefined>();
    const versions = new Map<string, string | undefined>();
    const value = compute(
      {
        ...project,
        moduleName: (path) => recorded(names, path, project.moduleName),
        resolve: (module) => recorded(resolved, module, project.resolve),
        version: (distribution) => recorded(versions, distribution, project.version),
      },
      file,
    );
    results.set(file, { service: project.service, names, resolved, versions, value });
    return value;
  };
}

function recorded<T>(answers: Map<string, T>, question: string, ask: (question: string) => T): T {
  const answer = ask(question);
  answers.set(question, answer);
  return answer;
}

function holds<V>(known: Remembered<V>, project: PythonProject): boolean {
  if (known.service !== project.service) return false;
  for (const [path, name] of known.names) if (project.moduleName(path) !== name) return false;
  for (const [module, answer] of known.resolved) if (project.resolve(module) !== answer) return false;
  for (const [name, answer] of known.versions) if (project.version(name) !== answer) return false;
  return true;
}
