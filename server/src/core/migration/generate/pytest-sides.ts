import { type Conversion, conversionNamed, type Texts } from '../conversion.ts';
import { type AddressKeys, addressKeys } from '../conversions/address.ts';
import { type AddressPart, composedUrl } from '../conversions/url-text.ts';
import type { MigrationFacts } from '../facts.ts';
import { pyString } from './python-text.ts';

/** Made-up texts of both sides that mean the same. */
export interface Side {
  readonly old: Texts;
  readonly new: Texts;
}

/** Sides with whole numbers, or made-up addresses. */
export function candidateSides(facts: MigrationFacts): readonly Side[] {
  const address = addressOf(facts);
  return sidesOf(facts, address === undefined ? numberTexts(facts, NUMBERS) : addressTexts(facts, address));
}

/** Sides with fractions; none for addresses. */
export function fractionSides(facts: MigrationFacts): readonly Side[] {
  return addressOf(facts) === undefined ? sidesOf(facts, numberTexts(facts, ['0.25', '2.5'])) : [];
}

/** The sides of modules that read the process environment: texts, whatever code makes of them. */
export function environSides(facts: MigrationFacts): readonly Side[] | undefined {
  const sides = candidateSides(facts).slice(0, 2);
  return sides.length < 2 ? undefined : [...sides, ...fractionSides(facts).slice(0, 1)];
}

function addressOf({
  convert,
  fromKeys: from,
  toKeys: to,
  answers,
}: MigrationFacts): AddressKeys | undefined {
  return addressKeys(convert, { from, to, answers });
}

function sidesOf(facts: MigrationFacts, olds: readonly Texts[]): readonly Side[] {
  const { fromKeys: from, toKeys: to, convert, answers } = facts;
  const conversion = conversionNamed(convert, { from, to, answers });
  return conversion === undefined ? [] : olds.flatMap((old) => side(conversion, old) ?? []);
}

function side(conversion: Conversion, old: Texts): Side | undefined {
  const next = conversion.toNew(old);
  return next && { old, new: next };
}

/** Small ones first; some are whole in any unit of time. */
const NUMBERS = [
  '20',
  '40',
  '2',
  '3',
  '1',
  '200',
  '60',
  '120',
  '1440',
  '2880',
  '3600',
  '7200',
  '86400',
  '172800',
];

function numberTexts(facts: MigrationFacts, numbers: readonly string[]): readonly Texts[] {
  return numbers.map((text) => new Map([[facts.from, text]]));
}

function addressTexts(facts: MigrationFacts, address: AddressKeys): readonly Texts[] {
  return ['one', 'two'].flatMap((word, at): readonly Texts[] => {
    const values = new Map<AddressPart, string>([
      ['host', `${word}.example.com`],
      ['port', String(7001 + at)],
      ['user', `${word}-user`],
      ['password', `${word}/p@ss`],
      ['database', String(at + 1)],
      ['tls', at === 0 ? 'true' : 'false'],
      ['scheme', address.scheme === '' ? 'redis' : address.scheme],
    ]);
    const own = new Map([...values].filter(([part]) => address.parts.has(part)));
    const scheme = own.get('tls') === 'true' ? `${address.scheme}s` : (own.get('scheme') ?? address.scheme);
    const whole = composedUrl(own, address.url ? scheme : 'x');
    if (whole === undefined) return [];
    const url = address.url ? whole : whole.slice('x://'.length);
    const parts = [...address.parts].map(([part, key]) => [key, values.get(part) ?? ''] as const);
    return [
      new Map(facts.from === address.whole && facts.fromKeys.length === 1 ? [[address.whole, url]] : parts),
    ];
  });
}

/** A list of a generated test, one item per line where it is long. */
export function listLines(name: string, items: readonly string[], width: number): readonly string[] {
  const line = `${name} = [${items.join(', ')}]`;
  if (line.length <= width) return [line];
  const whole = `    ${items.join(', ')}`;
  if (whole.length <= width) return [`${name} = [`, whole, ']'];
  return [`${name} = [`, ...items.map((it) => `    ${it},`), ']'];
}

/** A dict of a generated test. */
export function dictLines(name: string, texts: Texts, width: number): readonly string[] {
  const items = [...texts].map(([key, text]) => `${pyString(key)}: ${pyString(text)}`);
  const line = `${name} = {${items.join(', ')}}`;
  if (line.length <= width) return [line];
  return [`${name} = {`, ...items.map((it) => `    ${it},`), '}'];
}
