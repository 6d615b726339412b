import type { Entry, Mapping, Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, memberEntry, nameAt, nameIn } from '../../syntax/value-members.ts';
import type { Span } from '../../text/span.ts';
import { report } from '../report.ts';
import { sameEntry } from '../same-entry.ts';
import { type FieldText, fieldText } from './field-text.ts';
import type { Place, Reading } from './reading.ts';

/** What holds the values of variables: a ConfigMap or a Secret, whatever makes it. */
export type StoreKind = 'ConfigMap' | 'Secret';

/** A reference to a store by its name. `target` is set once it is known which object that is. */
export interface StoreReference {
  readonly store: StoreKind;
  readonly name: string;
  readonly optional: boolean;
  readonly at: Place;
  readonly target?: number;
}

/** An item of `env`, or of a patch for one: then a part may be missing. */
export interface EnvItem {
  readonly name: string;
  readonly place: Place;
  /** Name and value put together. */
  readonly entry: Entry;
  readonly shape: 'name-value' | 'elsewhere';
  readonly value?: FieldText;
  readonly from?: EnvValueFrom;
  /** Written as null: a patch takes it away. */
  readonly cleared: readonly ('value' | 'valueFrom')[];
  /** `$patch` of a strategic merge. */
  readonly directive?: string;
}

export type EnvValueFrom =
  | { readonly kind: 'key'; readonly key: string; readonly reference: StoreReference }
  | { readonly kind: 'unknown'; readonly reason: string };

/** An item of `envFrom`. */
export interface EnvFromItem {
  readonly prefix: string;
  readonly reference: StoreReference;
}

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

export const CONTAINER_LISTS: readonly ContainerList[] = [
  'initContainers',
  'containers',
  'ephemeralContainers',
];

export interface Container {
  readonly name: string;
  readonly place: Place;
  readonly list: ContainerList;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvItem[];
  readonly envFrom?: readonly EnvFromItem[];
  /** Why more variables than these may be set, where something in it cannot be followed. */
  readonly unclear?: { readonly reason: string; readonly at: Place };
  readonly directive?: string;
}

/** Reads the containers of a pod's specification, those that run first before the others. */
export function readContainers(reading: Reading, podSpec: Value | undefined): readonly Container[] {
  return CONTAINER_LISTS.flatMap((list) =>
    itemsOf(memberAt(podSpec, list)).flatMap((item) => readContainer(reading, item, list) ?? []),
  );
}

/** Reads one container; undefined where it has no name. */
export function readContainer(reading: Reading, item: Value, list: ContainerList): Container | undefined {
  if (item.kind !== 'mapping') return undefined;
  const named = memberAt(item, 'name');
  const name = nameIn(named);
  if (name === undefined || named === undefined) return undefined;
  const image = nameAt(item, 'image');
  const directive = nameAt(item, '$patch');
  const command = wordsIn(memberAt(item, 'command'));
  const args = wordsIn(memberAt(item, 'args'));
  const env = memberAt(item, 'env');
  const envFrom = memberAt(item, 'envFrom');
  return {
    name,
    place: { path: reading.path, span: named.span },
    list,
    ...(image === undefined ? {} : { image }),
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(env?.kind === 'sequence' ? { env: readEnv(reading, env) } : {}),
    ...(envFrom?.kind === 'sequence' ? { envFrom: readEnvFrom(reading, envFrom) } : {}),
    ...(directive === undefined ? {} : { directive }),
  };
}

/** The words of `command` or `args`; undefined where there are none. */
export function wordsIn(value: Value | undefined): readonly string[] | undefined {
  if (value?.kind !== 'sequence') return undefined;
  return value.items.flatMap((item) => nameIn(item) ?? []);
}

/** Reads a list of `env`; an item without a name is refused. */
export function readEnv(reading: Reading, list: Value): readonly EnvItem[] {
  return itemsOf(list).flatMap((item) => {
    const read = readEnvItem(reading, item);
    if (read === undefined && !(item.kind === 'scalar' && item.data.kind === 'none'))
      report(reading, item.span, 'an item of `env` needs a `name`');
    return read ?? [];
  });
}

