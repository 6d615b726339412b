import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: value-may-be-logged.md */
export const valueMayBeLogged: Rule = {
  id: 'value-may-be-logged',
  severity: 'hint',
  summary: 'The errors of a class with secrets print the values it was given.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const schema of schemasOf(snapshot)) {
      if (schema.place.path !== file.path || !printsInput(schema)) continue;
      const finding = findingOf(schema);
      if (finding) yield { ...finding, span: firstLine(file.text, finding.span) };
    }
  },
};

/** Errors of pydantic 2 show the input, and `missing` the whole dict of inputs; those of pydantic 1 do not. */
function printsInput({ reader, loading, open }: SettingsSchema): boolean {
  return reader === 'pydantic-settings' && !loading.hideInput && open.length === 0;
}

function findingOf(schema: SettingsSchema): Finding | undefined {
  const secrets = schema.fields.filter((it) => it.secret);
  const [first] = secrets;
  if (!first) return undefined;
  const others = secrets.length > 1 ? ` and ${secrets.length - 1} more` : '';
  return {
    span: schema.place.span,
    message: `when \`${readerName(schema)}\` refuses a value or misses one, its error prints what it was given, and \`${first.name}\`${others} may be among that; set \`hide_input_in_errors=True\``,
    service: schema.service,
    related: [{ ...first.place, message: `\`${first.name}\` is a secret` }],
    fixes: fixes(schema),
  };
}

function fixes({ addToConfig: it, place }: SettingsSchema): readonly Fix[] {
  if (it?.path !== place.path) return [];
  const newText = `${it.before}hide_input_in_errors=True${it.after}`;
  return [
    {
      title: 'Hide values in errors',
      safety: 'safe',
      kind: 'quickfix',
      edits: [{ path: it.path, span: { start: it.at, end: it.at }, newText }],
    },
  ];
}
