import { KIND_NAMES } from '../migration/kinds/kinds.ts';
import { type Acceptance, acceptanceIn } from '../preflight/acceptance.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Place } from '../schema/schema.ts';
import { type LineIndex, lineIndex } from '../text/line-index.ts';
import { nearest } from '../text/nearest.ts';
import { commentsOf } from './comments.ts';
import type { Finding } from './finding.ts';
import type { RuleContext } from './rule.ts';

/** What is wrong with comments that accept a change of settings code: each of them looks as if it did something. */
export function* badAcceptances({ snapshot, file, document }: RuleContext): Generator<Finding> {
  for (const comment of commentsOf(snapshot, file, document)) {
    const found = acceptanceIn(file.text, comment);
    if (!found) continue;
    yield* form(found);
    yield* unknownKinds(file.path, found);
    if (!stands(file.path, lineIndex(file), declarationsIn({ snapshot, file }), found))
      yield {
        span: found.span,
        message: file.path.endsWith('.py')
          ? 'This accepts nothing: it stands neither on a field or class of settings nor on the line above one'
          : 'This accepts nothing: it belongs on the field in the settings code',
      };
  }
}

function* form({ kinds, reason, span }: Acceptance): Generator<Finding> {
  if (kinds.length === 0)
    yield {
      span,
      message: 'This accepts no kind of change, so it has no effect; write `accept[kind] -- reason`',
    };
  else if (reason === undefined)
    yield {
      span,
      message: 'This has no reason, so it accepts nothing; add ` -- ` and why the change is right',
    };
}

const KINDS: ReadonlySet<string> = new Set(KIND_NAMES);

function* unknownKinds(path: string, { kinds }: Acceptance): Generator<Finding> {
  for (const { name, span } of kinds) {
    if (KINDS.has(name)) continue;
    const [near] = nearest(name, KIND_NAMES);
    yield {
      span,
      message: `There is no kind of change \`${name}\`${near ? `; did you mean \`${near}\`?` : `, but ${KIND_NAMES.map((it) => `\`${it}\``).join(', ')}`}`,
      fixes: near
        ? [
            {
              title: `Change to \`${near}\``,
              safety: 'unsafe',
              kind: 'quickfix',
              edits: [{ path, span, newText: near }],
            },
          ]
        : [],
    };
  }
}

function declarationsIn({ snapshot, file }: Pick<RuleContext, 'snapshot' | 'file'>): readonly Place[] {
  const all = schemasOf(snapshot).flatMap((it) => [it.place, ...it.fields.map((field) => field.declaration)]);
  return all.filter(({ path }) => path === file.path);
}

/** On the lines of a declaration, or on its own above it, as a preflight looks for it. */
function stands(
  path: string,
  lines: LineIndex,
  declarations: readonly Place[],
  { span, ownLine }: Acceptance,
): boolean {
  if (!path.endsWith('.py')) return false;
  const { line } = lines.position(span.start);
  return declarations.some((it) => {
    const first = lines.position(it.span.start).line;
    return line <= lines.position(it.span.end).line && line >= first - (ownLine ? 1 : 0);
  });
}
