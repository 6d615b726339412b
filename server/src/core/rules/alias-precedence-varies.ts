import { type AliasConflict, aliasConflicts } from '../binding/alias-layers.ts';
import type { Variable } from '../binding/variables.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { fieldReference, readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: alias-precedence-varies.md */
export const aliasPrecedenceVaries: Rule = {
  id: 'alias-precedence-varies',
  severity: 'warning',
  summary:
    'Two layers set two aliases of one field, of which releases of pydantic-settings make different things.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    for (const finding of byPath(snapshot).get(file.path) ?? [])
      yield { ...finding, span: firstLine(file.text, finding.span) };
  },
};

const byPath = memo((snapshot: Snapshot): ReadonlyMap<string, readonly Finding[]> => {
  const found = new Map<string, Finding[]>();
  for (const conflict of aliasConflicts(snapshot)) {
    const at = [loser(conflict), winner(conflict)].find(({ source }) => source.entry && source.layer?.path);
    const path = at?.source.layer?.path;
    const entry = at?.source.entry;
    if (path === undefined || !entry) continue;
    found.set(path, [...(found.get(path) ?? []), findingOf(conflict, entry.key.span)]);
  }
  return found;
});

/** The one that does not count, or that stops the start. */
function loser({ outcome, high, low }: AliasConflict): Variable {
  return outcome === 'high' ? low : high;
}

function winner({ outcome, high, low }: AliasConflict): Variable {
  return outcome === 'high' ? high : low;
}

function findingOf(conflict: AliasConflict, span: Finding['span']): Finding {
  const { schema, field, outcome } = conflict;
  return {
    span,
    ...(outcome === 'high' ? {} : { severity: 'error' as const }),
    message: messageOf(conflict),
    key: loser(conflict).name,
    environments: conflict.environments,
    service: schema.service,
    field: fieldReference(schema, field),
    related: [{ ...field.place, message: `\`${field.name}\` and its aliases` }],
    fixes: fixes(conflict),
  };
}

function messageOf({ schema, field, high, low, outcome, elsewhere }: AliasConflict): string {
  const { version } = schema.loading;
  const library = version === undefined ? 'the newest pydantic-settings' : `pydantic-settings ${version}`;
  const both = `\`${high.name}\` of the process environment and \`${low.name}\` of ${fileOf(low)}`;
  switch (outcome) {
    case 'stops':
      return `with ${library}, ${both} are two values for \`${field.name}\`, and \`${readerName(schema)}\` does not start; set only one of them`;
    case 'low':
      return `with ${library}, \`${low.name}\` of ${fileOf(low)} wins over \`${high.name}\` of the process environment, which newer releases prefer; set only one of them`;
    case 'high': {
      const other = elsewhere === 'stops' ? 'stop the start' : `take \`${low.name}\``;
      return `with ${library}, \`${high.name}\` of the process environment wins over \`${low.name}\` of ${fileOf(low)}; 2.13 and releases before 2.7 ${other}; set only one of them`;
    }
  }
}

function fileOf({ source }: Variable): string {
  return `\`${source.layer?.path ?? ''}\``;
}

function fixes(conflict: AliasConflict): readonly Fix[] {
  const { source, name } = loser(conflict);
  const { document, path } = source.layer ?? {};
  const { entry } = source;
  if (!document || path === undefined || !entry || !document.root.entries.includes(entry)) return [];
  const edits = document.format.remove(document, entry);
  if (edits.length === 0) return [];
  return [
    {
      title: `Remove \`${name}\``,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path })),
    },
  ];
}
