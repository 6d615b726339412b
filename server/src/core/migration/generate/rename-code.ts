import type { ReaderFacts } from '../facts.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { dualEnvironRename, plainEnvironRename } from './os-environ-rename.ts';
import { type CodeChange, dualRename, keywordEdits, plainRename } from './pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { environMatrix } from './pytest-environ.ts';
import { pytestMatrix } from './pytest-matrix.ts';

/** The code of a rename in a settings class. */
export function renameClass(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const { facts, id, code, precedence } = step;
  const found = pydanticTarget(facts, reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const change = classChange(step, target);
  const matrixCode = code === 'both' ? 'both' : 'new';
  const test = pytestMatrix(facts, { id, target, code: matrixCode, precedence });
  return { edits: change.edits, byHand: change.byHand, tests: [test] };
}

function classChange({ facts, id, code, precedence }: CodeStep, target: PydanticTarget): CodeChange {
  if (code === 'both') return dualRename(facts, target, id, precedence);
  const change = plainRename(facts, target);
  // After a dual read the class has both fields already: taking the generated parts out is enough.
  return target.declares === 'both'
    ? { edits: [...change.edits, ...keywordEdits(facts, target)], byHand: change.byHand }
    : change;
}

/** The code of a rename in the modules that read the process environment. */
export function renameEnviron({ facts, id, code }: CodeStep): GeneratedCode {
  const dual = code === 'both';
  const change = dual ? dualEnvironRename(facts, id) : plainEnvironRename(facts, id);
  const test = environMatrix(facts, id, dual ? 'both' : 'new');
  return { edits: change.edits, byHand: change.byHand, tests: test ? [test] : [] };
}
