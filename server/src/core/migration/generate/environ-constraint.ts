import type { FieldType } from '../../schema/field-type.ts';
import { textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type Bound, beyond, boundsOf, isWithin, samplesWithin } from './constraint-bounds.ts';
import { dualName, type Names, unwrapReads, wrapReads } from './environ-wrap.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { logOnce } from './log-once.ts';
import { marker } from './pydantic-dual-read.ts';
import { environInPlaceMatrix } from './pytest-environ-in-place.ts';
import { environReaders } from './pytest-others.ts';
import type { MatrixResult } from './pytest-path.ts';
import type { ImportNeed } from './python-imports.ts';
import { comment, idName, messageText, pyString } from './python-text.ts';
import { acceptsNumber } from './synthetic.ts';

/**
 * Modules that read the process environment say once per process that a value is out of the bounds to come, and refuse
 * it then. A text that is no number is left to the code that makes one of it.
 */
export function constraintEnviron(step: CodeStep): GeneratedCode {
  const { facts, id } = step;
  const bounds = boundsOf(facts);
  const final = `_checked_${facts.from.toLowerCase()}`;
  if (facts.kind === 'widen' && bounds?.length === 0) return unwrapReads(step, final, byHand);
  const test = bounds && outside(bounds);
  if (bounds === undefined || test === undefined) return allByHand(facts);
  const shape: Shape = { facts, test };
  const dual = dualName(id);
  return wrapReads(step, {
    part: 'value',
    refusesDefault: ({ file, default: stays }) =>
      stays === undefined || isWithin(bounds, textAt(file.file.text, stays)) === true
        ? undefined
        : 'its default is not seen to be within the bounds',
    ...(facts.kind === 'widen' ? { onlyReplaces: true } : {}),
    dual: { name: dual, text: (names) => dualText(shape, { id, ...names }) },
    final: { name: final, text: ({ isSet }) => finalText(shape, final, isSet) },
    needs: test.needs,
    test: (code, files) =>
      boundsMatrix(facts, bounds, { id, code, name: code === 'both' ? dual : final, files }),
    byHand: (path, reason) => byHand(facts, path, reason),
  });
}

function allByHand(facts: MigrationFacts): GeneratedCode {
  const paths = environReaders(facts).flatMap(({ old }) => (old === undefined ? [] : [old.place.path]));
  return { ...NO_CODE, byHand: [...new Set(paths)].map((path) => byHand(facts, path)) };
}

function byHand({ from }: MigrationFacts, path: string, reason?: string): string {
  const words = `write the constraint of \`${from}\` into \`${path}\` by hand, or take it out of what checks it there`;
  return reason === undefined ? words : `${words}: ${reason}`;
}

/** How Python sees that a text is out of the bounds. */
interface Outside {
  readonly needs: readonly ImportNeed[];
  /** Statements that set `out`, and return what cannot be judged. */
  readonly lines: readonly string[];
}

interface Shape {
  readonly facts: MigrationFacts;
  readonly test: Outside;
}

const COMPARES: ReadonlyMap<string, string> = new Map([
  ['gt', '<='],
  ['ge', '<'],
  ['lt', '>='],
  ['le', '>'],
]);

/** Undefined where bounds of numbers and of texts are mixed. */
function outside(bounds: readonly Bound[]): Outside | undefined {
  const numbers = bounds.flatMap(numberOutside);
  if (numbers.length === bounds.length) {
    return {
      needs: [{ module: 'decimal', name: 'Decimal' }],
      lines: [
        'try:',
        '    number = Decimal(str(value))',
        `    out = ${numbers.join(' or ')}`,
        'except ArithmeticError:',
        '    return value',
      ],
    };
  }
  const texts = bounds.flatMap(textOutside);
  if (texts.length < bounds.length) return undefined;
  const isPattern = bounds.some((it) => it.name === 'pattern');
  return {
    needs: isPattern ? [{ module: 're' }] : [],
    lines: ['if not isinstance(value, str):', '    return value', `out = ${texts.join(' or ')}`],
  };
}

