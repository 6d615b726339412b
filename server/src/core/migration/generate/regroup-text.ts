import type { RecordFile } from '../record.ts';
import type { OldType } from './old-attribute.ts';
import { marker } from './pydantic-dual-read.ts';
import type { PythonBack, PythonConversion } from './python-conversion.ts';
import { assignText, callText, comment, idName, pyString, raiseText } from './python-text.ts';
import type { OldKey, RegroupTarget } from './regroup-target.ts';
import { deprecatedMessage, differMessage, incompleteMessage } from './shim-message.ts';
import { isSecretType } from './unit-declaration.ts';

/** What the text of a class that reads both sides depends on. */
export interface RegroupText {
  readonly id: string;
  readonly target: RegroupTarget;
  readonly conversion: PythonConversion;
  readonly precedence: RecordFile['precedence'];
  readonly width: number;
  /** Name of the module's logger. */
  readonly log: string;
  /** The old attributes that code reads, with their types: they say what the new keys say. */
  readonly kept: ReadonlyMap<OldKey, OldType>;
}

/** The function of the module that converts; above the class. */
export function convertFunction({ id, target, conversion, width }: RegroupText): string {
  const names = new Map([...target.olds, ...target.news].map((it) => [it.key, pyString(it.attribute)]));
  const body = conversion.toNew((key) => names.get(key) ?? pyString(key));
  return [
    comment('', `${marker(id)} phase=expand (delete in contract)`, width),
    `def _new_${idName(id)}(old: dict[str, Any]) -> dict[str, Any] | None:`,
    ...body.map((line) => `    ${line}`),
  ].join('\n');
}

/** The declarations of the old keys while both sides are read: never judged, never shown, never kept. */
export function oldFieldsText({ id, target, width }: RegroupText): string {
  const indent = target.settings.bodyIndent;
  const blocks = target.olds.map((old, at) => [
    comment(indent, `${marker(id)} phase=expand`, width),
    ...(at === 0 ? [comment(indent, '(delete what carries this line in contract)', width)] : []),
    callText(indent, `${old.attribute}: Any = Field`, ['default=None', 'repr=False', 'exclude=True'], width),
    ...(at === target.olds.length - 1 ? [`${indent}_seen_${idName(id)}: ClassVar[set[str]] = set()`] : []),
  ]);
  return blocks.flat().join('\n');
}

/**
 * The before-validator: all new keys, or else the old ones converted. An empty text counts as unset, a part of the new
 * keys counts only with the old ones, and a part without them stops the process. What is raised is no ValueError:
 * pydantic would print the values with it. Each message is logged once per process.
 */
export function beforeText(it: RegroupText): string {
  const { id, target, width } = it;
  const indent = target.settings.bodyIndent;
  const inner = `${indent}    `;
  const deeper = `${inner}    `;
  const name = idName(id);
  const names = (of: string, keys: readonly { readonly attribute: string }[]) =>
    listText(
      inner,
      of,
      keys.map((key) => key.attribute),
      width,
    );
  return [
    comment(indent, `${marker(id)} phase=expand`, width),
    `${indent}@model_validator(mode="before")`,
    `${indent}@classmethod`,
    `${indent}def _m_${name}(cls, data: Any) -> Any:`,
    `${inner}if not isinstance(data, dict):`,
    `${deeper}return data`,
    names('olds', target.olds),
    names('news', target.news),
    `${inner}old = {k: data[k] for k in olds if data.get(k, "") != ""}`,
    `${inner}data = {k: v for k, v in data.items() if k not in olds}`,
    `${inner}given = [k for k in news if data.get(k, "") != ""]`,
    ...defaultsText(it, inner),
    ...withoutOld(it, inner),
    `${inner}new = _new_${name}(old)`,
    `${inner}message = ""`,
    ...fromOld(it, inner),
    `${inner}elif new is None or any(str(data[k]) != str(v) for k, v in new.items()):`,
    ...whenDifferent(it, deeper),
    `${inner}seen = cls._seen_${name}`,
    `${inner}if message and message not in seen:`,
    `${deeper}seen.add(message)`,
    `${deeper}${it.log}.warning(message)`,
    `${inner}return data`,
  ].join('\n');
}

/** The new keys alone count; some of them, or some of the old ones alone, stop the process. */
function withoutOld({ target: { olds, news }, width }: RegroupText, inner: string): readonly string[] {
  const deeper = `${inner}    `;
  const together = (when: string, keys: string) => [
    `${deeper}if ${when}:`,
    raiseText(`${deeper}    `, `set ${keys} together`, width),
  ];
  return [
    `${inner}if ${olds.length > 1 ? 'len(old) < len(olds)' : 'not old'}:`,
    ...(news.length > 1 ? together('given and given != news', keysOf(news)) : []),
    ...(olds.length > 1 ? together('old and not given', keysOf(olds)) : []),
    `${deeper}return data`,
  ];
}

/** The old keys count where the new ones are not whole. */
function fromOld({ target: { olds, news }, width }: RegroupText, inner: string): readonly string[] {
  const deeper = `${inner}    `;
  const [from, to] = [keyList(olds), keyList(news)];
  const incomplete = [
    `${deeper}if given:`,
    assignText(`${deeper}    `, 'message', incompleteMessage(from, to), width),
  ];
  return [
    `${inner}if given != news:`,
    `${deeper}if new is None:`,
    raiseText(`${deeper}    `, `${keysOf(olds)} cannot be converted to ${keysOf(news)}`, width),
    `${deeper}data.update(new)`,
    assignText(deeper, 'message', deprecatedMessage(from, to), width),
    ...(news.length > 1 ? incomplete : []),
  ];
}

