import type { FunctionStatement } from '../../python/tree.ts';
import { containsSpan, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedBlocks } from './end-of-migration.ts';
import { attributeReads } from './instances.ts';
import type { OldKey, RegroupTarget } from './regroup-target.ts';
import { isSecretType, numberType } from './unit-declaration.ts';

/** What an old attribute held. */
export type OldType = 'int' | 'float' | 'Decimal' | 'SecretStr' | 'str';

const TYPES: readonly OldType[] = ['int', 'float', 'Decimal', 'SecretStr'];

/**
 * The type of an old attribute that code goes on reading; undefined where nothing reads it. While both sides are
 * declared the generated after-validator says it, and after that the property.
 */
export function oldAttribute(facts: MigrationFacts, target: RegroupTarget, old: OldKey): OldType | undefined {
  const { file, settings, declares } = target;
  const { text } = file.file;
  if (declares === 'both') {
    const call = new RegExp(`object\\.__setattr__\\(\\s*self,\\s*"${old.attribute}",\\s*([^\\n]*)`).exec(
      text,
    );
    return call?.[1] === undefined ? undefined : typeOfValue(call[1]);
  }
  if (declares === 'new') {
    const property = settings.body.find(
      (it): it is FunctionStatement => it.kind === 'function' && it.name === old.attribute,
    );
    const result = property && /->\s*(\w+)\s*:/.exec(textAt(text, property.span))?.[1];
    return property && (TYPES.find((it) => it === result) ?? 'str');
  }
  const read = attributeReads(facts.project, { file, statement: settings }, old.attribute).length > 0;
  return read ? declaredType(old) : undefined;
}

/** True while code or a test of the team reads an old attribute: what a migration wrote is no reason to keep it. */
export function isStillRead(
  { project }: MigrationFacts,
  { file, settings }: RegroupTarget,
  { attribute }: OldKey,
): boolean {
  const generated = new Map(
    project.mentioning([attribute]).map((it) => [it.file.path, markedBlocks(it)] as const),
  );
  return attributeReads(project, { file, statement: settings }, attribute).some(
    (read) =>
      !read.path.includes('settings_migrations/') &&
      !generated.get(read.path)?.some((it) => containsSpan(it, read.span)),
  );
}

function typeOfValue(value: string): OldType {
  if (value.startsWith('number')) return 'Decimal';
  if (value.startsWith('round(') || value.startsWith('url.port')) return 'int';
  return TYPES.find((it) => value.startsWith(`${it}(`)) ?? 'str';
}

function declaredType({ field }: OldKey): OldType {
  const number = field && numberType(field);
  if (number !== undefined) return number === 'decimal' ? 'Decimal' : number;
  return field && isSecretType(field) ? 'SecretStr' : 'str';
}
