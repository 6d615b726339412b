import { pythonProjects } from '../schema/project.ts';
import type { PythonProject } from '../schema/reader.ts';
import { readers, schemaSources } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { memoBy } from '../text/memo.ts';

/** The Python files of a service; undefined for a folder without any. */
export function projectOf(snapshot: Snapshot, service: string): PythonProject | undefined {
  return projects(snapshot).find((it) => it.service === service);
}

/** The same objects while no file changes that code is read from, for a few states of the code side by side. */
const projects = memoBy(schemaSources, (snapshot): readonly PythonProject[] => {
  const markers = [...new Set(readers.flatMap((it) => it.markers))];
  return pythonProjects(snapshot, markers);
});
