import { isRecordPath, parseRecord, type RecordFile, recordsOf, spanOf } from '../migration/record.ts';
import { serviceOfRecord } from '../migration/record-service.ts';
import { openRecordFor } from '../migration/records-for.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { firstLine } from '../text/span.ts';
import { ticked } from '../text/ticked.ts';
import { type DeprecatedField, deprecatedFields } from './deprecated-fields.ts';
import type { Finding } from './finding.ts';
import { fieldReference, variableName } from './reader-name.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Page: ambiguous-rename.md */
export const ambiguousRename: Rule = {
  id: 'ambiguous-rename',
  severity: 'error',
  summary: 'A key is moved to two others, two keys to one, or a chain of moves comes back to where it began.',
  since: '0.1.0',

  *check(context) {
    const { snapshot, file } = context;
    if (isRecordPath(snapshot, file.path)) yield* ofRecord(context);
    else if (file.path.endsWith('.py')) yield* ofDeclarations(context);
  },
};

function* ofRecord({ snapshot, file }: RuleContext): Generator<Finding> {
  const record = parseRecord(file);
  if (!isOpen(record)) return;
  const service = serviceOfRecord(snapshot, record);
  const others = recordsOf(snapshot).filter(
    (it) => it.file !== file && isOpen(it) && serviceOfRecord(snapshot, it) === service,
  );
  const span = firstLine(file.text, spanOf(record, ['to']));
  for (const other of others) {
    const both = record.to.find((name) => !record.from.includes(name) && moves(other).includes(name));
    if (both === undefined) continue;
    yield {
      span,
      message: `\`${both}\` is also where \`${other.id}\` moves ${ticked(other.from)}: which of them it holds is open`,
      related: [{ path: other.file.path, span: spanOf(other, ['to']), message: 'the other migration' }],
    };
  }
  const chain = cycle(record, others);
  if (chain) yield { span, message: `the chain ${chain.map((it) => `\`${it}\``).join(' → ')} has no end` };
}

/** What a record moves keys to: keys that it leaves in place are no destination. */
function moves(record: RecordFile): readonly string[] {
  return record.to.filter((name) => !record.from.includes(name));
}

function cycle(record: RecordFile, others: readonly RecordFile[]): readonly string[] | undefined {
  const [start] = record.from;
  if (start === undefined) return undefined;
  const follow = (key: string, seen: readonly string[]): readonly string[] | undefined => {
    const next = others.find((it) => it.from.includes(key));
    for (const to of next ? moves(next) : []) {
      if (to === start) return [...seen, to];
      const found = seen.includes(to) ? undefined : follow(to, [...seen, to]);
      if (found) return found;
    }
    return undefined;
  };
  for (const to of moves(record)) {
    const found = follow(to, [start, to]);
    if (found) return found;
  }
  return undefined;
}

function* ofDeclarations({ snapshot, file }: RuleContext): Generator<Finding> {
  const all = deprecatedFields(schemasOf(snapshot));
  for (const it of all) {
    const { schema, field, deprecated } = it;
    if (deprecated.place.path !== file.path || deprecated.replacement === undefined) continue;
    const problem = otherMove(snapshot, it) ?? declaredCycle(it, all);
    if (problem === undefined) continue;
    yield {
      span: firstLine(file.text, deprecated.place.span),
      key: variableName(schema, field),
      service: schema.service,
      field: fieldReference(schema, field),
      ...problem,
    };
  }
}

/** A migration moves the key to something else than its declaration says. */
function otherMove(
  snapshot: Snapshot,
  { schema, field, deprecated }: DeprecatedField,
): Pick<Finding, 'message' | 'related'> | undefined {
  const { replacement = '' } = deprecated;
  const key = variableName(schema, field);
  const record = openRecordFor(snapshot, key);
  const [to] = record?.to ?? [];
  if (!record || to === undefined || serviceOfRecord(snapshot, record) !== schema.service) return undefined;
  const names = [replacement, `${schema.loading.envPrefix}${replacement}`].map((it) => it.toLowerCase());
  if (record.to.some((it) => names.includes(it.toLowerCase()))) return undefined;
  return {
    message: `\`${field.name}\` is moved to both \`${replacement}\` and \`${to}\``,
    related: [{ path: record.file.path, span: spanOf(record, ['to']), message: 'the migration' }],
  };
}

function declaredCycle(
  { schema, field, deprecated }: DeprecatedField,
  all: readonly DeprecatedField[],
): Pick<Finding, 'message'> | undefined {
  const chain = [field.name];
  let next = deprecated.replacement;
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    const name = next;
    next = all.find((it) => it.schema.id === schema.id && it.field.name === name)?.deprecated.replacement;
  }
  if (next !== field.name) return undefined;
  const words = [...chain, next].map((it) => `\`${it}\``).join(' → ');
  return { message: `the chain ${words} has no end` };
}

function isOpen({ phase }: RecordFile): boolean {
  return phase !== 'done' && phase !== 'abandoned';
}