/** Old keys that had a default have it still, once another of them is set. */
function defaultsText({ target, width }: RegroupText, inner: string): readonly string[] {
  if (target.olds.length === 1) return [];
  const entries = target.olds.flatMap(({ attribute, field, declaration }) => {
    const value = declaration?.value;
    if (field === undefined || field.required || value === undefined) return [];
    const data = field.default;
    if (data?.kind === 'str') return [`${pyString(attribute)}: ${pyString(data.value)}`];
    return data?.kind === 'int' ? [`${pyString(attribute)}: ${data.value}`] : [];
  });
  if (entries.length === 0) return [];
  const line = `${inner}    old = {${entries.join(', ')}, **old}`;
  const long = [
    `${inner}    old = {`,
    ...entries.map((it) => `${inner}        ${it},`),
    `${inner}        **old,`,
    `${inner}    }`,
  ];
  return [`${inner}if old:`, ...(line.length <= width ? [line] : long)];
}

function whenDifferent(it: RegroupText, indent: string): readonly string[] {
  const { target, precedence, width } = it;
  const [froms, tos] = [keysOf(target.olds), keysOf(target.news)];
  const [olds, news] = [keyList(target.olds), keyList(target.news)];
  switch (precedence) {
    case 'new':
      return [assignText(indent, 'message', differMessage(olds, news, news), width)];
    case 'old':
      return [
        `${indent}if new is None:`,
        raiseText(`${indent}    `, `${froms} cannot be converted to ${tos}`, width),
        `${indent}data.update(new)`,
        assignText(indent, 'message', differMessage(olds, news, olds), width),
      ];
    case 'error':
      return [raiseText(indent, differMessage(olds, news), width)];
  }
}

/** While both sides are read, the old attributes hold what the new ones say. */
export function afterText(it: RegroupText): string {
  const { id, target, width } = it;
  const indent = target.settings.bodyIndent;
  const inner = `${indent}    `;
  const back = backOf(it);
  return [
    comment(indent, `${marker(id)} phase=expand`, width),
    comment(indent, '(code reads the old attributes: they say what the new keys say)', width),
    `${indent}@model_validator(mode="after")`,
    `${indent}def _m_${idName(id)}_after(self) -> Any:`,
    ...back.lines.map((line) => `${inner}${line}`),
    ...[...it.kept].map(([old, type]) =>
      callText(
        inner,
        'object.__setattr__',
        ['self', pyString(old.attribute), typed(type, back, old.key)],
        width,
      ),
    ),
    `${inner}return self`,
  ].join('\n');
}

/** Once only the new keys are read: what code calls by the old names. */
export function propertiesText(it: RegroupText): string {
  const indent = it.target.settings.bodyIndent;
  const inner = `${indent}    `;
  const back = backOf(it);
  return [...it.kept]
    .map(([old, type]) => {
      const value = typed(type, back, old.key);
      return [
        `${indent}@property`,
        `${indent}def ${old.attribute}(self) -> ${type}:`,
        `${inner}"""As ${old.key} said it, from what took its place."""`,
        ...back.lines.map((line) => `${inner}${line}`),
        `${inner}return ${value}`,
      ].join('\n');
    })
    .join('\n\n');
}

function backOf({ target, conversion }: RegroupText): PythonBack {
  const attributes = new Map(target.news.map((it) => [it.key, it.attribute]));
  const secret = (key: string) => secretPart(target, key);
  return conversion.toOld((key) => {
    const own = `self.${attributes.get(key) ?? key}`;
    return secret(key) ? `${own}.get_secret_value()` : own;
  });
}

/** A key that is declared as a secret when the old one was: the password, or the whole. */
function secretPart({ olds, news, reader }: RegroupTarget, key: string): boolean {
  const known = reader.fields.get(key);
  if (known !== undefined) return isSecretType(known);
  const secret = olds.some((old) => old.field !== undefined && isSecretType(old.field));
  return secret && (news.length === 1 || /(?:^|_)(?:password|passwd|pass)$/i.test(key));
}

/** A text in the type that the old attribute had. */
function typed(type: OldType, { values, numbers }: PythonBack, key: string): string {
  const value = values.get(key) ?? '';
  if (type === 'str') return value;
  if (type === 'int' && numbers?.has(key)) return numbers.get(key) ?? value;
  if (!value.startsWith('format(')) return `${type}(${value})`;
  // A fraction that a float holds is a hair off the whole number it stands for.
  if (type === 'int') return 'round(number)';
  return type === 'Decimal' ? 'number' : `${type}(number)`;
}

function keyList(keys: readonly { readonly key: string }[]): readonly string[] {
  return keys.map(({ key }) => key);
}

function keysOf(keys: readonly { readonly key: string }[]): string {
  return keyList(keys).join(', ');
}

function listText(indent: string, name: string, items: readonly string[], width: number): string {
  const quoted = items.map(pyString);
  const line = `${indent}${name} = [${quoted.join(', ')}]`;
  if (line.length <= width) return line;
  const whole = `${indent}    ${quoted.join(', ')}`;
  if (whole.length <= width) return `${indent}${name} = [\n${whole}\n${indent}]`;
  return `${indent}${name} = [\n${quoted.map((it) => `${indent}    ${it},\n`).join('')}${indent}]`;
}
