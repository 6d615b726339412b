import type { Value } from '../../syntax/document.ts';
import { nameAt } from '../../syntax/value-members.ts';
import type { Resource } from './resources.ts';

/** The `target` of a patch: patterns of names, and labels. */
export interface Selector {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: string;
  readonly annotations?: string;
}

/** Reads a `target`. */
export function readSelector(target: Value): Selector {
  const fields = {
    group: nameAt(target, 'group'),
    kind: nameAt(target, 'kind'),
    name: nameAt(target, 'name'),
    namespace: nameAt(target, 'namespace'),
    labels: nameAt(target, 'labelSelector'),
    annotations: nameAt(target, 'annotationSelector'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, it]) => it !== undefined && it !== ''));
}

/**
 * True where a target means an object (kustomize 0.21 `Select`): names are whole regular expressions, by the names
 * that it had, too.
 */
export function selects(selector: Selector, object: Resource): boolean {
  return (
    matches(selector.group, object.group) &&
    matches(selector.kind, object.kind) &&
    object.names.some((name) => matches(selector.name, name)) &&
    matches(selector.namespace, object.namespace ?? 'default') &&
    hasTexts(selector.labels, object.labels) &&
    hasTexts(selector.annotations, object.annotations)
  );
}

/**
 * Patterns of a few signs only are evaluated: a name, `.*` in it, alternatives. Others match nothing that is certain,
 * so they count as matching.
 */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const plain = pattern.replace(/^\^?\(?|\)?\$?$/g, '');
  if (!/^[\w./|*-]*$/.test(plain)) return true;
  return plain.split('|').some((it) => matchesParts(it.split('.*'), text));
}

/** True where a text consists of the parts with anything between them. */
function matchesParts(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** `a=b`, `a!=b`, `a` and `!a`, separated by commas. */
function hasTexts(selector: string | undefined, texts: ReadonlyMap<string, string>): boolean {
  if (selector === undefined) return true;
  return selector.split(',').every((term) => {
    const match = /^\s*(!?)\s*([^\s=!()]+)\s*(?:(==?|!=)\s*([^\s=!()]*))?\s*$/.exec(term);
    if (match?.[2] === undefined) return true;
    const [, not, name, sign, value] = match;
    const held = texts.get(name as string);
    if (sign === undefined) return (held !== undefined) !== (not === '!');
    return sign === '!=' ? held !== value : held === value;
  });
}