function numberOutside({ name, literal }: Bound): readonly string[] {
  const number = /^-?\d+$/.test(literal) ? literal : `Decimal(${pyString(literal)})`;
  const compared = COMPARES.get(name);
  if (compared !== undefined) return [`number ${compared} ${number}`];
  return name === 'multiple_of' ? [`number % ${number} != 0`] : [];
}

function textOutside({ name, literal }: Bound): readonly string[] {
  switch (name) {
    case 'min_length':
      return [`len(value) < ${literal}`];
    case 'max_length':
      return [`len(value) > ${literal}`];
    case 'pattern':
      return [`re.search(${literal}, value) is None`];
    default:
      return [];
  }
}

function typeOf(bounds: readonly Bound[]): FieldType {
  if (bounds.flatMap(numberOutside).length < bounds.length) return { kind: 'str' };
  return { kind: bounds.every((it) => /^-?\d+$/.test(it.literal)) ? 'int' : 'float' };
}

function dualText({ facts, test }: Shape, { id, isSet, log }: Names & { readonly id: string }): string {
  const { from, lineLength: width } = facts;
  const name = idName(id);
  return [
    ...logOnce({ id, name, log, width }),
    '',
    '',
    comment('', `${marker(id)} phase=expand (delete in contract)`, width),
    `def ${dualName(id)}(value: Any) -> Any:`,
    ...test.lines.map((line) => `    ${line}`),
    ifOut(isSet),
    messageText('        ', `_log_${name}`, `${from} does not satisfy the constraint to come`, width),
    '    return value',
  ].join('\n');
}

function ifOut(isSet: string | undefined): string {
  return isSet === undefined ? '    if out:' : `    if out and ${isSet}:`;
}

function finalText({ facts, test }: Shape, name: string, isSet: string | undefined): string {
  const { from, answers, lineLength: width } = facts;
  const message = `${from} does not satisfy ${answers.get('constraint') ?? 'its constraint'}`;
  return [
    `def ${name}(value: Any) -> Any:`,
    ...test.lines.map((line) => `    ${line}`),
    ifOut(isSet),
    messageText('        ', 'raise ValueError', message, width),
    '    return value',
  ].join('\n');
}

function boundsMatrix(
  facts: MigrationFacts,
  bounds: readonly Bound[],
  it: Pick<Parameters<typeof environInPlaceMatrix>[1], 'id' | 'name' | 'files'> & {
    readonly code: 'both' | 'new';
  },
): MatrixResult {
  const read = environReaders(facts).flatMap((reader) => reader.old ?? [])[0];
  if (read === undefined) return { ok: false, fields: [facts.from] };
  // What code in a function makes of a text is not decided; the bounds say what they are for.
  const field = samplesWithin(facts, read) === undefined ? { ...read, type: typeOf(bounds) } : read;
  const samples = samplesWithin(facts, field);
  if (samples === undefined) return { ok: false, fields: [facts.from] };
  const beyonds = bounds.flatMap(beyond).filter((text) => text !== '' && acceptsNumber(field, text));
  const both = it.code === 'both';
  const [logged] = beyonds;
  return environInPlaceMatrix(facts, {
    id: it.id,
    name: it.name,
    files: it.files,
    says: both
      ? 'Values beyond the bounds to come are taken, and logged once.'
      : 'Values within the bounds are taken, others are not.',
    constants: new Map([
      ['ONE', samples[0]],
      ['TWO', samples[1]],
    ]),
    rows: [
      ['{}', 'None'],
      ['{KEY: ONE}', 'ONE'],
      ['{KEY: TWO}', 'TWO'],
      ...(both ? beyonds.map((text) => [`{KEY: ${pyString(text)}}`, pyString(text)] as const) : []),
    ],
    refused: both ? [] : beyonds.map((text) => `{KEY: ${pyString(text)}}`),
    needs: '{KEY: ONE}',
    ...(both && logged !== undefined ? { logged: `{KEY: ${pyString(logged)}}` } : {}),
  });
}
