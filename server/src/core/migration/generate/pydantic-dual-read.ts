import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { ImportNeed } from './python-imports.ts';
import { assignText, callText, comment, idName, pyString } from './python-text.ts';
import { deprecatedMessage, differMessage } from './shim-message.ts';

/** What the text of a dual read depends on. */
export interface DualRead {
  readonly id: string;
  /** Keys as people write them, for messages. */
  readonly from: string;
  readonly to: string;
  readonly oldName: string;
  readonly newName: string;
  readonly oldKeys: readonly string[];
  readonly newKeys: readonly string[];
  /** Set where OLD is declared through an alias. */
  readonly oldAlias?: { readonly keyword: string; readonly written: string };
  /** The library decodes JSON for a field of this type, so the validator has to. */
  readonly json: boolean;
  readonly emptyAccepted: boolean;
  readonly precedence: 'new' | 'old' | 'error';
  readonly indent: string;
  /** Columns that the project's formatter keeps to. */
  readonly width: number;
  /** Some code may still read OLD from the object: it gets NEW's value. */
  readonly keepsOld: boolean;
  /** Name of the module's logger. */
  readonly log: string;
}

export const DUAL_READ_IMPORTS: readonly ImportNeed[] = [
  { module: 'typing', name: 'Any' },
  { module: 'typing', name: 'ClassVar' },
  { module: 'pydantic', name: 'Field' },
  { module: 'pydantic', name: 'model_validator' },
];
export const JSON_IMPORTS: readonly ImportNeed[] = [
  { module: 'json' },
  { module: 'contextlib', name: 'suppress' },
];

/** The marker that every generated piece of a migration carries. */
export function marker(id: string): string {
  return `settings-migration: ${id}`;
}

/** The declaration of OLD while both are read: never judged, never shown, never kept. */
export function oldFieldText(dual: DualRead): string {
  const { id, indent, oldName, oldAlias, width } = dual;
  const alias = oldAlias ? [`${oldAlias.keyword}=${pyString(oldAlias.written)}`] : [];
  return [
    comment(indent, `${marker(id)} phase=expand`, width),
    comment(indent, '(delete this field, the names seen and the validator in contract)', width),
    callText(
      indent,
      `${oldName}: Any = Field`,
      ['default=None', ...alias, 'repr=False', 'exclude=True'],
      width,
    ),
    `${indent}_seen_${idName(id)}: ClassVar[set[str]] = set()`,
  ].join('\n');
}

/**
 * The before-validator. It takes OLD out of the data, so that nothing judges it, and gives NEW its value where NEW is
 * unset. An empty text counts as unset unless the type accepts it. Each message is logged once per process.
 */
export function validatorText(dual: DualRead): string {
  const { id, indent, width } = dual;
  const inner = `${indent}    `;
  const deeper = `${inner}    `;
  const [first = ''] = dual.newKeys;
  const name = idName(id);
  const deprecated = deprecatedMessage([dual.from], [dual.to]);
  return [
    comment(indent, `${marker(id)} phase=expand`, width),
    `${indent}@model_validator(mode="before")`,
    `${indent}@classmethod`,
    `${indent}def _m_${name}(cls, data: Any) -> Any:`,
    ...takeOld(dual, inner),
    `${inner}message = ""`,
    `${inner}if ${newIsUnset(dual)}:`,
    `${deeper}data[${pyString(first)}] = old`,
    assignText(deeper, 'message', deprecated, width),
    `${inner}elif ${differs(dual)}:`,
    ...whenDifferent(dual, deeper),
    `${inner}seen = cls._seen_${name}`,
    `${inner}if message and message not in seen:`,
    `${deeper}seen.add(message)`,
    `${deeper}${dual.log}.warning(message)`,
    `${inner}return data`,
    ...(dual.keepsOld ? ['', afterText(dual)] : []),
  ].join('\n');
}

/** Code that reads OLD from the object, where it is not certain that it does, gets the value of NEW. */
function afterText({ id, indent, oldName, newName, width }: DualRead): string {
  const inner = `${indent}    `;
  return [
    comment(indent, `${marker(id)} phase=expand`, width),
    comment(indent, `(some code may still read ${oldName}; it holds what ${newName} holds)`, width),
    `${indent}@model_validator(mode="after")`,
    `${indent}def _m_${idName(id)}_after(self) -> Any:`,
    callText(inner, 'object.__setattr__', ['self', pyString(oldName), `self.${newName}`], width),
    `${inner}return self`,
  ].join('\n');
}

function takeOld({ oldKeys, json, emptyAccepted }: DualRead, inner: string): readonly string[] {
  const deeper = `${inner}    `;
  const [key = ''] = oldKeys;
  const lines = [
    `${inner}if not isinstance(data, dict) or ${pyString(key)} not in data:`,
    `${deeper}return data`,
    `${inner}data = dict(data)`,
    `${inner}old = data.pop(${pyString(key)})`,
  ];
  if (!emptyAccepted) lines.push(`${inner}if old == "":`, `${deeper}return data`);
  if (json) {
    lines.push(
      `${inner}if isinstance(old, str):`,
      `${deeper}with suppress(ValueError):`,
      `${deeper}    old = json.loads(old)`,
    );
  }
  return lines;
}

function newIsUnset({ newKeys, emptyAccepted }: DualRead): string {
  return newKeys
    .map((key) => (emptyAccepted ? `${pyString(key)} not in data` : `data.get(${pyString(key)}, "") == ""`))
    .join(' and ');
}

function differs({ newKeys, json }: DualRead): string {
  const [first = '', second] = newKeys;
  const value =
    second === undefined
      ? `data[${pyString(first)}]`
      : `data.get(${pyString(first)}, data.get(${pyString(second)}))`;
  return json ? `old != ${value}` : `str(old) != str(${value})`;
}

function whenDifferent(dual: DualRead, indent: string): readonly string[] {
  const [first = '', second] = dual.newKeys;
  const [from, to] = [[dual.from], [dual.to]] as const;
  switch (dual.precedence) {
    case 'new':
      return [assignText(indent, 'message', differMessage(from, to, to), dual.width)];
    case 'old':
      return [
        ...(second === undefined ? [] : [`${indent}data.pop(${pyString(second)}, None)`]),
        `${indent}data[${pyString(first)}] = old`,
        assignText(indent, 'message', differMessage(from, to, from), dual.width),
      ];
    case 'error':
      // Not a ValueError: pydantic would print the values with it.
      return [callText(indent, 'raise RuntimeError', [pyString(differMessage(from, to))], dual.width)];
  }
}

/** Inserts a text after the last line of a class body, behind the comment that may stand there. */
export function appendToClass(code: string, end: number, text: string): Edit {
  const after = end + (/^[^\r\n]*/.exec(code.slice(end))?.[0].length ?? 0);
  return { span: span(after, after), newText: `\n\n${text}` };
}
