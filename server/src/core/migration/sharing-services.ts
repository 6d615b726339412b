import type { PythonProject } from '../schema/reader.ts';
import { schemaSources, schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { serviceFolders, serviceOf } from '../schema/services.ts';
import type { Snapshot } from '../snapshot.ts';
import { memoBy } from '../text/memo.ts';
import { joinedProject } from './joined-project.ts';
import { projectOf } from './service-project.ts';

/** Settings code that classes of several services inherit: each of them reads what it declares. */
interface Sharing {
  /** Folders of the services whose classes inherit fields that are declared in the folder of another one. */
  readonly heirs: ReadonlyMap<string, readonly string[]>;
  readonly serviceAt: (path: string) => string;
  readonly projects: Map<string, PythonProject | undefined>;
}

const sharing = memoBy(
  (snapshot: Snapshot) => [...schemaSources(snapshot), schemasOf(snapshot)],
  (snapshot): Sharing => {
    const folders = serviceFolders(snapshot.files.keys());
    const serviceAt = (path: string) => serviceOf(path, folders);
    const heirs = new Map<string, string[]>();
    for (const { form, service, fields } of schemasOf(snapshot)) {
      if (form !== 'class') continue;
      for (const path of new Set(fields.map((it) => it.declaration.path))) {
        const home = snapshot.files.has(path) ? serviceAt(path) : service;
        const known = heirs.get(home) ?? [];
        if (home !== service && !known.includes(service)) heirs.set(home, [...known, service]);
      }
    }
    return { heirs, serviceAt, projects: new Map() };
  },
);

/** The folder of the service that declares a field: the class may inherit it from code of another one. */
export function homeOf(snapshot: Snapshot, schema: SettingsSchema, field: Field | undefined): string {
  if (schema.form !== 'class' || field === undefined) return schema.service;
  const { path } = field.declaration;
  return snapshot.files.has(path) ? sharing(snapshot).serviceAt(path) : schema.service;
}

/** A service, and those whose classes inherit settings from it. */
function sharingServices(snapshot: Snapshot, service: string): readonly string[] {
  return [service, ...(sharing(snapshot).heirs.get(service) ?? [])];
}

/** All that reads settings of a service: its own schemas, and the classes of services that inherit from it. */
export function sharingSchemas(snapshot: Snapshot, service: string): readonly SettingsSchema[] {
  const [, ...heirs] = sharingServices(snapshot, service);
  return schemasOf(snapshot).filter(
    (it) => it.service === service || (it.form === 'class' && heirs.includes(it.service)),
  );
}

/** The Python files of a service and of those that inherit settings from it; undefined for a folder without any. */
export function sharingProject(snapshot: Snapshot, service: string): PythonProject | undefined {
  const { projects } = sharing(snapshot);
  if (!projects.has(service)) {
    const found = sharingServices(snapshot, service).flatMap((it) => projectOf(snapshot, it) ?? []);
    const [home, ...others] = found;
    projects.set(service, home && joinedProject([home, ...others]));
  }
  return projects.get(service);
}
