import { namesOf } from '../binding/names.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';

/** A reader of settings as it is in the old code and in the new; one side is absent where it comes or goes. */
export interface ReaderPair {
  readonly from?: SettingsSchema;
  readonly to?: SettingsSchema;
}

/**
 * Which settings of one version are those of another: by their id, else the only ones of that class name in the
 * service, else the only classes that are left on both sides.
 */
export function pairReaders(
  from: readonly SettingsSchema[],
  to: readonly SettingsSchema[],
): readonly ReaderPair[] {
  const pairs: ReaderPair[] = [];
  let [left, right] = [[...from], [...to]];
  const take = (a: SettingsSchema, b: SettingsSchema) => {
    pairs.push({ from: a, to: b });
    left = left.filter((it) => it !== a);
    right = right.filter((it) => it !== b);
  };
  for (const a of [...left]) {
    const b = right.find((it) => it.id === a.id && it.service === a.service && it.form === a.form);
    if (b) take(a, b);
  }
  for (const isAlike of [sameName, bothClasses]) {
    for (const a of [...left]) {
      const [b, ...others] = right.filter((it) => isAlike(a, it));
      const rivals = b ? left.filter((it) => isAlike(it, b)) : [];
      if (b && others.length === 0 && rivals.length === 1) take(a, b);
    }
  }
  return [...pairs, ...left.map((it) => ({ from: it })), ...right.map((it) => ({ to: it }))];
}

function sameName(a: SettingsSchema, b: SettingsSchema): boolean {
  return a.service === b.service && a.className !== undefined && a.className === b.className;
}

function bothClasses(a: SettingsSchema, b: SettingsSchema): boolean {
  return a.service === b.service && a.className !== undefined && b.className !== undefined;
}

/** A field as it is in the old code and in the new. */
export interface FieldPair {
  readonly from?: Field;
  readonly to?: Field;
}

/** Which fields are the same: by their name in code, else by a variable that both read. */
export function pairFields({ from, to }: ReaderPair): readonly FieldPair[] {
  const pairs: FieldPair[] = [];
  const left = new Set(from?.fields.filter((it) => !isDeclaredOnly(it, from)));
  const right = new Set(to?.fields.filter((it) => !isDeclaredOnly(it, to)));
  const take = (a: Field, b: Field) => {
    pairs.push({ from: a, to: b });
    left.delete(a);
    right.delete(b);
  };
  if (from?.form === 'class') {
    for (const a of [...left]) {
      const b =
        [...right].find((it) => it.name === a.name) ??
        [...right].find((it) => it.dual?.old === a.name || it.name === a.dual?.old);
      if (b) take(a, b);
    }
  }
  for (const a of [...left]) {
    const b = [...right].find((it) => from && to && readsSame(from, a, to, it));
    if (b) take(a, b);
  }
  return [...pairs, ...[...left].map((it) => ({ from: it })), ...[...right].map((it) => ({ to: it }))];
}

/** A class declares the old field of a dual read for the library's sake: code reads the new one. */
function isDeclaredOnly(field: Field, { form }: SettingsSchema): boolean {
  return form === 'class' && field.dual?.old === field.name;
}

/** True where both fields are read from one variable. */
function readsSame(from: SettingsSchema, a: Field, to: SettingsSchema, b: Field): boolean {
  const names = new Set(variablesOf(from, a));
  return variablesOf(to, b).some((it) => names.has(it));
}

/** The variables that set a field, in capitals where the library does not tell cases apart. */
export function variablesOf(schema: SettingsSchema, field: Field): readonly string[] {
  const inputs = namesOf(schema).inputs.get(field) ?? [];
  return inputs.map(({ input }) =>
    schema.loading.caseSensitive ? input.environment : input.environment.toUpperCase(),
  );
}

/** The variable that people set for a field. */
export function keyOf(schema: SettingsSchema, field: Field): string {
  return variablesOf(schema, field)[0] ?? field.name;
}
