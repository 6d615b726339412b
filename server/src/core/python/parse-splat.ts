import type { Raw } from './parse-raw.ts';

const LEFT_FIELDS: ReadonlySet<string> = new Set(['function', 'object', 'value', 'left']);

const LEFT_DEEP: ReadonlySet<string> = new Set([
  'call',
  'attribute',
  'subscript',
  'binary_operator',
  'comparison_operator',
]);

/**
 * The grammar reads `*a.b(c)` as a call of an attribute of `*a`; to Python the star stands before the whole. Gives
 * the node with its star outermost, or the node itself.
 */
export function hoistSplat(raw: Raw, text: string): Raw {
  if (text.charCodeAt(raw.start) !== 42 || !LEFT_DEEP.has(raw.type)) return raw;
  const spine: Raw[] = [];
  let at: Raw | undefined = raw;
  while (at !== undefined && at.type !== 'list_splat' && at.type !== 'list_splat_pattern') {
    spine.push(at);
    at = leftOf(at);
  }
  const inner = at?.children.find((it) => it.named);
  if (at === undefined || inner === undefined) return raw;
  let whole: Raw = { ...inner, field: at.field };
  for (const node of spine.reverse()) {
    const children = node.children.map((it, index) => (index === 0 ? whole : it));
    whole = { ...node, start: inner.start, children };
  }
  return {
    ...at,
    field: raw.field,
    end: raw.end,
    children: [...at.children.filter((it) => !it.named), whole],
  };
}

function leftOf(raw: Raw): Raw | undefined {
  const first = raw.children[0];
  if (first === undefined || !first.named || first.start !== raw.start) return undefined;
  const fits = first.field === undefined || LEFT_FIELDS.has(first.field);
  return fits ? first : undefined;
}
