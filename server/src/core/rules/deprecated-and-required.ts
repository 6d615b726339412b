import { schemasOf } from '../schema/readers.ts';
import type { FileEdit } from '../text/file-edit.ts';
import { firstLine } from '../text/span.ts';
import { deprecatedFields } from './deprecated-fields.ts';
import type { Fix } from './finding.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { type WrittenField, writtenField } from './written-field.ts';

/** Page: deprecated-and-required.md */
export const deprecatedAndRequired: Rule = {
  id: 'deprecated-and-required',
  severity: 'warning',
  summary: 'A deprecated field that the service does not start without, so that nobody can stop setting it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const { schema, field } of deprecatedFields(schemasOf(snapshot))) {
      if (field.place.path !== file.path || !field.required) continue;
      yield {
        span: firstLine(file.text, field.place.span),
        message: `\`${field.name}\` is deprecated and required: \`${readerName(schema)}\` does not start where somebody stops setting it`,
        key: variableName(schema, field),
        service: schema.service,
        field: fieldReference(schema, field),
        fixes: madeOptional(writtenField(snapshot, schema, field)),
      };
    }
  },
};

/** `int | None` with `None` as default: what reads the field has to expect that it is not set. */
function madeOptional(written: WrittenField | undefined): readonly Fix[] {
  const edits = written ? [...optionalType(written), ...noneByDefault(written)] : [];
  return edits.length === 0
    ? []
    : [{ title: 'Make it optional, `None` by default', safety: 'unsafe', kind: 'quickfix', edits }];
}

function optionalType({ path, text, type }: WrittenField): readonly FileEdit[] {
  const written = text.slice(type.span.start, type.span.end);
  if (type.kind === 'string' || /\bNone\b|\bOptional\b|^(?:typing\.)?Any$/.test(written)) return [];
  return [{ path, span: { start: type.span.end, end: type.span.end }, newText: ' | None' }];
}

function noneByDefault({ path, declaration, call }: WrittenField): readonly FileEdit[] {
  const { value, annotation } = declaration;
  if (value === undefined) {
    const at = annotation.span.end;
    return [{ path, span: { start: at, end: at }, newText: ' = None' }];
  }
  if (call === undefined || call !== value) return [];
  const written = call.args.find(
    (it, index) => it.name === 'default' || (index === 0 && it.name === undefined),
  );
  if (written) return [{ path, span: written.value.span, newText: 'None' }];
  const [first] = call.args;
  const at = first ? first.span.start : call.span.end - 1;
  return [{ path, span: { start: at, end: at }, newText: `default=None${first ? ', ' : ''}` }];
}
