import type { Expression } from '../python/tree.ts';
import { constantData } from './constant.ts';
import { enumType, isEnum } from './pydantic-enum.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { LiteralMember } from './schema.ts';

/** The members of `Literal[…]`, nested literals included; undefined when one is not known. */
export function literalMembers(
  project: PythonProject,
  file: PythonFile,
  index: Expression,
): readonly LiteralMember[] | undefined {
  const members: LiteralMember[] = [];
  for (const item of index.kind === 'tuple' ? index.items : [index]) {
    const some = memberOf(project, file, item);
    if (!some) return undefined;
    members.push(...some);
  }
  return members;
}

function memberOf(
  project: PythonProject,
  file: PythonFile,
  item: Expression,
): readonly LiteralMember[] | undefined {
  if (item.kind === 'subscript') {
    const symbol = resolveSymbol(project, file, item.object);
    const isLiteral = symbol.kind === 'external' && symbol.name === 'typing.Literal';
    return isLiteral ? literalMembers(project, file, item.index) : undefined;
  }
  if (item.kind === 'name' || item.kind === 'attribute') {
    const symbol = resolveSymbol(project, file, item);
    if (symbol.kind === 'value') return memberOf(project, symbol.file, symbol.value);
    if (symbol.kind !== 'member' || !isEnum(project, symbol.owner)) return undefined;
    const type = enumType(project, symbol.owner);
    const data = constantData(project, symbol.owner.file, symbol.value);
    return type.kind === 'enum' && data ? [{ data, enumBase: type.base }] : undefined;
  }
  const data = constantData(project, file, item);
  return data && [{ data }];
}
