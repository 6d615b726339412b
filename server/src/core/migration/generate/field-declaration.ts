import type { Expression } from '../../python/tree.ts';
import { nextLine } from '../../syntax/lines.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { callText, withBreaks } from './python-text.ts';

type Call = Expression & { readonly kind: 'call' };

/** The declaration of a field under its new name, and the parts whose imports may have gone with them. */
export interface RenamedDeclaration {
  readonly edits: readonly Edit[];
  readonly removed: readonly Span[];
}

/**
 * The declaration under its new name, or with its alias renamed, and with `more` edits inside of it. What said that OLD is deprecated goes: `deprecated`,
 * the entry `x-replacement` of `json_schema_extra`, a marker `deprecated(…)`.
 */
export function renamedDeclaration(
  facts: MigrationFacts,
  target: PydanticTarget,
  more: readonly Edit[] = [],
): RenamedDeclaration {
  const { declaration, file } = target;
  const { text } = file.file;
  const dropped = droppedParts(text, target);
  const renames: readonly Edit[] = target.alias
    ? [{ span: target.alias.content, newText: target.newKeys[0] ?? facts.to ?? '' }]
    : [{ span: declaration.target.span, newText: target.newName }];
  const within = (edits: readonly Edit[], part: Span) =>
    applyEdits(
      textAt(text, part),
      edits
        .filter((it) => part.start <= it.span.start && it.span.end <= part.end)
        .map((it) => ({ ...it, span: span(it.span.start - part.start, it.span.end - part.start) })),
    );
  const edits = [...renames, ...more, ...dropped.edits];
  const plain = within(edits, declaration.span);
  const laidOut = layout(facts, target, dropped, (part) => within(edits, part), plain);
  if (laidOut === undefined && dropped.edits.length === 0)
    return { edits: [...renames, ...more], removed: [] };
  const newText = withBreaks(laidOut ?? plain, text);
  return { edits: [{ span: declaration.span, newText }], removed: dropped.removed };
}

/** The `Field(…)` laid out anew, where it lost something or its line grew too long; undefined where it stays. */
function layout(
  facts: MigrationFacts,
  target: PydanticTarget,
  dropped: Dropped,
  rewritten: (part: Span) => string,
  plain: string,
): string | undefined {
  const { declaration, file, settings } = target;
  const { value } = declaration;
  const { text } = file.file;
  const source = textAt(text, declaration.span);
  if (value?.kind !== 'call' || source.includes('#')) return undefined;
  const own = dropped.calls.get(value);
  const rest = /^[^\r\n]*/.exec(text.slice(declaration.span.end))?.[0].length ?? 0;
  const long = settings.bodyIndent.length + plain.length + rest > facts.lineLength;
  if (!own && (source.includes('\n') || !long)) return undefined;
  const kept = value.args.filter((it) => !own?.has(it));
  const head = rewritten(span(declaration.span.start, value.span.start));
  const [only] = kept;
  if (own && only === undefined) return head.replace(/\s*=\s*$/, '');
  if (own && only && kept.length === 1 && (only.name === undefined || only.name === 'default')) {
    if (only.value.kind === 'ellipsis') return head.replace(/\s*=\s*$/, '');
    return head + textAt(text, only.value.span);
  }
  const args = kept.map((it) => rewritten(it.span));
  const prefix = head + textAt(text, value.callee.span);
  return callText(settings.bodyIndent, prefix, args, facts.lineLength).slice(settings.bodyIndent.length);
}

interface Dropped {
  readonly edits: readonly Edit[];
  readonly removed: readonly Span[];
  /** The arguments that each `Field(…)` loses. */
  readonly calls: ReadonlyMap<Call, ReadonlySet<Call['args'][number]>>;
}

