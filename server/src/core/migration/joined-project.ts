import type { PythonProject } from '../schema/reader.ts';

/**
 * Services that share settings code, seen as one: the one that declares it first. Files are those of all; what a file
 * imports is found as its own service finds it, so whoever follows imports goes through the parts.
 */
export function joinedProject(parts: readonly [PythonProject, ...PythonProject[]]): PythonProject {
  const [home, ...others] = parts;
  if (others.length === 0) return home;
  return {
    ...home,
    parts,
    // A file is of one service.
    files: parts.flatMap((it) => it.files),
    mentioning: (...asked) => parts.flatMap((it) => it.mentioning(...asked)),
    resolve: (module) => firstOf(parts, (it) => it.resolve(module)),
    moduleName: (path) => partAround(parts, path).moduleName(path),
  };
}

/** The projects of which one is made; itself where it is one. */
export function partsOf(project: PythonProject): readonly PythonProject[] {
  return project.parts ?? [project];
}

/** The part that is a service's own; the whole where none is. */
export function partOf(project: PythonProject, service: string): PythonProject {
  return partsOf(project).find((it) => it.service === service) ?? project;
}

function partAround(parts: readonly [PythonProject, ...PythonProject[]], path: string): PythonProject {
  const around = parts.filter(({ service }) => service === '' || path.startsWith(`${service}/`));
  return around.sort((a, b) => b.service.length - a.service.length)[0] ?? parts[0];
}

function firstOf<T>(
  parts: readonly PythonProject[],
  look: (part: PythonProject) => T | undefined,
): T | undefined {
  for (const part of parts) {
    const found = look(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
