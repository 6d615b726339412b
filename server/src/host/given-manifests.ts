import { base64Text } from '../core/supply/kubernetes/base64-text.ts';
import { expand, type Known } from '../core/supply/kubernetes/expand.ts';
import { dataOf } from '../core/syntax/value-data.ts';
import { yaml } from '../core/syntax/yaml.ts';
import { sourceFile } from '../core/text/source-file.ts';
import { toJson } from '../core/values/dump.ts';
import { type GivenVariables, joined } from './given-variables.ts';

type Entry = readonly [name: string, value: string | undefined];
type Manifest = Readonly<Record<string, unknown>>;

/** True for a text of YAML manifests, as `helm template` and `kubectl … -o yaml` print them. */
export function isManifestText(text: string): boolean {
  return /^(?:---|apiVersion:|kind:)/m.test(text) && /^kind:/m.test(text) && /^apiVersion:/m.test(text);
}

/** The manifests in a text of YAML documents; those that cannot be read give nothing. */
export function manifestsIn(text: string): readonly Manifest[] {
  return text.split(/^---(?:[ \t].*)?$/m).flatMap((part) => {
    const document = yaml.parse(sourceFile('manifest.yaml', part));
    const whole = toJson(dataOf(document.root));
    return document.problems.length === 0 && isManifest(whole) ? [whole] : [];
  });
}

/**
 * The process environment that manifests of Kubernetes make: that of the containers of their workloads, `envFrom` below
 * `env`; without a workload, all that their ConfigMaps and Secrets hold.
 */
export function manifestVariables(given: readonly Manifest[]): GivenVariables {
  const manifests = given.flatMap((it) =>
    Array.isArray(it.items) && String(it.kind).endsWith('List') ? it.items.filter(isManifest) : [it],
  );
  const stores = new Map(manifests.flatMap((it) => storeOf(it) ?? []));
  const containers = manifests.flatMap(containersOf);
  if (containers.length === 0) return joined([...stores.values()].flatMap((it) => [...it]));
  const unresolved = new Set<string>();
  const entries = containers.flatMap((it) => [...containerVariables(it, stores, unresolved)]);
  return joined(entries, [...unresolved]);
}

type Stores = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;

function storeOf(manifest: Manifest): [string, ReadonlyMap<string, string | undefined>][] | undefined {
  const kind = String(manifest.kind);
  if (kind !== 'ConfigMap' && kind !== 'Secret') return undefined;
  const held = new Map<string, string | undefined>();
  for (const [name, value] of entriesOf(manifest.data))
    held.set(name, kind === 'Secret' && value !== undefined ? decoded(value) : value);
  for (const [name, value] of entriesOf(manifest.stringData)) held.set(name, value);
  const { name } = isManifest(manifest.metadata) ? manifest.metadata : { name: '' };
  return [[`${kind}/${String(name)}`, held]];
}

/** Undefined for what is no text. */
function decoded(value: string): string | undefined {
  const text = base64Text(value);
  return typeof text === 'object' ? text.text : undefined;
}

/** Of a pod, of what makes pods, and of what makes jobs that make pods. */
function containersOf(manifest: Manifest): readonly Manifest[] {
  if (Array.isArray(manifest.containers)) return manifest.containers.filter(isManifest);
  for (const key of ['spec', 'template', 'jobTemplate']) {
    const below = manifest[key];
    const found = isManifest(below) ? containersOf(below) : [];
    if (found.length > 0) return found;
  }
  return [];
}

function containerVariables(
  container: Manifest,
  stores: Stores,
  unresolved: Set<string>,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const source of listOf(container.envFrom)) {
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    const name = nameOf('ConfigMap', source.configMapRef) ?? nameOf('Secret', source.secretRef) ?? '';
    const store = stores.get(name);
    if (!store) unresolved.add(name);
    for (const [key, value] of store ?? []) found.set(`${prefix}${key}`, value);
  }
  for (const variable of listOf(container.env)) {
    const from = isManifest(variable.valueFrom) ? variable.valueFrom : {};
    const value =
      'valueFrom' in variable
        ? referred(from, stores)
        : expand(String(variable.value ?? ''), (name) => knownIn(found, name));
    found.set(String(variable.name), value);
  }
  return found;
}

/** A name that stands for nothing here may be a variable that the cluster makes. */
function knownIn(found: ReadonlyMap<string, string | undefined>, name: string): Known {
  const text = found.get(name);
  return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
}

function referred(from: Manifest, stores: Stores): string | undefined {
  const reference = from.configMapKeyRef ?? from.secretKeyRef;
  if (!isManifest(reference)) return undefined;
  const kind = from.configMapKeyRef === undefined ? 'Secret' : 'ConfigMap';
  return stores.get(`${kind}/${String(reference.name)}`)?.get(String(reference.key));
}

function nameOf(kind: string, reference: unknown): string | undefined {
  return isManifest(reference) ? `${kind}/${String(reference.name)}` : undefined;
}

function entriesOf(value: unknown): readonly Entry[] {
  if (!isManifest(value)) return [];
  return Object.entries(value).map(([name, held]) => [name, held === null ? undefined : String(held)]);
}

function listOf(value: unknown): readonly Manifest[] {
  return Array.isArray(value) ? value.filter(isManifest) : [];
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
