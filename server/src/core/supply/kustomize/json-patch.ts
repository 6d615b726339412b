import type { Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameAt, nameIn } from '../../syntax/value-members.ts';
import {
  CONTAINER_LISTS,
  type Container,
  type ContainerList,
  type EnvItem,
  readContainer,
  readContainers,
  readEnv,
  readEnvFrom,
  readEnvFromItem,
  readEnvItem,
  wordsIn,
} from '../kubernetes/container.ts';
import { fieldText } from '../kubernetes/field-text.ts';
import { type KubernetesObject, podSpecPath } from '../kubernetes/objects.ts';
import type { Reading } from '../kubernetes/reading.ts';
import { withReplicas } from '../kubernetes/replicas.ts';
import { replicaCount } from '../replica-count.ts';
import { sameEntry } from '../same-entry.ts';
import { patchStore } from './json-patch-store.ts';

/** One operation of RFC 6902. */
export interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly value: Value | undefined;
  /** Where it is written. */
  readonly reading: Reading;
  readonly written: Value;
}

/** The operations of a patch, in order. */
export function readOperations(reading: Reading, root: Value): readonly Operation[] {
  return itemsOf(root).flatMap((item) => {
    const op = nameAt(item, 'op');
    const path = nameAt(item, 'path');
    if (op === undefined || path === undefined) return [];
    const tokens = path.split('/').slice(1);
    const unescaped = tokens.map((it) => it.replaceAll('~1', '/').replaceAll('~0', '~'));
    return [{ op, path: unescaped, value: memberAt(item, 'value'), reading, written: item }];
  });
}

/** An object after one operation, as far as its containers and values go. */
export function applyOperation<O extends KubernetesObject>(object: O, operation: Operation): O {
  if (operation.op === 'test') return object;
  if (object.store) return { ...object, store: patchStore(object.store, operation) };
  const pods = podSpecPath(object.kind, object.group);
  const { containers } = object;
  if (pods === undefined || containers === undefined) return object;
  const [first, second] = operation.path;
  if (first === 'spec' && (second === undefined || second === 'replicas'))
    return withReplicas(
      second === undefined ? unclearAll(object, operation) : object,
      operation.op === 'remove' || second === undefined ? undefined : replicaCount(nameIn(operation.value)),
    );
  const shared = pods.findIndex((key, index) => operation.path[index] !== key);
  if (shared >= 0 && shared < operation.path.length) return object;
  const rest = operation.path.slice(pods.length);
  if (shared >= 0 || rest.length === 0) return unclearAll(object, operation);
  const [name, ...below] = rest;
  const list = CONTAINER_LISTS.find((it) => it === name);
  return list === undefined ? object : { ...object, containers: inList(containers, list, below, operation) };
}

function unclearAll<O extends KubernetesObject>(object: O, operation: Operation): O {
  const { containers } = object;
  return containers === undefined
    ? object
    : { ...object, containers: containers.map((it) => unclear(it, operation)) };
}

/** The container where more may be set than is known. */
function unclear(container: Container, { reading, written }: Operation): Container {
  const at = { path: reading.path, span: written.span };
  return { ...container, unclear: { reason: 'a patch that is not followed', at } };
}

function inList(
  containers: readonly Container[],
  list: ContainerList,
  path: readonly string[],
  operation: Operation,
): readonly Container[] {
  const { reading, value, op } = operation;
  const others = containers.filter((it) => it.list !== list);
  const own = containers.filter((it) => it.list === list);
  const [first, field, ...below] = path;
  if (first === undefined) {
    const pods: Value | undefined = value && wrapped(list, value);
    return [...others, ...(op === 'remove' ? [] : readContainers(reading, pods))];
  }
  if (isCopy(op)) return containers.map((it) => unclear(it, operation));
  if (field === undefined) {
    const read = value && readContainer(reading, value, list);
    return [...others, ...spliced(own, first, op, read)];
  }
  return [
    ...others,
    ...own.map((it, index) => (String(index) === first ? inContainer(it, field, below, operation) : it)),
  ];
}

/** A list as the value of its key. */
function wrapped(name: string, value: Value): Value {
  const { span } = value;
  return {
    kind: 'mapping',
    span,
    entries: [{ key: { name, span, data: { kind: 'str', value: name } }, value, span }],
  };
}

function isCopy(op: string): boolean {
  return op !== 'add' && op !== 'replace' && op !== 'remove';
}

/** The items after an operation on one of them. */
function spliced<T>(items: readonly T[], token: string, op: string, item: T | undefined): readonly T[] {
  const index = token === '-' ? items.length : Number(token);
  if (!Number.isInteger(index) || index < 0 || index > items.length) return items;
  const added = op !== 'remove' && item !== undefined ? [item] : [];
  return items.toSpliced(index, op === 'add' ? 0 : 1, ...added);
}

function inContainer(
  container: Container,
  field: string,
  path: readonly string[],
  operation: Operation,
): Container {
  const { reading, value, op } = operation;
  const { [field as 'image']: _, ...without } = container;
  if (field === 'image') {
    const image = nameIn(value);
    return { ...without, ...(image === undefined ? {} : { image }) } as Container;
  }
  if (field === 'command' || field === 'args') {
    const words = path.length === 0 && op !== 'remove' ? wordsIn(value) : undefined;
    return { ...without, ...(words === undefined ? {} : { [field]: words }) } as Container;
  }
  if (field !== 'env' && field !== 'envFrom') return container;
  const [first, ...below] = path;
  if (first === undefined && op === 'remove') return without as Container;
  if (field === 'env') {
    if (first === undefined) return { ...container, env: value ? readEnv(reading, value) : [] };
    return { ...container, env: inEnv(container.env ?? [], first, below, operation) };
  }
  if (first === undefined) return { ...container, envFrom: value ? readEnvFrom(reading, value) : [] };
  if (below.length > 0) return unclear(container, operation);
  const read = value && readEnvFromItem(reading, value);
  return { ...container, envFrom: spliced(container.envFrom ?? [], first, op, read) };
}

function inEnv(
  env: readonly EnvItem[],
  first: string,
  path: readonly string[],
  operation: Operation,
): readonly EnvItem[] {
  const { reading, value, op } = operation;
  if (path.length === 0) {
    const read = value && readEnvItem(reading, value);
    return spliced(env, first, op, read);
  }
  return env.map((item, index) => (String(index) === first ? inEnvItem(item, path, operation) : item));
}

function inEnvItem(item: EnvItem, path: readonly string[], operation: Operation): EnvItem {
  const { reading, value, op } = operation;
  const [field, ...below] = path;
  const { value: _, from, ...bare } = item;
  if (field === 'value' && below.length === 0) {
    const kept = from ? { from } : {};
    if (op === 'remove' || value === undefined) return { ...bare, ...kept };
    const text = fieldText(reading.text, value, reading.kustomized);
    const key = { ...item.entry.key, span: value.span };
    const place = { path: reading.path, span: value.span };
    const entry = sameEntry(value, { key, value, span: value.span });
    return { ...bare, ...kept, place, entry, shape: 'elsewhere', value: text };
  }
  if (field === 'name' && below.length === 0) {
    const name = nameIn(value);
    return name === undefined ? item : { ...item, name, shape: 'elsewhere' };
  }
  if (field === 'valueFrom' && below.length === 0 && op === 'remove') {
    return { ...bare, ...(item.value ? { value: item.value } : {}) };
  }
  return { ...bare, from: { kind: 'unknown', reason: 'a patch changes where it comes from' } };
}
