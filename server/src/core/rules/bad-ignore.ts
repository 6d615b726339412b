import { nearest } from '../text/nearest.ts';
import { badAcceptances } from './bad-acceptances.ts';
import type { Finding, Fix } from './finding.ts';
import type { IgnoreUse, Rule, RuleContext } from './rule.ts';

/** Page: bad-ignore.md */
export const badIgnore: Rule = {
  id: 'bad-ignore',
  severity: 'warning',
  summary:
    'A comment that ignores a finding, or accepts a change, has no reason, a name that does not exist, or no effect.',
  since: '0.1.0',

  *check(context) {
    for (const use of context.ignores) yield* faults(context, use);
    yield* badAcceptances(context);
  },
};

function* faults(context: RuleContext, { ignore, used }: IgnoreUse): Generator<Finding> {
  if (ignore.rules.length === 0) {
    yield {
      span: ignore.span,
      message: 'This ignore names no rule, so it hides nothing; write `ignore[rule-id]`',
    };
    return;
  }
  for (const rule of ignore.rules) {
    if (context.ruleIds.has(rule.id)) continue;
    const [near] = nearest(rule.id, [...context.ruleIds]);
    yield {
      span: rule.span,
      message: `There is no rule \`${rule.id}\`${near ? `; did you mean \`${near}\`?` : ''}`,
      fixes: near
        ? [
            {
              title: `Change to \`${near}\``,
              safety: 'safe',
              kind: 'quickfix',
              edits: [{ path: context.file.path, span: rule.span, newText: near }],
            },
          ]
        : [],
    };
  }
  if (ignore.reason === undefined) {
    yield {
      span: ignore.span,
      message: 'This ignore has no reason, so it hides nothing; add ` -- ` and why it is right here',
    };
    return;
  }
  for (const rule of ignore.rules) {
    if (!context.ranRules.has(rule.id) || used.has(rule.id)) continue;
    yield {
      span: rule.span,
      message: `Nothing here is reported by \`${rule.id}\`; remove the comment`,
      tags: ['unnecessary'],
      fixes: ignore.rules.length === 1 ? [removal(context, ignore)] : [],
    };
  }
}

/** The comment alone, or with its line where nothing else stands on it. */
function removal({ file }: RuleContext, { span }: IgnoreUse['ignore']): Fix {
  const before = /(?:^|[\r\n])([ \t]*)$/.exec(file.text.slice(0, span.start));
  const after = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(file.text.slice(span.end));
  const blanks = /[ \t]*$/.exec(file.text.slice(0, span.start))?.[0].length ?? 0;
  const start = span.start - blanks;
  const end = before && after ? span.end + after[0].length : span.end;
  const edit = { path: file.path, span: { start, end }, newText: '' };
  return { title: 'Remove this comment', safety: 'safe', kind: 'quickfix', edits: [edit] };
}
