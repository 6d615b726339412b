import { isGenerated } from '../migration/generate/end-of-migration.ts';
import { isRecordPath, parseRecord, type RecordFile, spanOf } from '../migration/record.ts';
import { serviceOfRecord } from '../migration/record-service.ts';
import { hasRecords, tombstoneFor } from '../migration/records-for.ts';
import { projectOf } from '../migration/service-project.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: name-reused.md */
export const nameReused: Rule = {
  id: 'name-reused',
  severity: 'error',
  summary: 'A name that left with a finished migration is declared again, with another meaning.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, file } = context;
    if (!hasRecords(snapshot)) return;
    if (file.path.endsWith('.py')) yield* declared(context);
    else if (isRecordPath(snapshot, file.path)) yield* planned(context);
  },
};

function* declared({ snapshot, file }: RuleContext): Generator<Finding> {
  const seen = new Set<number>();
  for (const schema of schemasOf(snapshot)) {
    for (const field of schema.fields) {
      if (field.place.path !== file.path || seen.has(field.place.span.start)) continue;
      const before = goneBefore(snapshot, schema, field);
      if (!before) continue;
      seen.add(field.place.span.start);
      const key = variableName(schema, field);
      yield {
        span: firstLine(file.text, field.place.span),
        message: messageOf(key, before),
        key,
        service: schema.service,
        field: fieldReference(schema, field),
        related: [recordPlace(before)],
      };
    }
  }
}

/** A record that is to bring such a name back. */
function* planned({ snapshot, file }: RuleContext): Generator<Finding> {
  const record = parseRecord(file);
  if (record.phase === 'done' || record.phase === 'abandoned') return;
  const service = serviceOfRecord(snapshot, record);
  for (const [index, name] of record.to.entries()) {
    const before = tombstoneFor(snapshot, name);
    if (!before || record.from.includes(name) || serviceOfRecord(snapshot, before) !== service) continue;
    const at = record.spans.get(`to.${index}`) ?? spanOf(record, ['to']);
    yield {
      span: firstLine(file.text, at),
      message: messageOf(name, before),
      key: name,
      related: [recordPlace(before)],
    };
  }
}

/** Silent for what a migration itself declares, and for a field that also has the name that came instead. */
function goneBefore(snapshot: Snapshot, schema: SettingsSchema, field: Field): RecordFile | undefined {
  const names = field.inputs.map((it) => it.environment);
  const before = names.map((name) => tombstoneFor(snapshot, name)).find((it) => it !== undefined);
  if (!before || serviceOfRecord(snapshot, before) !== schema.service) return undefined;
  const after = new Set(before.to.map((it) => it.toLowerCase()));
  if (names.some((name) => after.has(name.toLowerCase()))) return undefined;
  const project = projectOf(snapshot, schema.service);
  return project && isGenerated(project, field, before.id) ? undefined : before;
}

function messageOf(name: string, before: RecordFile): string {
  return `\`${name}\` left with \`${before.id}\`: an environment that still holds it would give the old meaning to the new setting`;
}

function recordPlace(before: RecordFile): NonNullable<Finding['related']>[number] {
  const span = firstLine(before.file.text, spanOf(before, ['from']));
  return { path: before.file.path, span, message: 'the migration with which it left' };
}
