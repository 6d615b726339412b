import type { Value } from '../../syntax/document.ts';
import { nameIn } from '../../syntax/value-members.ts';
import { memo } from '../../text/memo.ts';
import { folderOf, resolvePath } from '../../text/relative-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { isKustomization, type Kustomization, readKustomization } from './kustomization.ts';

/** The files of a workspace by path, and its kustomizations by folder. */
export interface Workspace {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly kustomizations: ReadonlyMap<string, Kustomization>;
}

/** What can be looked up in a workspace. */
export interface LookUps {
  readonly files: Pick<ReadonlyMap<string, SourceFile>, 'get'>;
  readonly kustomizations: Pick<ReadonlyMap<string, Kustomization>, 'get'>;
}

/** Reads the files of all kustomizations. */
export function workspaceOf(files: readonly SourceFile[]): Workspace {
  const found = files.filter((it) => isKustomization(it.path)).flatMap((it) => readKustomization(it) ?? []);
  return {
    files: new Map(files.map((it) => [it.path, it])),
    kustomizations: new Map(found.map((it) => [it.folder, it])),
  };
}

/** Folders of kustomizations that others use, so that they are not applied by themselves. */
export function usedFolders({ kustomizations }: Workspace): ReadonlySet<string> {
  const used = [...kustomizations.values()].flatMap((it) => [...it.resources, ...it.components]);
  return new Set(
    used.flatMap((it) => (it.path !== undefined && kustomizations.has(it.path) ? [it.path] : [])),
  );
}

/** The files that belong to kustomizations: those that they name, for whatever, and all beside them. */
export function kustomizedPaths({ kustomizations, files }: Workspace): ReadonlySet<string> {
  const found = new Set([...kustomizations.values()].flatMap(namedPaths));
  for (const path of files.keys()) if (kustomizations.has(folderOf(path))) found.add(path);
  return found;
}

const namedPaths = memo(({ folder, root }: Kustomization): readonly string[] =>
  textsIn(root).flatMap((text) => resolvePath(folder, text.slice(text.indexOf('=') + 1)) ?? []),
);

function textsIn(value: Value): readonly string[] {
  if (value.kind === 'sequence') return value.items.flatMap(textsIn);
  if (value.kind === 'mapping') return value.entries.flatMap((it) => (it.value ? textsIn(it.value) : []));
  const text = nameIn(value);
  return text === undefined || text.length > 1000 ? [] : [text];
}

interface Kept<V> {
  readonly files: ReadonlyMap<string, SourceFile | undefined>;
  readonly kustomizations: ReadonlyMap<string, Kustomization | undefined>;
  readonly value: V;
}

/**
 * Remembers what is made of a kustomization for as long as all that was looked up for it is the same: a key press in
 * one overlay costs nothing of the others. `used` gives the files that were looked up so far, and its own.
 */
export function rememberLookUps<V>(
  compute: (lookUps: LookUps, kustomization: Kustomization, used: () => readonly string[]) => V,
): (workspace: Workspace, kustomization: Kustomization) => V {
  const results = new WeakMap<Kustomization, Kept<V>>();
  return (workspace, kustomization) => {
    const known = results.get(kustomization);
    if (known && isSame(known, workspace)) return known.value;
    const files = new Map<string, SourceFile | undefined>();
    const kustomizations = new Map<string, Kustomization | undefined>();
    const lookUps = {
      files: recording(workspace.files, files),
      kustomizations: recording(workspace.kustomizations, kustomizations),
    };
    const used = () => [
      kustomization.reading.path,
      ...[...kustomizations.values()].flatMap((it) => it?.reading.path ?? []),
      ...[...files.values()].flatMap((it) => it?.path ?? []),
    ];
    const value = compute(lookUps, kustomization, used);
    results.set(kustomization, { files, kustomizations, value });
    return value;
  };
}

function recording<V>(
  of: ReadonlyMap<string, V>,
  into: Map<string, V | undefined>,
): { readonly get: (key: string) => V | undefined } {
  return {
    get: (key) => {
      const value = of.get(key);
      into.set(key, value);
      return value;
    },
  };
}

function isSame<V>(kept: Kept<V>, { files, kustomizations }: Workspace): boolean {
  for (const [path, file] of kept.files) if (files.get(path) !== file) return false;
  for (const [folder, it] of kept.kustomizations) if (kustomizations.get(folder) !== it) return false;
  return true;
}
