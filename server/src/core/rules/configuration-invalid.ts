import { type Unmet, unmetIn } from '../binding/unmet-configuration.ts';
import { unknownSettings } from '../schema/unknown-settings.ts';
import type { Document, Value } from '../syntax/document.ts';
import { spanAtPath } from '../syntax/span-at-path.ts';
import { memberAt } from '../syntax/value-members.ts';
import { firstLine, type Span, textAt } from '../text/span.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';

/** Page: configuration-invalid.md */
export const configurationInvalid: Rule = {
  id: 'configuration-invalid',
  severity: 'error',
  summary: 'The configuration of Crossfade has a mistake, or names something that is not there.',
  since: '0.1.0',

  *check({ snapshot, file, document }) {
    const configuration = snapshot.configurations.find((it) => it.path === file.path);
    // Mistakes of TOML are `syntax-error`.
    if (!configuration || !document || document.problems.length > 0) return;
    for (const { span, message } of configuration.problems) {
      yield { span: firstLine(file.text, span), message };
    }
    const table = tableOf(document);
    const spanOf = (at: Unmet['at']) => firstLine(file.text, spanAtPath(table, at, false) ?? WHOLE);
    for (const [index, spec] of configuration.options.settings.entries()) {
      const unknown = unknownSettings(snapshot, spec);
      if (!unknown) continue;
      const names = unknown.candidates.map((it) => `\`${it}\``).join(', ');
      const message = names === '' ? unknown.message : `${unknown.message}; there is: ${names}`;
      yield { span: spanOf(['settings', index]), message };
    }
    for (const { at, message, meant } of unmetIn(snapshot, configuration)) {
      const span = spanOf(at);
      const fixes = meant ? fixesFor(file.path, file.text, span, meant) : [];
      yield { span, message, severity: 'warning', ...(fixes.length > 0 ? { fixes } : {}) };
    }
  },
};

const WHOLE: Span = { start: 0, end: 0 };

/** Our settings: a file's `[tool.crossfade]`, or the whole of a `crossfade.toml`. */
function tableOf({ root }: Document): Value {
  return memberAt(root, 'tool', 'crossfade') ?? root;
}

function fixesFor(
  path: string,
  text: string,
  span: Span,
  { part, written, instead }: NonNullable<Unmet['meant']>,
): readonly Fix[] {
  const value = textAt(text, span);
  // A workload stands behind its place, and may be named like it.
  const at = part === 'place' ? value.indexOf(written) : value.lastIndexOf(written);
  if (at < 0) return [];
  const start = span.start + at;
  const edit = { path, span: { start, end: start + written.length }, newText: instead };
  return [{ title: `Change to \`${instead}\``, safety: 'unsafe', kind: 'quickfix', edits: [edit] }];
}
