import type { Data } from '../../syntax/data.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { constantData } from '../constant.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonProject } from '../reader.ts';
import { docstringOf } from './documentation.ts';

type EnumBase = 'plain' | 'str' | 'int' | 'float';

const BASES: ReadonlyMap<string, EnumBase> = new Map(
  Object.entries<EnumBase>({
    'enum.Enum': 'plain',
    'enum.StrEnum': 'str',
    'enum.IntEnum': 'int',
    'builtins.str': 'str',
    'builtins.int': 'int',
    'builtins.float': 'float',
  }),
);

/** Code in an enum's body that changes which values it accepts. */
const DECIDING = new Set(['_missing_', '__new__', '__init__', '__eq__', '_generate_next_value_']);

/** True for a class that is an enum. */
export function isEnum(project: PythonProject, info: ClassInfo): boolean {
  return lineageOf(project, info).ancestors.some(
    (it) => it.kind === 'external' && /^enum\.(Enum|IntEnum|StrEnum|Flag|IntFlag|ReprEnum)$/.test(it.name),
  );
}

/** The type of an enum of the workspace: its members by value, or why they are not known. */
export function enumType(project: PythonProject, info: ClassInfo): FieldType {
  const { name } = info.statement;
  const undecided = (reason: string): FieldType => ({ kind: 'undecided', reason: `\`${name}\` ${reason}` });
  const lineage = lineageOf(project, info);
  if (lineage.problems.length > 0) return undecided('has a base class that is not found');
  const base = baseOf(lineage.ancestors.flatMap((it) => (it.kind === 'external' ? [it.name] : [])));
  if (base === undefined) return undecided('is an enum of a kind that is not evaluated');
  const members: { name: string; value: Data }[] = [];
  for (const ancestor of lineage.ancestors) {
    if (ancestor.kind !== 'class') continue;
    for (const statement of ancestor.info.statement.body) {
      if (statement.kind === 'function') {
        if (DECIDING.has(statement.name)) return undecided(`has \`${statement.name}\``);
        continue;
      }
      if (statement.kind === 'block') return undecided('has members that depend on a condition');
      if (statement.kind !== 'assign') continue;
      const target = statement.targets[0];
      if (target?.kind !== 'name' || target.name.startsWith('_')) {
        if (target?.kind === 'name') continue;
        return undecided('has members that are computed');
      }
      const value = constantData(project, ancestor.info.file, statement.value);
      if (!value || (base !== 'plain' && value.kind !== base))
        return undecided('has members that are computed');
      members.push({ name: target.name, value });
    }
  }
  const description = docstringOf(info.statement);
  return { kind: 'enum', name, base, members, ...(description === undefined ? {} : { description }) };
}

/** The mixed-in type; undefined for flags and other mixins. */
function baseOf(external: readonly string[]): EnumBase | undefined {
  let base: EnumBase = 'plain';
  for (const name of external) {
    const found = BASES.get(name);
    if (found === undefined) return undefined;
    if (found !== 'plain') base = found;
  }
  return base;
}
