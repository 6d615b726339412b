import type { Entry } from '../../syntax/document.ts';
import { isPlaceholder, PLACEHOLDER } from '../placeholder.ts';
import type { OpaqueStore, SuppliedVariable, SupplyProblem, SupplySource } from '../supply.ts';
import type { Container, EnvItem, StoreReference } from './container.ts';
import { expand, type Known } from './expand.ts';
import type { Store } from './store.ts';

/** What a reference leads to. */
export type Found =
  | { readonly kind: 'store'; readonly store: Store; readonly certain: boolean }
  /** Not in the workspace. `certain`: all that is applied together is known, so it should be. */
  | { readonly kind: 'nothing'; readonly certain: boolean };

export interface ContainerSources {
  readonly sources: readonly SupplySource[];
  readonly problems: readonly SupplyProblem[];
}

interface Collecting {
  readonly find: (reference: StoreReference) => Found;
  readonly sources: SupplySource[];
  readonly problems: SupplyProblem[];
  /** What is known of each variable so far, for `$(NAME)`. */
  readonly known: Map<string, Known>;
  /** Any variable may be set. */
  open: boolean;
}

/**
 * The variables of a container, lowest rank first: `envFrom` in its order, then `env`, which is expanded in its order
 * (k8s.io/kubernetes 1.33, `makeEnvironmentVariables`).
 */
export function containerSources(
  container: Container,
  find: (reference: StoreReference) => Found,
): ContainerSources {
  const c: Collecting = { find, sources: [], problems: [], known: new Map(), open: false };
  if (container.unclear) opaque(c, container.unclear.reason, container.unclear.at);
  for (const { prefix, reference } of container.envFrom ?? []) addStore(c, prefix, reference);
  const own: SuppliedVariable[] = [];
  for (const item of container.env ?? []) {
    const variable = variableOf(c, item);
    if (variable === undefined) continue;
    c.known.set(item.name, knownOf(variable));
    own.push(variable);
  }
  const path = container.place.path;
  if (own.length > 0) c.sources.push({ kind: 'variables', path, variables: own });
  return { sources: c.sources, problems: c.problems };
}

function knownOf({ value }: SuppliedVariable): Known {
  return value.kind === 'text' ? value : { kind: 'unknown' };
}

function opaque(c: Collecting, name: string, at: OpaqueStore['at'], names?: readonly string[]): void {
  c.sources.push({ kind: 'opaque', name, at, ...(names === undefined ? {} : { names }) });
  if (names === undefined) c.open = true;
  for (const it of names ?? []) c.known.set(it, { kind: 'unknown' });
}

function addStore(c: Collecting, prefix: string, reference: StoreReference): void {
  const found = c.find(reference);
  const label = `${reference.store}/${reference.name}`;
  if (found.kind === 'nothing') {
    if (found.certain && !reference.optional) missing(c, reference, 'warning');
    opaque(c, label, reference.at);
    return;
  }
  const { store } = found;
  const variables = store.entries
    .map(
      (entry) =>
        ({ ...entry, name: prefix + entry.name, shape: prefix === '' ? entry.shape : 'elsewhere' }) as const,
    )
    .filter(({ name }) => isVariableName(name));
  if (store.open) opaque(c, store.label, reference.at);
  const byPath = new Map<string, SuppliedVariable[]>();
  for (const it of variables) {
    c.known.set(it.name, knownOf(it));
    byPath.set(it.path, [...(byPath.get(it.path) ?? []), it]);
  }
  for (const [path, held] of byPath) c.sources.push({ kind: 'variables', path, variables: held });
}

/** Since 1.32 every printable ASCII character but `=`; what earlier versions left out nobody reads as a setting. */
function isVariableName(name: string): boolean {
  return /^[ -<>-~]+$/.test(name);
}

function missing(
  c: Collecting,
  { store, name, at }: StoreReference,
  severity: SupplyProblem['severity'],
): void {
  const message = `${store} \`${name}\` is not among what is applied together with this; without it the container does not start`;
  c.problems.push({ ...at, message, severity });
}

/** Undefined where it is certain that it is not set, and where only its store can say. */
function variableOf(c: Collecting, item: EnvItem): SuppliedVariable | undefined {
  const base = {
    name: item.name,
    path: item.place.path,
    entry: item.entry,
    shape: item.shape,
    secret: item.from?.kind === 'key' && item.from.reference.store === 'Secret',
  } as const;
  if (item.value !== undefined && !(item.value.kind === 'text' && item.value.text === '' && item.from)) {
    return { ...base, value: ownValue(c, item.value) };
  }
  if (item.from === undefined) return { ...base, value: { kind: 'text', text: '' } };
  if (item.from.kind === 'unknown') return { ...base, value: item.from };
  return fromStore(c, base, item.from.key, item.from.reference);
}

function ownValue(c: Collecting, value: NonNullable<EnvItem['value']>): SuppliedVariable['value'] {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'text') return { kind: 'unknown', reason: 'the cluster refuses its value' };
  if (isPlaceholder(value.text)) return { kind: 'unknown', reason: PLACEHOLDER };
  const text = expand(value.text, (name) => lookUp(c, name));
  return text === undefined ? { kind: 'interpolated', text: value.text } : { kind: 'text', text };
}

/** Variables that the kubelet sets for the services of the namespace. */
const OF_SERVICES = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\w+)?)$/;

function lookUp(c: Collecting, name: string): Known {
  const known = c.known.get(name);
  if (known) return known;
  return { kind: c.open || OF_SERVICES.test(name) ? 'unknown' : 'missing' };
}

type Bare = Omit<SuppliedVariable, 'value'> & { readonly entry: Entry };

function fromStore(
  c: Collecting,
  base: Bare,
  key: string,
  reference: StoreReference,
): SuppliedVariable | undefined {
  const { store, name, optional, at } = reference;
  const unseen = `it is kept in ${store} \`${name}\`, which is not in the workspace`;
  const found = c.find(reference);
  if (found.kind === 'nothing') {
    if (optional) return only(c, base.name, `${store}/${name}`, reference);
    if (found.certain) missing(c, reference, 'warning');
    return { ...base, value: { kind: 'unknown', reason: unseen } };
  }
  const held = found.store.entries.findLast((entry) => entry.name === key);
  if (held) {
    return { ...held, name: base.name, shape: held.name === base.name ? held.shape : 'elsewhere' };
  }
  if (found.store.open) {
    if (optional) return only(c, base.name, found.store.label, reference);
    return { ...base, value: { kind: 'unknown', reason: `it is kept in ${found.store.label}` } };
  }
  if (optional) return undefined;
  if (found.certain) {
    const message = `\`${key}\` is not in ${store} \`${name}\`, so the container does not start`;
    c.problems.push({ ...at, message, severity: 'warning' });
  }
  return { ...base, value: { kind: 'unknown', reason: `\`${key}\` is not in ${store} \`${name}\`` } };
}

/** A variable that is set when its store has it. */
function only(c: Collecting, name: string, label: string, { at }: StoreReference): undefined {
  opaque(c, label, at, [name]);
  return undefined;
}
