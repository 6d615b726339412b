import type { Constraints, FieldType } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import type { Data } from '../syntax/data.ts';
import { factorBetween } from '../values/units.ts';
import type { Side } from './side.ts';
import { nameInCode, plainKind, type StatedUnit, statedUnit } from './stated-unit.ts';

/** One version of the code. */
type CodeSide = Pick<Side, 'snapshot' | 'schema'>;

/** That two versions of a field take the same number for another quantity. */
export interface UnitChange {
  /** The code relies on it; otherwise only texts for people, or the size of a default, speak for it. */
  readonly certain: boolean;
  /** What a number in the old unit is multiplied with. */
  readonly factor: number;
  /** What speaks for it: `timeout_seconds` says seconds, `timeout_ms` says milliseconds. */
  readonly why: string;
}

/**
 * Whether the unit of a field changes between two versions of the code, as far as they say it: by the name or the type,
 * by the description or a comment, or by a default and bounds that are multiplied by the ratio of two units.
 * Undefined where nothing speaks for it, and where the unit is written into the values.
 */
export function unitChange(
  before: CodeSide,
  from: Field,
  after: CodeSide,
  to: Field,
): UnitChange | undefined {
  if (!isNumber(from.type) || !isNumber(to.type)) return undefined;
  const old = statedUnit(before, from);
  const next = statedUnit(after, to);
  if (!old || !next) return byScale(nameInCode(before, from), from, to, next ?? old);
  const ratio = old.unit === next.unit ? undefined : factorBetween(old.unit, next.unit);
  if (!ratio) return undefined;
  const factor = Number(ratio.times) / Number(ratio.by);
  const [was, now] = [numberOf(from.default), numberOf(to.default)];
  const kept = was !== undefined && was !== 0 && was === now;
  const moved = was !== undefined && was !== 0 && now !== undefined && isScaled(was, now, factor);
  const relied = old.by !== 'text' && next.by !== 'text';
  return {
    certain: moved || (relied && !kept),
    factor,
    why: `${worded(before, from, old)} ${old.unit}, ${worded(after, to, next)} ${next.unit}`,
  };
}

function worded(side: CodeSide, field: Field, { by }: StatedUnit): string {
  const name = `\`${nameInCode(side, field)}\``;
  switch (by) {
    case 'name':
      return `${name} says`;
    case 'type':
      return `${name} as \`${field.annotation}\` takes`;
    case 'text':
      return `what is written about ${name} says`;
  }
}

/** What can hold a plain number of something. */
function isNumber(type: FieldType): boolean {
  return NUMBERS.has(plainKind(type));
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'float', 'decimal', 'timedelta', 'byte-size', 'str']);

const DURATION =
  /(?:^|_)(?:timeouts?|ttl|interval|delay|expir\w*|(?:max_)?age|lifetime|duration|period|wait|window|grace|backoff|retention|keepalive|keep_alive|latency|deadline|cooldown|poll|refresh)(?:_|$)/i;
const SIZE =
  /(?:^|_)(?:bytes|memory|buffer|upload|quota|(?:file|body|payload|content|max)_size|content_length)(?:_|$)/i;
const COUNTS = /(?:^|_)(?:pool|batch|page|queue|workers?|connections?|threads?|count|items?|retries)(?:_|$)/i;

/** Ratios of units that lie so far apart that a change of mind is not what they look like. */
const DURATION_RATIOS: readonly number[] = [1000, 1e6, 60, 3600, 60_000, 86_400, 3_600_000, 86_400_000];
const SIZE_RATIOS: readonly number[] = [1000, 1e6, 1e9, 1024, 1024 ** 2, 1024 ** 3];

/**
 * Where at most one version says its unit: a default, or bounds, that are multiplied by the ratio of two units of the
 * dimension that the name speaks of.
 */
function byScale(
  name: string,
  from: Field,
  to: Field,
  stated: StatedUnit | undefined,
): UnitChange | undefined {
  const ratios = ratiosFor(name, stated);
  const [was, now] = [numberOf(from.default), numberOf(to.default)];
  if (was !== undefined && now !== undefined && was !== 0 && now !== 0) {
    const factor = ratios.flatMap((it) => [it, 1 / it]).find((it) => isScaled(was, now, it));
    if (factor === undefined) return undefined;
    // A minute is no unusual default where seconds were: sixty alone is no proof.
    if (isSmall(factor) && !boundsScale(from.type, to.type, factor)) return undefined;
    return {
      certain: false,
      factor,
      why: `its default changes from \`${was}\` to \`${now}\`, by the ratio of two units`,
    };
  }
  const factor = ratios.flatMap((it) => [it, 1 / it]).find((it) => boundsScale(from.type, to.type, it));
  return factor === undefined
    ? undefined
    : { certain: false, factor, why: 'all its bounds change by the ratio of two units' };
}

function ratiosFor(name: string, stated: StatedUnit | undefined): readonly number[] {
  if (stated && factorBetween(stated.unit, 'seconds')) return DURATION_RATIOS;
  if (stated && factorBetween(stated.unit, 'bytes')) return SIZE_RATIOS;
  if (stated || COUNTS.test(name)) return [];
  return DURATION.test(name) ? DURATION_RATIOS : SIZE.test(name) ? SIZE_RATIOS : [];
}

function isSmall(factor: number): boolean {
  return factor < 1000 && factor > 1 / 1000;
}

/** True where there are two bounds or more, and each is multiplied by the factor. */
function boundsScale(from: FieldType, to: FieldType, factor: number): boolean {
  const [old, next] = [boundsOf(from), boundsOf(to)];
  const pairs = old.map((it, index) => [it, next[index]] as const).filter(([a, b]) => a !== 0 || b !== 0);
  return (
    pairs.length >= 2 &&
    pairs.every(([a, b]) => (a === undefined || b === undefined ? a === b : isScaled(a, b, factor))) &&
    pairs.filter(([a]) => a !== undefined).length >= 2
  );
}

const BOUNDS: readonly (keyof Constraints)[] = ['gt', 'ge', 'lt', 'le', 'multipleOf'];

/** In the order of `BOUNDS`. */
function boundsOf(type: FieldType): readonly (number | undefined)[] {
  if (type.kind === 'optional' || type.kind === 'or-empty') return boundsOf(type.inner);
  if (type.kind !== 'constrained') return [];
  const { constraints } = type;
  return BOUNDS.map((it) => numberOf(constraints[it] as Data | undefined));
}

/** True where one number is another times a factor, but for what floating point loses. */
export function isScaled(was: number, now: number, factor: number): boolean {
  return Math.abs(was * factor - now) <= Math.abs(now) * 1e-9;
}

/** A plain number; undefined for anything else, and for a text with a unit in it. */
export function numberOf(value: Data | undefined): number | undefined {
  switch (value?.kind) {
    case 'int':
      return Number(value.value);
    case 'float':
      return Number.isFinite(value.value) ? value.value : undefined;
    case 'str':
      return numberIn(value.value);
    case 'text':
      return value.type === 'Decimal' ? numberIn(value.text) : undefined;
    default:
      return undefined;
  }
}

/** The number that a text is; undefined where it is none. */
export function numberIn(text: string): number | undefined {
  return /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}
