import { containsOffset, span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import type { RecordFile } from '../record.ts';
import { markedBlocks } from './end-of-migration.ts';
import { constructorCalls } from './instances.ts';
import { moduleLogger } from './logger.ts';
import { isStillRead, oldAttribute } from './old-attribute.ts';
import { placedFunction } from './os-environ-rename.ts';
import type { CodeChange } from './pydantic-rename.ts';
import { inFile, redeclared } from './pydantic-rename.ts';
import { type PythonConversion, pythonConversion } from './python-conversion.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { wholeLines } from './python-text.ts';
import { insertion, newDeclarations } from './regroup-declarations.ts';
import type { RegroupTarget } from './regroup-target.ts';
import {
  afterText,
  beforeText,
  convertFunction,
  oldFieldsText,
  propertiesText,
  type RegroupText,
} from './regroup-text.ts';

const IMPORTS: readonly ImportNeed[] = [
  { module: 'typing', name: 'Any' },
  { module: 'typing', name: 'ClassVar' },
  { module: 'pydantic', name: 'Field' },
  { module: 'pydantic', name: 'model_validator' },
];

/** Code that reads the new keys, else the old ones converted. Code that reads the old attributes goes on as it is. */
export function dualRegroup(
  facts: MigrationFacts,
  target: RegroupTarget,
  id: string,
  precedence: RecordFile['precedence'],
): CodeChange {
  if (target.declares !== 'old') return { edits: [], byHand: [] };
  const conversion = pythonConversion(facts);
  const made = newDeclarations(facts, target);
  if (conversion === undefined || !made.ok) return { edits: [], byHand: [refusal(facts, target, made)] };
  const { file, settings } = target;
  const log = moduleLogger(file, settings.span.start, id);
  const text = regroupText(facts, target, { id, precedence, conversion, log: log.name });
  const top = classStart(target);
  const needs = [
    ...IMPORTS,
    ...made.needs,
    ...conversion.needs,
    ...(text.kept.size > 0 ? [...conversion.backNeeds, ...secretNeed(text)] : []),
    ...log.needs,
  ];
  const generated = [beforeText(text), ...(text.kept.size > 0 ? [afterText(text)] : [])].join('\n\n');
  const own = [
    ...importEdits(facts, file, needs, made.removed),
    ...log.edits,
    placedFunction(file, top, convertFunction(text)),
    ...made.edits,
    insertion(made.after, `\n${oldFieldsText(text)}`),
    insertion(endOfClass(target), `\n\n${generated}`),
  ].sort((a, b) => a.span.start - b.span.start);
  return { edits: inFile(file, own), byHand: [...made.notes, ...byHand(facts, target)] };
}

/** Code that reads the new keys alone. What code calls by the old names becomes a property. */
export function plainRegroup(facts: MigrationFacts, target: RegroupTarget, id: string): CodeChange & Ending {
  const conversion = pythonConversion(facts);
  const { file } = target;
  const path = file.file.path;
  if (target.declares === 'both') {
    const text = conversion && regroupText(facts, target, { id, precedence: 'new', conversion, log: 'log' });
    if (text === undefined || text.kept.size === 0) {
      return { edits: [], byHand: keywords(facts, target), keeps: new Map() };
    }
    const at = lastOwn(target, id);
    const needs = [...text.conversion.backNeeds, ...secretNeed(text)];
    return {
      edits: inFile(file, [insertion(at, `\n\n${propertiesText(text)}`)]),
      byHand: keywords(facts, target),
      keeps: new Map([[path, needs]]),
    };
  }
  if (target.declares === 'new') return { edits: [], byHand: [], keeps: new Map() };
  const made = newDeclarations(facts, target);
  if (conversion === undefined || !made.ok) {
    return { edits: [], byHand: [refusal(facts, target, made)], keeps: new Map() };
  }
  const text = regroupText(facts, target, { id, precedence: 'new', conversion, log: 'log' });
  const needs = [
    ...made.needs,
    ...(text.kept.size > 0 ? [...conversion.backNeeds, ...secretNeed(text)] : []),
  ];
  const own = [
    ...importEdits(facts, file, needs, made.removed),
    ...made.edits,
    ...(text.kept.size > 0 ? [insertion(endOfClass(target), `\n\n${propertiesText(text)}`)] : []),
  ].sort((a, b) => a.span.start - b.span.start);
  return {
    edits: inFile(file, own),
    byHand: [...made.notes, ...byHand(facts, target), ...keywords(facts, target)],
    keeps: new Map(),
  };
}

/** What has to stay imported, by file, when the generated parts go. */
export interface Ending {
  readonly keeps: ReadonlyMap<string, readonly ImportNeed[]>;
}

function regroupText(
  facts: MigrationFacts,
  target: RegroupTarget,
  it: Pick<RegroupText, 'id' | 'precedence' | 'log'> & { readonly conversion: PythonConversion },
): RegroupText {
  const kept = target.olds.flatMap((old) => {
    const type = oldAttribute(facts, target, old);
    const isGone = target.declares === 'both' && !isStillRead(facts, target, old);
    return type === undefined || isGone ? [] : [[old, type] as const];
  });
  return { ...it, target, width: facts.lineLength, kept: new Map(kept) };
}

function secretNeed({ kept }: RegroupText): readonly ImportNeed[] {
  return [...kept.values()].includes('SecretStr') ? [{ module: 'pydantic', name: 'SecretStr' }] : [];
}

function refusal(
  facts: MigrationFacts,
  { settings, file }: RegroupTarget,
  made: ReturnType<typeof newDeclarations>,
): string {
  if (!made.ok) return `${made.reason} (\`${settings.name}\` in \`${file.file.path}\`)`;
  const [from, to] = [facts.fromKeys.join(', '), facts.toKeys.join(', ')];
  return `read \`${to}\`, or else \`${from}\`, in \`${settings.name}\` (\`${file.file.path}\`) by hand: nobody knows the conversion but you`;
}

/** Start of the class with its decorators and the comments above it. */
function classStart({ file, settings }: RegroupTarget): number {
  const { text } = file.file;
  let at = wholeLines(file.file, span(settings.span.start, settings.span.start)).start;
  for (;;) {
    const previous = /(?:^|\n)([ \t]*[#@][^\n]*\n)$/.exec(text.slice(0, at))?.[1];
    if (previous === undefined) return at;
    at -= previous.length;
  }
}

/** Where the line of the last statement ends that the team wrote and that stays. */
function lastOwn(target: RegroupTarget, id: string): number {
  const blocks = markedBlocks(target.file, id);
  return endOf(target, (at) => !blocks.some((block) => containsOffset(block, at)));
}

/** The same before anything is generated: of the old declarations the first one gives its place to the new ones. */
function endOfClass(target: RegroupTarget): number {
  const gone = target.olds.slice(1).flatMap((old) => old.declaration ?? []);
  return endOf(target, (at) => !gone.some((it) => containsOffset(it.span, at)));
}

function endOf({ file, settings }: RegroupTarget, stays: (offset: number) => boolean): number {
  const last = settings.body.findLast((it) => stays(it.span.start));
  const end = last?.span.end ?? settings.bodySpan.end;
  return end + (/^[^\r\n]*/.exec(file.file.text.slice(end))?.[0].length ?? 0);
}

function byHand(facts: MigrationFacts, target: RegroupTarget): readonly string[] {
  const { file, settings } = target;
  return target.olds.flatMap(({ attribute }) =>
    redeclared(facts, { file, settings, oldName: attribute }).map(
      (it) => `\`${it.name}\` in \`${it.path}\` declares \`${attribute}\` again: change it there too`,
    ),
  );
}

/** Calls that give an old key by its name: what they mean in the new keys, the team says. */
function keywords(facts: MigrationFacts, target: RegroupTarget): readonly string[] {
  const place = { file: target.file, statement: target.settings };
  const news = target.news.map((it) => `\`${it.attribute}\``).join(', ');
  return target.olds.flatMap(({ attribute }) => {
    const calls = constructorCalls(facts.project, place, attribute).filter(({ call }) =>
      call.args.some((it) => it.name === attribute),
    );
    const paths = [...new Set(calls.map((it) => it.file.file.path))];
    return paths.map(
      (path) => `\`${target.settings.name}(${attribute}=…)\` in \`${path}\`: give ${news} instead`,
    );
  });
}