function droppedParts(text: string, { declaration }: PydanticTarget): Dropped {
  const { annotation, value } = declaration;
  const edits: Edit[] = [];
  const removed: Span[] = [];
  const calls = new Map<Call, ReadonlySet<Call['args'][number]>>();
  const inAnnotation = metadataOf(annotation);
  for (const call of [...(value ? [value] : []), ...inAnnotation]) {
    if (call.kind !== 'call' || calleeName(call) !== 'Field') continue;
    const gone = new Set(call.args.filter((it) => it.name === 'deprecated' || isReplacement(it)));
    const items = call.args.map((it) => it.span);
    edits.push(...without(text, items, (index) => gone.has(call.args[index] as Call['args'][number])));
    for (const it of call.args) if (!gone.has(it)) edits.push(...withoutReplacement(text, it));
    if (gone.size > 0) calls.set(call, gone);
    // A `Field` that holds a default and nothing else is written without it.
    if (gone.size > 0)
      removed.push(...[...gone].map((it) => it.span), ...(call === value ? calleeAlone(call, gone) : []));
  }
  const markers = inAnnotation.filter((it) => it.kind === 'call' && calleeName(it) === 'deprecated');
  if (markers.length > 0 && annotation.kind === 'subscript' && annotation.index.kind === 'tuple') {
    const { items } = annotation.index;
    const kept = items.filter((it) => !markers.includes(it));
    const [type] = kept;
    removed.push(...markers.map((it) => it.span));
    if (kept.length === 1 && type) {
      edits.push({ span: annotation.span, newText: textAt(text, type.span) });
      removed.push(annotation.object.span);
    } else
      edits.push(
        ...without(
          text,
          items.map((it) => it.span),
          (at) => markers.includes(items[at] as Expression),
        ),
      );
  }
  return { edits, removed, calls };
}

function calleeAlone(call: Call, gone: ReadonlySet<Call['args'][number]>): readonly Span[] {
  const kept = call.args.filter((it) => !gone.has(it));
  const plain = kept.length <= 1 && kept.every((it) => it.name === undefined || it.name === 'default');
  return plain ? [call.callee.span] : [];
}

/** What stands after the type in `Annotated[…]`. */
function metadataOf(annotation: Expression): readonly Expression[] {
  if (annotation.kind !== 'subscript' || annotation.index.kind !== 'tuple') return [];
  const { object } = annotation;
  const marker = object.kind === 'name' || object.kind === 'attribute' ? object.name : '';
  return marker === 'Annotated' ? annotation.index.items.slice(1) : [];
}

function calleeName({ callee }: Call): string {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
}

/** `json_schema_extra={"x-replacement": …}` and nothing else in it. */
function isReplacement({ name, value }: Call['args'][number]): boolean {
  return (
    name === 'json_schema_extra' &&
    value.kind === 'dict' &&
    value.entries.length > 0 &&
    value.entries.every((it) => isReplacementKey(it.key))
  );
}

function isReplacementKey(key: Expression | undefined): boolean {
  return key?.kind === 'string' && key.value === 'x-replacement';
}

function withoutReplacement(text: string, { name, value }: Call['args'][number]): readonly Edit[] {
  if (name !== 'json_schema_extra' || value.kind !== 'dict') return [];
  const { entries } = value;
  const items = entries.map((it) => span((it.key ?? it.value).span.start, it.value.span.end));
  return without(text, items, (index) => isReplacementKey(entries[index]?.key));
}

/** A list without some of its items: with their lines where they have lines of their own, else with their commas. */
function without(text: string, items: readonly Span[], gone: (index: number) => boolean): readonly Edit[] {
  return items.flatMap((item, index): readonly Edit[] => {
    if (!gone(index)) return [];
    const before = /(?:^|\n)[ \t]*$/.exec(text.slice(0, item.start))?.[0];
    const isLast = /^[ \t]*,?[ \t]*(?:#[^\r\n]*)?[\r\n]/.test(text.slice(item.end));
    if (before !== undefined && isLast) {
      const start = item.start - before.replace(/^\n/, '').length;
      return [{ span: span(start, nextLine(text, item.end)), newText: '' }];
    }
    const next = items[index + 1];
    if (next) return [{ span: span(item.start, next.start), newText: '' }];
    const kept = items.findLastIndex((_, at) => at < index && !gone(at));
    const start = kept < 0 ? item.start : (items[kept]?.end ?? item.start);
    return [{ span: span(Math.max(start, items[index - 1]?.end ?? start), item.end), newText: '' }];
  });
}
