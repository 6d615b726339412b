import { str } from '../../syntax/data.ts';
import type { Entry, Scalar, Value } from '../../syntax/document.ts';
import { entriesOf, itemsOf, memberAt, nameAt } from '../../syntax/value-members.ts';
import type { Span } from '../../text/span.ts';
import { isPlaceholder, PLACEHOLDER } from '../placeholder.ts';
import { report } from '../report.ts';
import { sameEntry } from '../same-entry.ts';
import { isSops } from '../sops.ts';
import type { SuppliedVariable } from '../supply.ts';
import { base64Text } from './base64-text.ts';
import type { StoreKind } from './container.ts';
import { fieldText } from './field-text.ts';
import type { Reading } from './reading.ts';

/** One key of a ConfigMap or Secret; `name` is the key. */
export interface StoreEntry extends SuppliedVariable {
  /** Written as null: a patch takes it away. */
  readonly cleared?: true;
}

/** What a ConfigMap or a Secret holds. */
export interface Store {
  readonly kind: StoreKind;
  /** As users call what makes it: `ExternalSecret/api`. */
  readonly label: string;
  readonly entries: readonly StoreEntry[];
  /** It may hold more than these. */
  readonly open: boolean;
}

/** The values of a ConfigMap. Its `binaryData` never becomes a variable. */
export function readConfigMap(reading: Reading, root: Value, name: string): Store {
  const entries = entriesOf(memberAt(root, 'data'));
  return {
    kind: 'ConfigMap',
    label: `ConfigMap/${name}`,
    entries: entries.flatMap((entry) => textEntry(reading, entry, false) ?? []),
    open: false,
  };
}

/** The values of a Secret: what `stringData` says wins over `data`. */
export function readSecret(reading: Reading, root: Value, name: string): Store {
  const isEncrypted = isSops(root);
  const encoded = entriesOf(memberAt(root, 'data'));
  const texts = entriesOf(memberAt(root, 'stringData'));
  const read = isEncrypted
    ? [...encoded, ...texts].map((entry) => namedOnly(reading, entry, ENCRYPTED))
    : [
        ...encoded.flatMap((entry) => encodedEntry(reading, entry) ?? []),
        ...texts.flatMap((entry) => textEntry(reading, entry, true) ?? []),
      ];
  return { kind: 'Secret', label: `Secret/${name}`, entries: read, open: false };
}

const ENCRYPTED = 'it is encrypted';

/** The keys that a SealedSecret unseals to. */
export function readSealedSecret(reading: Reading, root: Value, name: string): Store {
  const sealed = memberAt(root, 'spec', 'encryptedData');
  const template = memberAt(root, 'spec', 'template', 'data');
  const entries = [sealed, template].flatMap(entriesOf);
  return {
    kind: 'Secret',
    label: `SealedSecret/${name}`,
    entries: entries.map((entry) => namedOnly(reading, entry, ENCRYPTED)),
    open: memberAt(root, 'spec', 'data') !== undefined,
  };
}

/**
 * The keys that an ExternalSecret makes: those of its template, which replace the ones it fetches unless they are to
 * be merged (external-secrets.io/v1, `target.template.mergePolicy`).
 * @param spec of the ExternalSecret
 */
export function readExternalSecret(reading: Reading, spec: Value | undefined, name: string): Store {
  const template = memberAt(spec, 'target', 'template');
  const own = entriesOf(memberAt(template, 'data'));
  const replaces = own.length > 0 && nameAt(template, 'mergePolicy') !== 'Merge';
  const fetched = replaces ? [] : itemsOf(memberAt(spec, 'data'));
  const isOpen = !replaces && itemsOf(memberAt(spec, 'dataFrom')).length > 0;
  return {
    kind: 'Secret',
    label: `ExternalSecret/${name}`,
    entries: [
      ...fetched.flatMap((item) => fetchedEntry(reading, item) ?? []),
      ...own.map((entry) => namedOnly(reading, entry, FETCHED)),
    ],
    open: isOpen || itemsOf(memberAt(template, 'templateFrom')).length > 0,
  };
}

const FETCHED = 'it is fetched from a store of secrets';

