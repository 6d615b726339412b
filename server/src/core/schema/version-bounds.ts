/** Releases of one major version, by their second number; `to` is included, and infinite where nothing bounds it. */
export interface MinorBounds {
  readonly from: number;
  readonly to: number;
}

const CLAUSE = /^(===?|~=|!=|<=|>=|<|>|\^|~)?\s*v?(\d+(?:\.\d+)*)(\.\*)?(?:[-+a-z].*)?$/i;

/**
 * The releases `MAJOR.N` that a requirement leaves: `>=2.2,<2.10` (PEP 440) or `^2.2`, `~2.2` (Poetry). Undefined for
 * one that is not understood, or that leaves none.
 */
export function minorBounds(requirement: string, major: number): MinorBounds | undefined {
  let bounds: MinorBounds = { from: 0, to: Number.POSITIVE_INFINITY };
  for (const clause of requirement.split(',')) {
    if (clause.trim() === '' || clause.trim() === '*') continue;
    const next = clauseBounds(clause.trim(), major);
    if (next === undefined) return undefined;
    bounds = { from: Math.max(bounds.from, next.from), to: Math.min(bounds.to, next.to) };
  }
  return bounds.from <= bounds.to ? bounds : undefined;
}

function clauseBounds(clause: string, major: number): MinorBounds | undefined {
  const match = CLAUSE.exec(clause);
  if (!match) return undefined;
  const [, operator = '==', version = '', star] = match;
  const [first = 0, minor, ...rest] = version.split('.').map(Number);
  const all = { from: 0, to: Number.POSITIVE_INFINITY };
  const none = { from: 1, to: 0 };
  const at = minor ?? 0;
  switch (operator) {
    case '!=':
      return all;
    case '>=':
    case '>':
      return first < major ? all : first > major ? none : { ...all, from: at };
    case '<=':
      return first > major ? all : first < major ? none : { ...all, to: at };
    case '<':
      // `<2.10` leaves 2.9, `<2.10.1` leaves 2.10.0.
      return first > major
        ? all
        : first < major
          ? none
          : { ...all, to: rest.some((it) => it > 0) ? at : at - 1 };
    case '^':
      return first === major ? { ...all, from: at } : none;
    case '~=':
      return first !== major ? none : rest.length > 0 ? { from: at, to: at } : { ...all, from: at };
    default:
      return first !== major
        ? none
        : minor === undefined && (star || operator === '~')
          ? all
          : { from: at, to: at };
  }
}
