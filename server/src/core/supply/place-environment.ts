import { isKnownName, isTemplateName, isTestsName, overlayName } from './environment-name.ts';

/** What the place of a file of a deployment says. */
export interface PlaceMeaning {
  /** As written; undefined where nothing names one. */
  readonly environment?: string;
  readonly role: 'service' | 'tests';
}

const SERVICE: PlaceMeaning = { role: 'service' };

/**
 * The environment that the folders and the name of a manifest or a kustomization name: `k8s/overlays/NAME/…`,
 * `environments/NAME/…`, `k8s/staging/…`, `api.staging.yaml`; the innermost counts.
 */
export function placeMeaning(path: string): PlaceMeaning {
  const folders = path.split('/');
  const base = folders.pop() ?? '';
  const last =
    base
      .replace(/\.\w+$/, '')
      .split(/[._-]/)
      .at(-1) ?? '';
  if (isKnownName(last)) return { environment: last, role: 'service' };
  for (const [at, folder] of [...folders.entries()].reverse()) {
    if (isTestsName(folder)) return { role: 'tests' };
    if (folders[at - 1] === 'overlays') return overlayMeaning(folder);
    if (isKnownName(folder)) return { environment: folder, role: 'service' };
    if (/^(?:environments?|envs?)$/.test(folders[at - 1] ?? '') && !isTemplateName(folder))
      return { environment: folder, role: 'service' };
  }
  return SERVICE;
}

function overlayMeaning(name: string): PlaceMeaning {
  const environment = overlayName(name);
  return environment === undefined ? SERVICE : { environment, role: 'service' };
}
