import type { Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameAt, nameIn } from '../../syntax/value-members.ts';
import { folderOf, resolvePath } from '../../text/relative-path.ts';
import type { EnvItem } from '../kubernetes/container.ts';
import type { Place } from '../kubernetes/reading.ts';
import { withReplicas } from '../kubernetes/replicas.ts';
import { type Kustomization, patchFile } from './kustomization.ts';
import type { Resource } from './resources.ts';
import { readSelector, selects } from './selector.ts';
import type { LookUps } from './workspace.ts';

const REASON = 'kustomize replaces its value';

/**
 * Marks what `replacements` and `vars` change: its value is not known. What a target's path means exactly is left
 * open where it does not name a variable.
 */
export function applyReplacements(
  kustomization: Kustomization,
  resources: readonly Resource[],
  files: LookUps['files'],
): readonly Resource[] {
  const { root, reading } = kustomization;
  let result = resources;
  for (const item of itemsOf(memberAt(root, 'replacements'))) {
    const path = nameAt(item, 'path');
    const resolved = path === undefined ? undefined : resolvePath(folderOf(reading.path), path);
    const file = resolved === undefined ? undefined : files.get(resolved);
    const written = file
      ? patchFile(file).roots.flatMap((it) => (it.kind === 'sequence' ? it.items : it))
      : [item];
    const at = { path: reading.path, span: item.span };
    for (const it of written) result = replaced(result, it, at);
  }
  const names = itemsOf(memberAt(root, 'vars')).flatMap((it) => nameAt(it, 'name') ?? []);
  return names.length === 0 ? result : result.map((it) => withVars(it, names));
}

function replaced(resources: readonly Resource[], item: Value, at: Place): readonly Resource[] {
  let result = resources;
  for (const target of itemsOf(memberAt(item, 'targets'))) {
    const select = memberAt(target, 'select');
    const selector = select ? readSelector(select) : {};
    const paths = itemsOf(memberAt(target, 'fieldPaths')).flatMap((it) => nameIn(it) ?? []);
    result = result.map((it) =>
      selects(selector, it) ? paths.reduce((held, path) => atPath(held, path, at), it) : it,
    );
  }
  return result;
}

function atPath(resource: Resource, path: string, at: Place): Resource {
  const key = /^(?:data|stringData)\.(.+)$/.exec(path)?.[1];
  if (resource.store && key !== undefined) {
    const name = key.replace(/^\[(.*)\]$/, '$1');
    const entries = resource.store.entries.map((it) =>
      it.name === name ? { ...it, value: { kind: 'unknown', reason: REASON } as const } : it,
    );
    const isThere = entries.some((it) => it.name === name);
    return { ...resource, store: { ...resource.store, entries, open: resource.store.open || !isThere } };
  }
  if (path === 'spec.replicas') return withReplicas(resource, undefined);
  if (resource.containers === undefined || !/\benv(?:From)?\b|^spec(?:\.template(?:\.spec)?)?$/.test(path))
    return resource;
  const variable = /\benv\.\[name=([^\]]+)\]\./.exec(path)?.[1];
  const unclear = { reason: 'a replacement that is not followed', at };
  return {
    ...resource,
    containers: resource.containers.map((it) => {
      const isThere = variable !== undefined && it.env?.some((held) => held.name === variable);
      if (variable === undefined) return { ...it, unclear };
      return isThere
        ? { ...it, env: (it.env ?? []).map((held) => (held.name === variable ? unknown(held) : held)) }
        : it;
    }),
  };
}

function unknown({ from: _, ...item }: EnvItem): EnvItem {
  return { ...item, value: { kind: 'unknown', reason: REASON } };
}

/** `vars` are replaced in variables before the kubelet sees them. */
function withVars(resource: Resource, names: readonly string[]): Resource {
  if (resource.containers === undefined) return resource;
  const uses = (text: string) => names.some((name) => text.includes(`$(${name})`));
  const containers = resource.containers.map((it) => ({
    ...it,
    ...(it.env && {
      env: it.env.map((held) =>
        held.value?.kind === 'text' && uses(held.value.text) ? unknown(held) : held,
      ),
    }),
  }));
  return { ...resource, containers };
}
