import { classLibrary } from '../binding/class-libraries.ts';
import { suppliedEntries } from '../binding/supplied-entries.ts';
import type { FieldType } from '../schema/field-type.ts';
import type { Snapshot } from '../snapshot.ts';
import { replaceVariable } from '../supply/edit-variable.ts';
import { str } from '../syntax/data.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { type InvalidValue, invalidValues, valueSpan } from './invalid-values.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: list-needs-json.md */
export const listNeedsJson: Rule = {
  id: 'list-needs-json',
  severity: 'error',
  summary: 'A list, dict or model is read from JSON; any other text stops the start.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    for (const invalid of invalidValues(snapshot, file.path)) {
      if (needsJson(invalid)) yield finding(snapshot, file.text, invalid.document ?? document, invalid);
    }
  },
};

/** True when the text could not be decoded as JSON, so that no type was ever looked at. */
export function needsJson({ error }: InvalidValue): boolean {
  return error.type === 'settings_error';
}

function finding(
  snapshot: Snapshot,
  text: string,
  document: Document | undefined,
  invalid: InvalidValue,
): Finding {
  const { schema, resolution, entry } = invalid;
  const key = entry.key.name;
  const fix = document && asJson(snapshot, document, entry, resolution.field.type);
  return {
    span: firstLine(text, valueSpan(text, entry)),
    message: `\`${key}\` is not JSON, and ${classLibrary(schema.reader).name} reads \`${resolution.field.annotation}\` from JSON only: the service does not start`,
    key,
    environments: invalid.environments,
    service: schema.service,
    field: fieldReference(schema, resolution.field),
    upstream: { type: 'SettingsError', loc: [resolution.field.name] },
    related: [{ ...resolution.field.place, message: `declared here as \`${resolution.field.annotation}\`` }],
    fixes: fix ? [fix] : [],
  };
}

/** Comma-separated text as a JSON array, where the items are texts. */
function asJson(snapshot: Snapshot, document: Document, entry: Entry, type: FieldType): Fix | undefined {
  if (entry.value?.kind !== 'scalar' || entry.value.data.kind !== 'str' || entry.value.parts)
    return undefined;
  const text = entry.value.data.value.trim();
  if (!isListOfTexts(type) || /^[[{"]/.test(text)) return undefined;
  const items = text === '' ? [] : text.split(',').map((item) => item.trim());
  const json = JSON.stringify(items);
  const supplied = suppliedEntries(snapshot, document.file.path).find((it) => it.entry === entry);
  const edits = supplied
    ? replaceVariable(document, supplied.variable, json)
    : document.format.replace(document, entry, str(json));
  if (edits.length === 0) return undefined;
  return {
    title: `Write \`${entry.key.name}\` as JSON`,
    safety: 'unsafe',
    kind: 'quickfix',
    edits: edits.map((edit) => ({ ...edit, path: document.file.path })),
  };
}

function isListOfTexts(type: FieldType): boolean {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return type.item.kind === 'str' || type.item.kind === 'url' || type.item.kind === 'secret';
    case 'constrained':
    case 'optional':
      return isListOfTexts(type.inner);
    default:
      return false;
  }
}
