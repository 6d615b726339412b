import { ownersOf } from '../migration/codeowners.ts';
import { codeownersFile } from '../migration/codeowners-file.ts';
import { recordsOf } from '../migration/record.ts';
import { serviceOfRecord } from '../migration/record-service.ts';
import { parseModule } from '../schema/python-file.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { lineIndex } from '../text/line-index.ts';
import { memo2 } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: owner-missing.md */
export const ownerMissing: Rule = {
  id: 'owner-missing',
  severity: 'off',
  summary: 'Nobody is named who answers for a setting.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py') || isTestPath(file.path)) return;
    const schemas = schemasOf(snapshot).filter((it) => it.place.path === file.path);
    if (schemas.length === 0 || isOwned(snapshot, file)) return;
    for (const schema of schemas) {
      const finding = findingOf(snapshot, file, schema);
      if (finding) yield finding;
    }
  },
};

/** `CODEOWNERS` names somebody for the file. */
function isOwned(snapshot: Snapshot, { path }: SourceFile): boolean {
  const owners = codeownersFile(snapshot);
  return owners !== undefined && ownersOf(owners.text, path) !== undefined;
}

function findingOf(snapshot: Snapshot, file: SourceFile, schema: SettingsSchema): Finding | undefined {
  const named = namedOwners(snapshot.engines.python, file);
  const lines = lineIndex(file);
  const { line } = lines.position(schema.place.span.start);
  if (
    named.some((it) => (schema.form === 'calls' ? it.line <= line : it.line === line || it.line === line - 1))
  )
    return undefined;
  const fields = schema.fields.filter(({ place }) => place.path === file.path);
  const own = (field: Field) => {
    const first = lines.position(field.declaration.span.start).line;
    const last = lines.position(field.declaration.span.end).line;
    return namesOwner(field) || named.some((it) => first - 1 <= it.line && it.line <= last);
  };
  const without = fields.filter((it) => !own(it));
  const [first, ...others] = without;
  if (!first) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return {
    span: firstLine(file.text, schema.place.span),
    message: `\`${first.name}\`${more} of \`${readerName(schema)}\` ${more ? 'have' : 'has'} no owner: nobody is named who answers when ${more ? 'they have' : 'it has'} to change`,
    service: schema.service,
    related: without.map((it) => ({ ...it.place, message: `\`${it.name}\` has no owner` })),
    fixes: without.length === fields.length ? fixes(snapshot, file, schema) : [],
  };
}

/** `json_schema_extra={"x-owner": "…"}`. */
function namesOwner({ documentation }: Field): boolean {
  return (documentation?.extra ?? []).some(([key]) => key.kind === 'str' && key.value === 'x-owner');
}

interface NamedOwner {
  readonly line: number;
  readonly owner: string;
}

/** Comments `# owner: …` of a file. */
const namedOwners = memo2(
  (parser: Snapshot['engines']['python'], file: SourceFile): readonly NamedOwner[] => {
    const lines = lineIndex(file);
    return parseModule(parser, file).comments.flatMap(({ span }) => {
      const owner = /^#+\s*owners?\s*:\s*(\S.*)$/i.exec(file.text.slice(span.start, span.end).trimEnd())?.[1];
      return owner === undefined ? [] : [{ line: lines.position(span.start).line, owner }];
    });
  },
);

const MAX_OFFERED = 3;

/** One for each owner whom the service knows already, as a comment above the class or at the top of the module. */
function fixes(snapshot: Snapshot, file: SourceFile, schema: SettingsSchema): readonly Fix[] {
  const lines = lineIndex(file);
  const { line } = lines.position(schema.place.span.start);
  const isClass = schema.form === 'class';
  // What stands at the very top may be for the shell, or say how the file is encoded.
  if (!isClass && file.text.startsWith('#')) return [];
  const at = isClass ? lines.lineStart(line) : 0;
  const indent = isClass ? (/^[ \t]*/.exec(lines.lineText(line))?.[0] ?? '') : '';
  const end = file.text.includes('\r\n') ? '\r\n' : '\n';
  return knownOwners(snapshot, schema.service).map((owner) => ({
    title: `Name \`${owner}\` as owner`,
    safety: 'unsafe',
    kind: 'quickfix',
    edits: [{ path: file.path, span: { start: at, end: at }, newText: `${indent}# owner: ${owner}${end}` }],
  }));
}

/** Those of the service's migrations, the latest first. */
function knownOwners(snapshot: Snapshot, service: string): readonly string[] {
  const own = recordsOf(snapshot).filter((it) => serviceOfRecord(snapshot, it) === service);
  const owners = own.map((it) => it.owner?.trim() ?? '').filter((it) => it !== '' && !/[\r\n]|TODO/.test(it));
  return [...new Set(owners.reverse())].slice(0, MAX_OFFERED);
}
