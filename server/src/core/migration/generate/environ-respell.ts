import { isTestPath } from '../../schema/test-path.ts';
import { textAt } from '../../text/span.ts';
import { conversionNamed } from '../conversion.ts';
import type { MigrationFacts } from '../facts.ts';
import { environReads } from './environ-reads.ts';
import { dualName, wrapReads } from './environ-wrap.ts';
import { type FinalSpelling, finalSpelling } from './final-spelling.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { environInPlaceMatrix } from './pytest-environ-in-place.ts';
import { environReaders } from './pytest-others.ts';
import { callText, pyString } from './python-text.ts';
import { spellingFunctions } from './respell-code.ts';
import { type Respelling, respelling } from './respelling.ts';

/**
 * Modules that read the process environment take both spellings of a key, then the new one alone. The code behind a read
 * keeps the spelling that it knows.
 */
export function respellEnviron(step: CodeStep): GeneratedCode {
  const { facts, id } = step;
  const spelled = respelling(facts);
  if (spelled === undefined || hasAmbiguousDefault(facts, spelled)) return byHand(facts);
  const dual = dualName(id);
  const { name: final } = environSpelling(facts, spelled);
  return wrapReads(step, {
    part: 'text',
    refusesDefault: ({ file, default: stays }) => {
      const text = stays && textAt(file.file.text, stays);
      const isTaken = text === undefined || PLAIN_DEFAULT.test(text) || !isAmbiguous(spelled, text);
      return isTaken ? undefined : 'its default is computed, or would be read as the new spelling';
    },
    newDefault: ({ file, default: stays }) => {
      const text = stays && defaultText(textAt(file.file.text, stays));
      const next = text === undefined || !spelled.isOldText(text) ? undefined : newSpelling(facts, text);
      return next === undefined || next === text ? undefined : pyString(next);
    },
    dual: {
      name: dual,
      text: (names) => spellingFunctions(facts, spelled, { id, own: dual, ...names }),
    },
    final: { name: final, text: ({ isSet }) => finalText(facts, spelled, final, isSet) },
    needs: spelled.needs,
    test: (code, files) =>
      spellingMatrix(step, spelled, { code, name: code === 'both' ? dual : final, files }),
    byHand: (path, reason) => wordsFor(facts, path, reason),
  });
}

/** What stays in the modules that read a key of the process environment. */
export function environSpelling({ project, from }: MigrationFacts, spelled: Respelling): FinalSpelling {
  const files = project.mentioning([from]).filter((it) => !it.stale && !isTestPath(it.file.path));
  return finalSpelling(
    from.toLowerCase(),
    spelled,
    files.map((file) => ({ file, body: file.module.body })),
  );
}

/** Defaults that a function around the read would take for the new spelling, and change. */
function hasAmbiguousDefault(facts: MigrationFacts, { isNewText }: Respelling): boolean {
  return environReads(facts, facts.from).some(({ file, default: stays }) => {
    const text = stays && textAt(file.file.text, stays);
    return text !== undefined && /^(["']).*\1$/.test(text) && isNewText(text.slice(1, -1));
  });
}

/** Defaults that are no text, so that they pass through. */
const PLAIN_DEFAULT = /^(?:None|True|False|-?\d+(?:\.\d+)?|\[.*\]|\(.*,.*\))$/;

function defaultText(literal: string): string | undefined {
  return /^(["'])([^"'\\\n]*)\1$/.exec(literal)?.[2];
}

/** True for a default of which nobody can say how it is spelled, and for one that would be read anew. */
function isAmbiguous({ isNewText }: Respelling, literal: string): boolean {
  const text = defaultText(literal);
  return text === undefined || isNewText(text);
}

function newSpelling(facts: MigrationFacts, text: string): string | undefined {
  const { fromKeys: from, toKeys: to, answers, convert } = facts;
  const conversion = conversionNamed(convert, { from, to, answers });
  return text === '' ? text : conversion?.toNew(new Map([[facts.from, text]]))?.get(to[0] ?? '');
}

/** A default that the code writes itself may go on being the old spelling. */
function finalText(
  facts: MigrationFacts,
  spelled: Respelling,
  name: string,
  isSet: string | undefined,
): string {
  const refuse = (indent: string) =>
    callText(indent, 'raise ValueError', [pyString(spelled.refusal)], facts.lineLength);
  return [
    `def ${name}(value: Any) -> Any:`,
    '    if not isinstance(value, str) or value == "":',
    '        return value',
    `    if ${spelled.isOld}:`,
    ...(isSet === undefined
      ? [refuse('        ')]
      : [`        if ${isSet}:`, refuse('            '), '        return value']),
    ...spelled.toOld.map((line) => `    ${line}`),
  ].join('\n');
}

function byHand(facts: MigrationFacts): GeneratedCode {
  const paths = environReaders(facts).flatMap(({ old }) => (old === undefined ? [] : [old.place.path]));
  return { ...NO_CODE, byHand: [...new Set(paths)].map((path) => wordsFor(facts, path)) };
}

function wordsFor({ from }: MigrationFacts, path: string, reason?: string): string {
  const words = `let the code in \`${path}\` take both spellings of \`${from}\` by hand`;
  return reason === undefined ? words : `${words}: ${reason}`;
}

function spellingMatrix(
  { facts, id }: CodeStep,
  { samples }: Respelling,
  it: Pick<Parameters<typeof environInPlaceMatrix>[1], 'name' | 'files'> & { readonly code: 'both' | 'new' },
): ReturnType<typeof environInPlaceMatrix> {
  const both = it.code === 'both';
  const rows = samples.flatMap((_, at) => [
    ...(both ? [[`{KEY: OLD_${at + 1}}`, `OLD_${at + 1}`] as const] : []),
    [`{KEY: NEW_${at + 1}}`, `OLD_${at + 1}`] as const,
  ]);
  return environInPlaceMatrix(facts, {
    id,
    name: it.name,
    files: it.files,
    says: both ? 'Both spellings mean the same.' : 'The new spelling alone is taken.',
    constants: new Map(
      samples.flatMap(([old, next], at) => [
        [`OLD_${at + 1}`, old] as const,
        [`NEW_${at + 1}`, next] as const,
      ]),
    ),
    rows: [['{}', 'None'], ...rows],
    refused: both ? [] : ['{KEY: OLD_1}'],
    needs: '{KEY: NEW_1}',
    ...(both ? { logged: '{KEY: OLD_1}' } : {}),
  });
}