/** Reads one item of `env`; undefined where it has no name. */
export function readEnvItem(reading: Reading, item: Value): EnvItem | undefined {
  const named = memberAt(item, 'name');
  if (item.kind !== 'mapping' || named?.kind !== 'scalar') return undefined;
  const name = nameIn(named);
  if (name === undefined) return undefined;
  const written = memberEntry(item, 'value');
  const value = written && fieldText(reading.text, written.value, reading.kustomized);
  if (value?.kind === 'refused') refuse(reading, written?.value?.span ?? named.span, name, value.what);
  const from = memberEntry(item, 'valueFrom');
  const readFrom = from?.value?.kind === 'mapping' ? readValueFrom(reading, from.value) : undefined;
  if (readFrom && value?.kind === 'text' && value.text !== '')
    report(reading, named.span, `\`${name}\` has a \`value\` and a \`valueFrom\`, and only one is allowed`);
  const directive = nameAt(item, '$patch');
  return {
    name,
    place: { path: reading.path, span: named.span },
    entry: sameEntry(item, {
      key: { name, span: named.span, data: named.data },
      ...valueIn(written),
      span: item.span,
    }),
    shape: isBrought(reading, item) ? 'elsewhere' : 'name-value',
    ...(value === undefined || value.kind === 'null' ? {} : { value }),
    ...(readFrom === undefined ? {} : { from: readFrom }),
    cleared: [
      ...(value?.kind === 'null' ? (['value'] as const) : []),
      ...(from !== undefined && readFrom === undefined ? (['valueFrom'] as const) : []),
    ],
    ...(directive === undefined ? {} : { directive }),
  };
}

function valueIn(entry: Entry | undefined): Pick<Entry, 'value'> {
  return entry?.value === undefined ? {} : { value: entry.value };
}

/** What an alias or a merge key brings has no text of its own at that place. */
function isBrought(reading: Reading, item: Mapping): boolean {
  const spans = [item.span, ...item.entries.map((it) => it.key.span)];
  return spans.some(({ start }) => /^(?:\*|<<)/.test(reading.text.slice(start, start + 2)));
}

function refuse(reading: Reading, span: Span, name: string, what: string): void {
  report(reading, span, `\`${name}\` is ${what} here, and the cluster takes texts only`);
}

const FIELD_REASONS: Readonly<Record<string, string>> = {
  fieldRef: 'it is a field of the pod',
  resourceFieldRef: 'it is a resource of the container',
  fileKeyRef: 'it comes from a file that the pod writes',
};

function readValueFrom(reading: Reading, from: Mapping): EnvValueFrom {
  for (const [field, store] of [
    ['configMapKeyRef', 'ConfigMap'],
    ['secretKeyRef', 'Secret'],
  ] as const) {
    const held = memberAt(from, field);
    if (held?.kind !== 'mapping') continue;
    const key = nameAt(held, 'key');
    const reference = readReference(reading, store, held);
    if (key !== undefined && reference) return { kind: 'key', key, reference };
  }
  const field = from.entries.find((it) => FIELD_REASONS[it.key.name] !== undefined)?.key.name;
  return { kind: 'unknown', reason: FIELD_REASONS[field ?? ''] ?? 'its `valueFrom` is not understood' };
}

function readReference(reading: Reading, store: StoreKind, held: Mapping): StoreReference | undefined {
  const named = memberAt(held, 'name');
  const name = nameIn(named);
  if (named === undefined || name === undefined) return undefined;
  const optional = memberAt(held, 'optional');
  return {
    store,
    name,
    optional: optional?.kind === 'scalar' && optional.data.kind === 'bool' && optional.data.value,
    at: { path: reading.path, span: named.span },
  };
}

/** Reads a list of `envFrom`. */
export function readEnvFrom(reading: Reading, list: Value): readonly EnvFromItem[] {
  return itemsOf(list).flatMap((item) => readEnvFromItem(reading, item) ?? []);
}

/** Reads one item of `envFrom`; undefined where it refers to nothing. */
export function readEnvFromItem(reading: Reading, item: Value): EnvFromItem | undefined {
  const prefix = nameAt(item, 'prefix') ?? '';
  for (const [field, store] of [
    ['configMapRef', 'ConfigMap'],
    ['secretRef', 'Secret'],
  ] as const) {
    const held = memberAt(item, field);
    const reference = held?.kind === 'mapping' ? readReference(reading, store, held) : undefined;
    if (reference) return { prefix, reference };
  }
  return undefined;
}
