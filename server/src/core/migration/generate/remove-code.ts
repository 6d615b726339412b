import type { ReaderFacts } from '../facts.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { removeEnvironReads } from './os-environ-remove.ts';
import { declareOnly, removeField } from './pydantic-remove.ts';
import { pydanticTarget } from './pydantic-target.ts';
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

/** The code of a removal in the modules that read the process environment. */
export function removalEnviron({ facts, id, phase }: CodeStep): GeneratedCode {
  if (phase !== 'expand') return NO_CODE;
  const change = removeEnvironReads(facts, id);
  return { ...NO_CODE, edits: change.edits, byHand: change.byHand };
}
