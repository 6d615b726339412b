import type { ReaderFacts } from '../facts.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { dualRegroup, plainRegroup } from './pydantic-regroup.ts';
import { regroupMatrix } from './pytest-regroup.ts';
import { regroupTarget } from './regroup-target.ts';

/** The code of a split, a merge or a change of unit in a settings class. */
export function regroupClass(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const { facts, id, precedence } = step;
  const found = regroupTarget(facts, reader, id);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const code = step.code === 'both' ? 'both' : 'new';
  const change =
    code === 'both' ? dualRegroup(facts, target, id, precedence) : plainRegroup(facts, target, id);
  const written = target.declares !== 'old' || change.edits.length > 0;
  const tests = written ? [regroupMatrix(facts, { id, target, code, precedence })] : [];
  return { ...change, tests };
}
