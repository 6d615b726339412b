import type { FieldType } from '../schema/field-type.ts';
import type { Snapshot } from '../snapshot.ts';
import { describeType } from '../values/describe-type.ts';
import type { MigrationFacts } from './facts.ts';
import { acceptsText } from './field-values.ts';
import type { Refusal } from './refuse-migration.ts';

const YES_NO = ['yes', 'no'] as const;

/** Every id that some question or option of a migration has, with the answers that it takes; empty: any text. */
const ANSWERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['both_allowed', YES_NO],
  ['constraint', []],
  ['conversion', []],
  ['convert', []],
  ['coupling', ['bundled', 'external']],
  ['default_new', []],
  ['default_old', []],
  ['default_value', []],
  ['differing_values', YES_NO],
  ['distinguishable', YES_NO],
  ['enum', []],
  ['expect.metric', []],
  ['expect.result', []],
  ['max_token_ttl', []],
  ['next_key_listed', YES_NO],
  ['other_readers', YES_NO],
  ['owner', []],
  ['port', []],
  ['precedence', ['new', 'old', 'error']],
  ['rollback_without_env_edit', YES_NO],
  ['scheme', []],
  ['store', []],
  ['to_layer', ['process', 'dotenv']],
  ['unsafe_plan', YES_NO],
  ['value_from_now_on', YES_NO],
  ['why', []],
]);

/** Answers that are a text of the key itself. */
const OF_FIELD = ['default_old', 'default_new', 'default_value'] as const;

/**
 * Why answers are none of this migration: an id that no question has, an answer that is no choice, a text that the
 * field refuses by its own conversion. Values are not named: they may be secret.
 */
export function refusedAnswer(
  snapshot: Snapshot,
  facts: MigrationFacts,
  answers: ReadonlyMap<string, string>,
): Refusal | undefined {
  return unknownId(answers) ?? noChoice(answers) ?? noFlag(facts) ?? noText(snapshot, facts, answers);
}

function unknownId(answers: ReadonlyMap<string, string>): Refusal | undefined {
  const id = [...answers.keys()].find((it) => !ANSWERS.has(it) && !it.startsWith('enum.'));
  return id === undefined
    ? undefined
    : { message: `no question has the id \`${id}\``, candidates: [...ANSWERS.keys()] };
}

function noChoice(answers: ReadonlyMap<string, string>): Refusal | undefined {
  for (const [id, answer] of answers) {
    const choices = ANSWERS.get(id) ?? [];
    if (choices.length > 0 && !choices.includes(answer)) {
      return { message: `the answer to \`${id}\` is none of its choices`, candidates: choices };
    }
  }
  return undefined;
}

/** A number or a list is no flag: there is more to say of it than which of two ways code goes. */
function noFlag(facts: MigrationFacts): Refusal | undefined {
  if (facts.kind !== 'flag') return undefined;
  const reader = facts.readers.find((it) => it.old !== undefined && !maySwitch(it.old.type));
  if (reader?.old === undefined) return undefined;
  const message = `\`${facts.from}\` is no flag: \`${reader.name}\` reads it as \`${describeType(reader.old.type)}\`; \`remove\` takes a key out whatever it holds`;
  return { message, candidates: [] };
}

function maySwitch(type: FieldType): boolean {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'decimal':
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
    case 'tuple':
    case 'dict':
    case 'url':
    case 'secret':
    case 'model':
      return false;
    case 'optional':
    case 'constrained':
      return maySwitch(type.inner);
    default:
      return true;
  }
}

function noText(
  snapshot: Snapshot,
  facts: MigrationFacts,
  answers: ReadonlyMap<string, string>,
): Refusal | undefined {
  for (const id of OF_FIELD) {
    const text = answers.get(id);
    if (text === undefined) continue;
    for (const { name, old, schema } of facts.readers) {
      if (old === undefined || acceptsText(snapshot, schema, old, text) !== false) continue;
      const message = `the answer to \`${id}\` is no value of \`${facts.from}\`: \`${name}\` reads it as \`${describeType(old.type)}\``;
      return { message, candidates: [] };
    }
  }
  return undefined;
}
