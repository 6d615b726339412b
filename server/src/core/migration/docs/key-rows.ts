/** The key that a cell of a table is about, where it holds nothing else: in backticks, bold, a role or a link. */
export function keyOf(cell: string): string | undefined {
  const name = /[A-Za-z_][A-Za-z0-9_.-]*/.exec(cell.replace(/^:[a-z]+:/, ''))?.[0];
  if (name === undefined) return undefined;
  const rest = cell.replace(name, '');
  return /^(?::[a-z]+:)?(?:[\s`*[\]]|\(#[^()]*\)|=)*$/.test(rest) ? name : undefined;
}

/** The columns of a table of settings, by what stands above them; undefined where there is none. */
export interface Columns {
  readonly defaults: number | undefined;
  readonly required: number | undefined;
  /** What the setting is for, in words. */
  readonly note: number | undefined;
}

/** @param key the column of the keys */
export function columnsOf(header: readonly string[], count: number, key: number): Columns {
  const named = (pattern: RegExp) => {
    const found = header.findIndex((it, at) => at !== key && pattern.test(it.replace(/[*`]/g, '').trim()));
    return found < 0 ? undefined : found;
  };
  const last = count - 1;
  return {
    defaults: named(/^defaults?(?: values?)?$/i),
    required: named(/^(?:required|mandatory)\??$/i),
    note:
      named(/^(?:descriptions?|meanings?|notes?|purpose|comments?|explanation|details|about|effect)$/i) ??
      (last > key && last > 0 ? last : undefined),
  };
}

/** The text of a cell that is a value and nothing else: `` `5` `` or `5`. */
export function valueIn(cell: string): string | undefined {
  const match = /^(`{0,2})([^`]+)\1$/.exec(cell);
  return match?.[2];
}

/** Another value, in the backticks of the one before. */
export function withValue(cell: string, text: string): string {
  const ticks = /^(`{0,2})[^`]+\1$/.exec(cell)?.[1] ?? '';
  return `${ticks}${text}${ticks}`;
}
