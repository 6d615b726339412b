import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { defaultOfRead, type Settling, settleReads } from './os-environ-remove.ts';
import { declareOnly, removeField } from './pydantic-remove.ts';
import { pydanticTarget } from './pydantic-target.ts';
import { environRemovalMatrix, withoutWarning } from './pytest-environ-remove.ts';
import { testPath } from './pytest-path.ts';
import { removalMatrix } from './pytest-remove.ts';

/** The code of a removal in a settings class. */
export function removalClass({ facts, id, code, phase }: CodeStep, reader: ReaderFacts): GeneratedCode {
  const test = reader.old || reader.named ? removalMatrix(facts, { id, reader, code }) : undefined;
  const written = { ...NO_CODE, tests: test ? [test] : [] };
  if (phase !== 'expand') return written;
  const found = pydanticTarget(facts, reader);
  if (!found.ok) return { ...written, byHand: found.reason === undefined ? [] : [found.reason] };
  if (code === 'new') {
    const { edits, byHand } = removeField(facts, found.target);
    return { ...written, edits, byHand };
  }
  const change = declareOnly(facts, found.target, id);
  return { ...(change.held ? NO_CODE : written), edits: change.edits, byHand: change.byHand };
}

/** The code of a removal in the modules that read variables one by one: a read becomes its default. */
export function removalEnviron(step: CodeStep): GeneratedCode {
  const { facts, phase } = step;
  if (phase !== 'expand') return endOfWarning(step);
  return settledCode(facts, {
    id: step.id,
    value: defaultOfRead,
    warns: true,
    left: (path) =>
      `\`${facts.from}\` is read without a default in \`${path}\`: take out the read and what depends on it; only you know what the code uses from now on`,
    done: (path) =>
      `\`${path}\` uses the default of \`${facts.from}\` from now on: write what that leaves more simply`,
  });
}

/** Modules in which a key has a value for good, with their test. */
export function settledCode(facts: MigrationFacts, settling: Settling): GeneratedCode {
  const { edits, byHand, files } = settleReads(facts, settling);
  if (files.length === 0) return { ...NO_CODE, edits, byHand };
  const { id, warns } = settling;
  return { edits, byHand, tests: [environRemovalMatrix(facts, id, { files, warns })] };
}

/** The test of modules whose warning goes, or has gone. */
export function endOfWarning({ facts, id }: CodeStep): GeneratedCode {
  const path = testPath(facts, id);
  const test = facts.project.mentioning([id]).find((it) => it.file.path === path);
  if (test === undefined) return NO_CODE;
  return { ...NO_CODE, tests: [{ ok: true, path, text: withoutWarning(test.file.text) }] };
}
