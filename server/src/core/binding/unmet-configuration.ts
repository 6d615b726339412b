import type { Configuration, EnvironmentOptions, Snapshot } from '../snapshot.ts';
import { dotenvRole } from '../supply/environment-name.ts';
import { globTest, isGlob } from '../text/glob.ts';
import { isSlip, nearest } from '../text/nearest.ts';
import { baseName, folderOf, relativeTo, resolvePath } from '../text/relative-path.ts';
import { meantWorkloads } from './configured-layers.ts';
import { NO_DEPLOYED_FORM } from './deployed-form.ts';
import { namedFiles } from './named-files.ts';
import { labelOf, workloadsOf } from './what-runs.ts';

/** Something that a configuration names and that is not there. */
export interface Unmet {
  /** Keys and indexes that lead to it, from the table of our settings. */
  readonly at: readonly (string | number)[];
  readonly message: string;
  /** What is most likely meant, in place of a part of what is written. */
  readonly meant?: {
    readonly part: 'place' | 'workload';
    readonly written: string;
    readonly instead: string;
  };
}

/**
 * The paths and workloads that a configuration names and that are not there. Files of variables and folders of secrets
 * may be missing for good reasons (a clone holds none that git ignores), so those are spoken of only where another one
 * is most likely meant.
 */
export function unmetIn(snapshot: Snapshot, { folder, options }: Configuration): readonly Unmet[] {
  return Object.entries(options.environments).flatMap(([name, environment]) =>
    unmetOf(snapshot, folder, environment).map((it) => ({ ...it, at: ['environments', name, ...it.at] })),
  );
}

function unmetOf(
  snapshot: Snapshot,
  folder: string,
  { dotenv = [], process = [], secrets, deployed }: EnvironmentOptions,
): readonly Unmet[] {
  const found: (Unmet | undefined)[] = [
    ...dotenv.map((it, index) => variablesFile(snapshot, folder, it, ['dotenv', index])),
    ...process.map((it, index) =>
      it.startsWith('file:')
        ? variablesFile(snapshot, folder, it.slice('file:'.length), ['process', index])
        : started(snapshot, folder, it, ['process', index]),
    ),
  ];
  if (secrets !== undefined) found.push(secretsFolder(snapshot, folder, secrets));
  if (deployed?.startsWith('image:'))
    found.push(started(snapshot, folder, deployed.slice('image:'.length), ['deployed']));
  else if (deployed !== undefined && !deployed.startsWith('tag:'))
    found.push({
      at: ['deployed'],
      message: `\`${deployed}\` is ${NO_DEPLOYED_FORM}, so it is not known what runs there`,
    });
  return found.filter((it) => it !== undefined);
}

/** A path that is not there: as a configuration in a folder writes it, and from the root. */
interface Missing {
  readonly folder: string;
  readonly written: string;
  readonly path: string;
}

function variablesFile(
  snapshot: Snapshot,
  folder: string,
  written: string,
  at: Unmet['at'],
): Unmet | undefined {
  const path = resolvePath(folder, written);
  if (path === undefined || isGlob(path) || snapshot.files.has(path)) return undefined;
  const isVariables = (it: string) => dotenvRole(baseName(it)) !== undefined;
  return near(snapshot, { folder, written, path }, at, isVariables);
}

function secretsFolder(snapshot: Snapshot, folder: string, written: string): Unmet | undefined {
  const path = resolvePath(folder, written);
  if (path === undefined || path === '') return undefined;
  const folders = [...foldersOf(snapshot)];
  if (folders.includes(path)) return undefined;
  const meant = folders.find((it) => isMeantPath(path, it));
  return meant === undefined ? undefined : unmet(['secrets'], folder, written, meant);
}

/** A manifest, or a workload in it. Nothing is said of other texts, which name stores. */
function started(snapshot: Snapshot, folder: string, written: string, at: Unmet['at']): Unmet | undefined {
  const [place = '', workload] = written.split('#', 2);
  const path = place.includes(':') ? undefined : resolvePath(folder, place);
  if (path === undefined || path === '') return undefined;
  const isHere = globTest(path);
  const files = [...snapshot.files.keys()].filter((it) => isHere(it) || it.startsWith(`${path}/`));
  if (files.length === 0) return missingManifest(snapshot, { folder, written: place, path }, at);
  const found = meantWorkloads(snapshot, path, workload);
  if (found.length === 1 || (found.length > 1 && workload !== undefined)) return undefined;
  const names = [...new Set(workloadsIn(snapshot, files))];
  if (names.length === 0) return undefined;
  if (workload === undefined)
    return { at, message: `\`${place}\` starts several workloads: say ${choices(place, names)}` };
  const [meant] = nearest(workload, names);
  return {
    at,
    message: `\`${place}\` starts no \`${workload}\`; there is: ${names.map((it) => `\`${it}\``).join(', ')}`,
    ...(meant === undefined ? {} : { meant: { part: 'workload', written: workload, instead: meant } }),
  };
}

function missingManifest(snapshot: Snapshot, missing: Missing, at: Unmet['at']): Unmet | undefined {
  const { written: place, path } = missing;
  const isManifest = (it: string) => /\.(?:ya?ml|json|toml|service)$/.test(it) || /(?:^|\/)Procfile/.test(it);
  if (isGlob(path)) return { at, message: `\`${place}\` matches no file, so nothing of it counts` };
  const close = near(snapshot, missing, at, isManifest);
  if (close) return close;
  // A text without a file's ending may be the name of a store.
  return isManifest(path) ? { at, message: `\`${place}\` is not here, so nothing of it counts` } : undefined;
}

function workloadsIn(snapshot: Snapshot, files: readonly string[]): readonly string[] {
  return workloadsOf(snapshot)
    .filter(
      (it) => it.role !== 'image' && files.some((path) => it.path === path || it.through?.includes(path)),
    )
    .map(labelOf);
}

function choices(place: string, names: readonly string[]): string {
  const all = names.map((it) => `\`${place}#${it}\``);
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((it) => it !== '').join(' or ');
}

/** A file that is most likely meant, among those that nothing else of the configuration or the code names. */
function near(
  snapshot: Snapshot,
  { folder, written, path }: Missing,
  at: Unmet['at'],
  isOfKind: (path: string) => boolean,
): Unmet | undefined {
  const named = namedFiles(snapshot).files;
  const meant = [...snapshot.files.keys()].find(
    (it) => isOfKind(it) && !named.has(it) && isMeantPath(path, it),
  );
  return meant === undefined ? undefined : unmet(at, folder, written, meant);
}

/** A path is written from the folder of the configuration. */
function unmet(at: Unmet['at'], folder: string, written: string, meant: string): Unmet {
  const instead = relativeTo(folder, meant);
  return {
    at,
    message: `\`${written}\` is not here, so nothing of it counts; did you mean \`${instead}\`?`,
    meant: { part: 'place', written, instead },
  };
}

/** True for two paths that differ in one word of one name, in which a slip is likely: `qa` and `ci` are two names. */
function isMeantPath(path: string, other: string): boolean {
  const [a, b] = [path, other].map((it) => it.split(/[/._-]/)) as [string[], string[]];
  if (a.length !== b.length) return false;
  const differing = a.flatMap((word, index) => (word === b[index] ? [] : [[word, b[index] ?? ''] as const]));
  const [only, ...more] = differing;
  return only !== undefined && more.length === 0 && isSlip(only[0], only[1]);
}

function foldersOf(snapshot: Snapshot): ReadonlySet<string> {
  return new Set([...snapshot.files.keys()].map(folderOf).filter((it) => it !== ''));
}
