import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { Field, SettingsSchema } from '../../server/src/core/schema/schema.ts';
import type { Data } from '../../server/src/core/syntax/data.ts';
import { workspace } from '../workspace.ts';

const IMPORTS = `
import enum
from enum import Enum, IntEnum, StrEnum, auto
from pathlib import Path
from typing import *
from typing_extensions import deprecated
from pydantic import *
from pydantic_settings import *
`;

/** The schema of class `Settings` in a file of its own, with the usual imports above the code. */
export function settings(code: string, others: Readonly<Record<string, string>> = {}): SettingsSchema {
  return schemaNamed('Settings', { 'app.py': IMPORTS + code, ...others });
}

/** The schema of a class in files of their own. */
export function schemaNamed(name: string, files: Readonly<Record<string, string>>): SettingsSchema {
  const all = schemasOf(workspace(files));
  const found = all.find((it) => it.className === name);
  if (!found) throw new Error(`no \`${name}\` among ${all.map((it) => it.id).join(', ')}`);
  return found;
}

/** The only field of a settings class, from its declaration. */
export function field(declaration: string, before = '', configuration = ''): Field {
  const schema = settings(
    `${before}\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(${configuration})\n    ${declaration}\n`,
  );
  const [only] = schema.fields;
  if (!only) throw new Error(`no field in ${declaration}`);
  return only;
}

/** The field of a name. */
export function named(schema: SettingsSchema, name: string): Field {
  const found = schema.fields.find((it) => it.name === name);
  if (!found) throw new Error(`no field \`${name}\` in ${schema.fields.map((it) => it.name).join(', ')}`);
  return found;
}

/** Data as plain values, for short comparisons; integers as numbers. */
export function plain(data: Data | undefined): unknown {
  if (data === undefined) return undefined;
  switch (data.kind) {
    case 'none':
      return null;
    case 'int':
      return Number(data.value);
    case 'bool':
    case 'float':
    case 'str':
    case 'bytes':
      return data.value;
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.map(plain);
    case 'dict':
      return Object.fromEntries(data.entries.map(([key, value]) => [String(plain(key)), plain(value)]));
    default:
      return data.text;
  }
}

/** The reasons of a field, those of its type included. */
export function reasons(it: Field): readonly string[] {
  const own = it.undecided.map((undecided) => undecided.reason);
  return it.type.kind === 'undecided' ? [...own, it.type.reason] : own;
}