function fetchedEntry(reading: Reading, item: Value): StoreEntry | undefined {
  const key = memberAt(item, 'secretKey');
  const name = nameAt(item, 'secretKey');
  if (key === undefined || name === undefined) return undefined;
  const entry = sameEntry(key, { key: { name, span: key.span, data: str(name) }, span: key.span });
  const value = { kind: 'unknown', reason: FETCHED } as const;
  return { name, value, path: reading.path, entry, shape: 'elsewhere', secret: true };
}

/** A key whose value is nobody's business. */
function namedOnly(reading: Reading, entry: Entry, reason: string): StoreEntry {
  const { name } = entry.key;
  return {
    name,
    value: { kind: 'unknown', reason },
    path: reading.path,
    entry,
    shape: 'elsewhere',
    secret: true,
  };
}

/** An entry of `data` of a ConfigMap, or of `stringData`; undefined where the API server refuses it. */
function textEntry(reading: Reading, entry: Entry, secret: boolean): StoreEntry | undefined {
  const { name } = entry.key;
  if (!isStoreKey(reading, entry)) return undefined;
  const value = fieldText(reading.text, entry.value, reading.kustomized);
  const base = { name, path: reading.path, entry, shape: 'entry', secret } as const;
  switch (value.kind) {
    case 'text':
      return { ...base, value: isPlaceholder(value.text) ? { kind: 'unknown', reason: PLACEHOLDER } : value };
    case 'null':
      return { ...base, value: { kind: 'unknown', reason: 'it is null' }, cleared: true };
    case 'unknown':
      return { ...base, value };
    case 'refused': {
      const at = entry.value?.span ?? entry.key.span;
      report(reading, at, `\`${name}\` is ${value.what} here, and the cluster takes texts only`);
      return { ...base, value: { kind: 'unknown', reason: 'the cluster refuses its value' } };
    }
  }
}

/** An entry of `data` of a Secret, decoded so that its type can be checked. */
function encodedEntry(reading: Reading, entry: Entry): StoreEntry | undefined {
  const { name } = entry.key;
  if (!isStoreKey(reading, entry)) return undefined;
  const base = { name, path: reading.path, entry, shape: 'elsewhere', secret: true } as const;
  const written = fieldText(reading.text, entry.value, reading.kustomized);
  if (written.kind === 'refused') {
    const at = entry.value?.span ?? entry.key.span;
    report(reading, at, `\`${name}\` is ${written.what} here, and the cluster takes texts in base64 only`);
  }
  if (written.kind === 'null')
    return { ...base, value: { kind: 'unknown', reason: 'it is null' }, cleared: true };
  if (written.kind !== 'text') return { ...base, value: { kind: 'unknown', reason: 'it is not a text' } };
  if (isPlaceholder(written.text)) return { ...base, value: { kind: 'unknown', reason: PLACEHOLDER } };
  const decoded = base64Text(written.text);
  if (decoded === 'invalid') {
    report(
      reading,
      entry.value?.span ?? entry.key.span,
      `\`${name}\` is not base64, so the cluster refuses the Secret`,
    );
    return { ...base, value: { kind: 'unknown', reason: 'it is not base64' } };
  }
  if (decoded === 'binary') return { ...base, value: { kind: 'unknown', reason: 'it is not a text' } };
  const scalar = entry.value as Scalar;
  const read: Scalar = { ...scalar, data: str(decoded.text) };
  const own = sameEntry(scalar, { ...entry, value: read });
  return { ...base, entry: own, value: { kind: 'text', text: decoded.text } };
}

/** Keys of stores are letters, digits, `-`, `_` and `.`. */
function isStoreKey(reading: Reading, entry: Entry): boolean {
  const { name, span } = entry.key;
  if (isKeyName(name)) return true;
  if (!isPlaceholder(name)) reportKey(reading, span, name);
  return false;
}

/** The names that a key of a ConfigMap or Secret can have (k8s.io/apimachinery `IsConfigMapKey`). */
export function isKeyName(name: string): boolean {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(name) && !/^\.\.?$|^\.\.[^.]/.test(name);
}

/** Says that the cluster refuses a key. */
export function reportKey(reading: Reading, span: Span, name: string): void {
  const message = `\`${name}\` cannot be a key here: only letters, digits, \`-\`, \`_\` and \`.\` can`;
  report(reading, span, message);
}
