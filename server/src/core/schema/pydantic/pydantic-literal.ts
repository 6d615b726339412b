import type { Expression } from '../../python/tree.ts';
import { constantData } from '../constant.ts';
import type { LiteralMember } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import { enumType, isEnum } from './pydantic-enum.ts';

/** Literals may be nested this deep. */
const MAX_DEPTH = 16;

/** The members of `Literal[…]`, nested literals included; undefined when one is not known. */
export function literalMembers(
  project: PythonProject,
  file: PythonFile,
  index: Expression,
  depth = 0,
): readonly LiteralMember[] | undefined {
  const members: LiteralMember[] = [];
  if (depth > MAX_DEPTH) return undefined;
  for (const item of index.kind === 'tuple' ? index.items : [index]) {
    const some = memberOf(project, file, item, depth);
    if (!some) return undefined;
    members.push(...some);
  }
  return members;
}

function memberOf(
  project: PythonProject,
  file: PythonFile,
  item: Expression,
  depth: number,
): readonly LiteralMember[] | undefined {
  if (item.kind === 'subscript') {
    const symbol = resolveSymbol(project, file, item.object);
    const isLiteral = symbol.kind === 'external' && symbol.name === 'typing.Literal';
    return isLiteral ? literalMembers(project, file, item.index, depth + 1) : undefined;
  }
  if (item.kind === 'name' || item.kind === 'attribute') {
    const symbol = resolveSymbol(project, file, item);
    if (symbol.kind === 'value') return memberOf(project, symbol.file, symbol.value, depth + 1);
    if (symbol.kind !== 'member' || !isEnum(project, symbol.owner)) return undefined;
    const type = enumType(project, symbol.owner);
    const data = constantData(project, symbol.owner.file, symbol.value);
    return type.kind === 'enum' && data ? [{ data, enumBase: type.base }] : undefined;
  }
  const data = constantData(project, file, item);
  return data && [{ data }];
}
