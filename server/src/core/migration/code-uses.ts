import type { CodeUses } from '../preflight/question.ts';
import { fieldUse } from './field-reads.ts';
import { goneAttribute } from './gone-attribute.ts';
import { goneConstant } from './gone-constant.ts';

/** How a preflight asks where code uses attributes. */
export const CODE_USES: CodeUses = {
  ofField: fieldUse,
  ofGone: goneAttribute,
  ofConstant: goneConstant,
};
