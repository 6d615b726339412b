import type { FieldType } from '../schema/field-type.ts';
import { isSlip } from '../text/nearest.ts';

/** Words that people write for a switch, and that no settings library takes. */
const SWITCHES: Readonly<Record<string, string>> = {
  enable: 'true',
  enabled: 'true',
  active: 'true',
  disable: 'false',
  disabled: 'false',
  inactive: 'false',
};

/** Units of a time span as people write them, in those of ISO 8601. */
const SPANS: Readonly<Record<string, (count: string) => string>> = {
  s: (it) => `PT${it}S`,
  sec: (it) => `PT${it}S`,
  m: (it) => `PT${it}M`,
  min: (it) => `PT${it}M`,
  h: (it) => `PT${it}H`,
  d: (it) => `P${it}D`,
};

/**
 * The text that a refused one most likely stands for: `30s` for a time span is `PT30S`, `Info` for a choice of `info`
 * and `debug` is `info`. Undefined where nothing suggests itself.
 */
export function meantText(type: FieldType, written: string): string | undefined {
  const text = written.trim();
  switch (type.kind) {
    case 'optional':
    case 'constrained':
    case 'judged':
      return meantText(type.inner, text);
    case 'bool':
      return SWITCHES[text.toLowerCase()];
    case 'int':
      return /^[+-]?\d{1,3}(?:[, ']\d{3})+$/.test(text) ? text.replace(/[, ']/g, '') : undefined;
    case 'timedelta': {
      const [, count = '', unit = ''] = /^(\d+) ?([a-z]+)$/.exec(text.toLowerCase()) ?? [];
      return Object.hasOwn(SPANS, unit) ? SPANS[unit]?.(count) : undefined;
    }
    case 'literal':
      return choice(
        text,
        type.members.flatMap(({ data }) => (data.kind === 'str' ? [data.value] : [])),
      );
    case 'enum':
      return choice(
        text,
        type.byName
          ? type.members.map((it) => it.name)
          : type.members.flatMap(({ value }) => (value.kind === 'str' ? [value.value] : [])),
      );
    default:
      return undefined;
  }
}

function choice(text: string, members: readonly string[]): string | undefined {
  const folded = members.filter((it) => it.toLowerCase() === text.toLowerCase());
  const found =
    folded.length > 0 ? folded : members.filter((it) => isSlip(text.toLowerCase(), it.toLowerCase()));
  return found.length === 1 && found[0] !== text ? found[0] : undefined;
}
