import type { Statement } from '../../python/tree.ts';
import { type Span, textAt } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { annotatedBounds } from './annotated-bounds.ts';
import { BOUNDS, type Bound, beyond, boundsOf, samplesWithin } from './constraint-bounds.ts';
import { defaultArgument, fieldCall } from './declared-default.ts';
import { inPlace } from './default-code.ts';
import { markedBlocks } from './end-of-migration.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { moduleLogger } from './logger.ts';
import { marker } from './pydantic-dual-read.ts';
import { inFile } from './pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { inPlaceMatrix } from './pytest-in-place.ts';
import type { MatrixResult } from './pytest-path.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { assignText, callText, comment, idName, pyString } from './python-text.ts';
import { insertion } from './regroup-declarations.ts';
import { acceptsNumber, type Samples } from './synthetic.ts';

type Declaration = Statement & { readonly kind: 'annotated' };

/** A settings class whose key is held to narrower or wider bounds, in `Field`. */
export function constraintClass(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const { facts, id, code } = step;
  if (reader.old === undefined) return NO_CODE;
  const found = pydanticTarget(inPlace(facts), reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const bounds = boundsOf(facts);
  const text = bounds && boundedText(facts, target, bounds);
  if (bounds === undefined || text === undefined) {
    const place = `\`${target.field.name}\` in \`${target.file.file.path}\``;
    return { ...NO_CODE, byHand: [`write the constraint of ${place} by hand`] };
  }
  if (code === 'both') return warning(facts, target, bounds, id);
  const { file, declaration } = target;
  const written = textAt(file.file.text, declaration.span);
  const needs: readonly ImportNeed[] = text.includes('Field(') ? [{ module: 'pydantic', name: 'Field' }] : [];
  const marked = markedBlocks(file, id).length > 0;
  const gone: readonly Span[] = text.includes('Field(') ? [] : [declaration.span];
  const own = { span: declaration.span, newText: text };
  const edits = written === text ? [] : [...(marked ? [] : importEdits(facts, file, needs, gone)), own];
  return {
    ...NO_CODE,
    edits: inFile(file, edits),
    tests: [boundsMatrix(facts, id, target, bounds)],
    keeps: new Map(marked ? [[file.file.path, needs]] : []),
  };
}

/** The declaration with these bounds and no others of the same names; undefined where it cannot be laid out. */
function boundedText(
  facts: MigrationFacts,
  target: PydanticTarget,
  bounds: readonly Bound[],
): string | undefined {
  const { file, declaration, settings } = target;
  const { text } = file.file;
  const { value, annotation } = declaration;
  if (textAt(text, declaration.span).includes('#')) return undefined;
  if (value?.kind === 'call' && fieldCall(declaration) === undefined) return undefined;
  const named = new Set(bounds.length === 0 ? BOUNDS : bounds.map((it) => it.name));
  const annotated = annotatedBounds(text, annotation, named, bounds);
  if (annotated.kind === 'byHand') return undefined;
  const isOwn = annotated.kind === 'written';
  const before = text.slice(declaration.span.start, annotation.span.start);
  const head = before + (isOwn ? annotated.text : textAt(text, annotation.span));
  const kept = keptArguments(text, declaration, named);
  const args = isOwn ? kept : [...kept, ...bounds.map((it) => `${it.name}=${it.literal}`)];
  const { bodyIndent } = settings;
  const layout = declarationText(bodyIndent, head, args, isOwn || bounds.length === 0, facts.lineLength);
  return layout.split('\n').every((line) => line.length <= facts.lineLength)
    ? layout.slice(bodyIndent.length)
    : undefined;
}

/** With `Field` where more than a default is said, or where bounds are. */
function declarationText(
  indent: string,
  head: string,
  args: readonly string[],
  alone: boolean,
  width: number,
): string {
  const [only] = args;
  if (only === undefined) return indent + head;
  const plain = args.length === 1 && alone ? /^default=(.*)$/s.exec(only)?.[1] : undefined;
  if (plain !== undefined) return `${indent}${head} = ${plain}`;
  return callText(indent, `${head} = Field`, args, width);
}

function keptArguments(
  text: string,
  declaration: Declaration,
  named: ReadonlySet<string>,
): readonly string[] {
  const { value } = declaration;
  const call = fieldCall(declaration);
  if (call === undefined) return value === undefined ? [] : [`default=${textAt(text, value.span)}`];
  const given = defaultArgument(call);
  return call.args
    .filter((it) => !named.has(it.name ?? ''))
    .map((it) => (it === given ? `default=${textAt(text, it.value.span)}` : textAt(text, it.span)));
}

/** Code that says once per process that a value is out of the bounds to come. */
function warning(
  facts: MigrationFacts,
  target: PydanticTarget,
  bounds: readonly Bound[],
  id: string,
): GeneratedCode {
  const { file, settings, field } = target;
  const condition = bounds.flatMap((it) => outOf(it)).join(' or ');
  if (condition === '') return NO_CODE;
  const tests = [warningMatrix(facts, id, target, bounds)];
  if (markedBlocks(file, id).length > 0) return { ...NO_CODE, tests };
  const log = moduleLogger(file, settings.span.start, id);
  const indent = settings.bodyIndent;
  const inner = `${indent}    `;
  const name = idName(id);
  const marked = comment(indent, `${marker(id)} phase=expand (delete in contract)`, facts.lineLength);
  const seen = [marked, `${indent}_seen_${name}: ClassVar[set[str]] = set()`];
  const lines = [
    marked,
    `${indent}@model_validator(mode="after")`,
    `${indent}def _m_${name}(self) -> Any:`,
    `${inner}value = self.${field.name}`,
    `${inner}out = value is not None and (${condition})`,
    assignText(inner, 'message', `${facts.from} does not satisfy the constraint to come`, facts.lineLength),
    `${inner}if out and message not in self._seen_${name}:`,
    `${inner}    self._seen_${name}.add(message)`,
    `${inner}    ${log.name}.warning(message)`,
    `${inner}return self`,
  ];
  const needs: readonly ImportNeed[] = [
    { module: 'typing', name: 'Any' },
    { module: 'typing', name: 'ClassVar' },
    { module: 'pydantic', name: 'model_validator' },
    ...log.needs,
  ];
  const lineEnd = (at: number) => at + (/^[^\r\n]*/.exec(file.file.text.slice(at))?.[0].length ?? 0);
  const own = [
    ...importEdits(facts, file, needs),
    ...log.edits,
    insertion(lineEnd(target.declaration.span.end), `\n${seen.join('\n')}`),
    insertion(lineEnd(settings.body.at(-1)?.span.end ?? settings.bodySpan.end), `\n\n${lines.join('\n')}`),
  ];
  return { ...NO_CODE, edits: inFile(file, own), tests };
}

/** When a value is out of a bound; nothing for a pattern. */
function outOf({ name, literal }: Bound): readonly string[] {
  switch (name) {
    case 'gt':
      return [`value <= ${literal}`];
    case 'ge':
      return [`value < ${literal}`];
    case 'lt':
      return [`value >= ${literal}`];
    case 'le':
      return [`value > ${literal}`];
    case 'multiple_of':
      return [`value % ${literal}`];
    case 'min_length':
      return [`len(value) < ${literal}`];
    case 'max_length':
      return [`len(value) > ${literal}`];
    default:
      return [];
  }
}

/** Nothing is refused yet; a value beyond a bound is logged. */
function warningMatrix(
  facts: MigrationFacts,
  id: string,
  target: PydanticTarget,
  bounds: readonly Bound[],
): MatrixResult {
  const samples = samplesWithin(facts, target.field);
  const outside = bounds.flatMap(beyond).find((text) => acceptsNumber(target.field, text));
  if (samples === undefined) return { ok: false, fields: [target.field.name] };
  return inPlaceMatrix(facts, {
    id,
    target,
    says: 'Values beyond the bounds to come are taken, and logged once.',
    ...taken(samples),
    refused: [],
    ...(outside === undefined ? {} : { logged: `{KEY: ${pyString(outside)}}` }),
  });
}

function boundsMatrix(
  facts: MigrationFacts,
  id: string,
  target: PydanticTarget,
  bounds: readonly Bound[],
): MatrixResult {
  const samples = samplesWithin(facts, target.field);
  if (samples === undefined) return { ok: false, fields: [target.field.name] };
  const outside = bounds.flatMap(beyond);
  return inPlaceMatrix(facts, {
    id,
    target,
    says: 'Values within the bounds are taken, others are not.',
    ...taken(samples),
    refused: outside.map((text) => `{KEY: ${pyString(text)}}`),
  });
}

/** Both are taken, and stay what they are. */
function taken([one, two]: Samples) {
  return {
    constants: new Map([
      ['ONE', one],
      ['TWO', two],
    ]),
    rows: [
      ['{KEY: ONE}', '{KEY: ONE}'],
      ['{KEY: TWO}', '{KEY: TWO}'],
    ],
    needs: '{KEY: ONE}',
  } as const;
}
