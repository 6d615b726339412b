import { nearest } from '../text/nearest.ts';
import { constraintAnswer } from './constraint-answer.ts';
import { conversionNamed } from './conversion.ts';
import { conversionsNear } from './conversion-names.ts';
import type { MigrationFacts } from './facts.ts';
import { tombstones } from './gates-code.ts';
import { fieldNameFor, pydanticTarget } from './generate/pydantic-target.ts';
import { spelledAlready } from './generate/spelled-already.ts';
import { kindNamed } from './kinds/kinds.ts';
import type { RecordFile } from './record.ts';
import { sharedDeclaration } from './shared-declaration.ts';

/** Why nothing is created, and what may have been meant. */
export interface Refusal {
  readonly message: string;
  readonly candidates: readonly string[];
}

/** Why this migration cannot be created at all, whatever is answered; undefined where it can. */
export function refusal(facts: MigrationFacts): Refusal | undefined {
  return (
    refusedOld(facts) ??
    underWay(facts) ??
    refusedShared(facts) ??
    facts.toKeys.flatMap((to) => refusedNew(facts, to) ?? [])[0] ??
    refusedTwice(facts) ??
    refusedAnswers(facts) ??
    refusedAgain(facts)
  );
}

function refuse(message: string, candidates: readonly string[] = []): Refusal {
  return { message, candidates };
}

function refusedOld(facts: MigrationFacts): Refusal | undefined {
  if (facts.kind === 'require') {
    const required = facts.readers.find((reader) => reader.old?.required === true);
    return required && refuse(`\`${required.name}\` requires \`${facts.from}\` already`);
  }
  const unread = facts.fromKeys.find(
    (key) => !facts.readers.some((it) => it.fields.has(key) || it.schema.reader === 'os-environ'),
  );
  if (unread !== undefined)
    return refuse(`no settings code reads \`${unread}\``, nearest(unread, facts.knownKeys));
  if (facts.kind !== 'default') return undefined;
  const field = facts.readers.find((reader) => reader.old !== undefined)?.old;
  return field?.required
    ? refuse(`\`${facts.from}\` is required: it has no default that could change`)
    : undefined;
}

function underWay(facts: MigrationFacts): Refusal | undefined {
  for (const record of facts.records.filter(isOpen)) {
    const key = facts.fromKeys.find((it) => record.from.includes(it) || record.to.includes(it));
    if (key === undefined) continue;
    return refuse(`\`${record.id}\` already migrates \`${key}\` and is in \`${record.phase}\``, [record.id]);
  }
  return undefined;
}

function isOpen(record: RecordFile): boolean {
  return record.phase !== 'done' && record.phase !== 'abandoned';
}

function refusedShared(facts: MigrationFacts): Refusal | undefined {
  const why = sharedDeclaration(facts);
  return why === undefined ? undefined : refuse(why);
}

/** A name that comes anew: free, possible, and not one that left before. */
function refusedNew(facts: MigrationFacts, to: string): Refusal | undefined {
  const { from, kind } = facts;
  if (to === '') return refuse(`a ${kind} of \`${from}\` needs a new name`);
  if (facts.fromKeys.includes(to)) {
    const isNew = kindNamed(kind).takes !== 'key' && kindNamed(kind).takes !== 'key-and-list';
    return isNew ? refuse(`\`${to}\` is the name it has`) : undefined;
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(to)) return refuse(`\`${to}\` is not a name that a key can have`);
  // The list of further keys may be there already.
  if (kind === 'rotate-signing') return undefined;
  const taken = facts.readers.find((reader) => reader.fields.has(to));
  if (taken !== undefined || facts.knownKeys.includes(to)) {
    return refuse(`\`${to}\` is already a setting${taken ? ` of \`${taken.name}\`` : ''}`);
  }
  const used = facts.records.find((record) => isOpen(record) && record.to.includes(to));
  if (used !== undefined) return refuse(`\`${used.id}\` already renames another key to \`${to}\``, [used.id]);
  const before = facts.records.find((record) => tombstones(record).includes(to));
  if (before !== undefined) {
    return refuse(`\`${to}\` left with \`${before.id}\`; old environments may still hold its old meaning`);
  }
  return badFieldName(facts, to);
}

/** A class with a prefix, or one whose fields cannot have that name. */
function badFieldName(facts: MigrationFacts, to: string): Refusal | undefined {
  for (const reader of facts.readers) {
    if (reader.schema.reader !== 'pydantic-settings' || reader.old === undefined) continue;
    const target = pydanticTarget(facts, reader);
    if (target.ok && target.target.alias !== undefined) continue;
    const named = fieldNameFor(to, reader, reader.old.name);
    if (named.ok) continue;
    const { envPrefix } = reader.schema.loading;
    const prefixed = to.toLowerCase().startsWith(envPrefix.toLowerCase()) ? [] : [`${envPrefix}${to}`];
    return refuse(named.reason, prefixed);
  }
  return undefined;
}

function refusedTwice({ fromKeys, toKeys }: MigrationFacts): Refusal | undefined {
  for (const keys of [fromKeys, toKeys]) {
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) return refuse(`\`${twice}\` is named twice`);
  }
  return undefined;
}

/** Another spelling that code takes alone by now. */
function refusedAgain(facts: MigrationFacts): Refusal | undefined {
  const already = spelledAlready(facts);
  if (already === undefined) return undefined;
  const { name, writtenIn } = already;
  return refuse(
    `\`${facts.from}\` has this spelling already: \`${name}\` in \`${writtenIn}\` takes the new one and refuses the old one`,
  );
}

/** Answers and a conversion of which nothing can be made. */
function refusedAnswers(facts: MigrationFacts): Refusal | undefined {
  const { answers, convert, kind } = facts;
  const keys = { from: facts.fromKeys, to: facts.toKeys, answers };
  const open =
    convert === 'same' || (kind === 'enum' && ![...answers.keys()].some((it) => it.startsWith('enum.')));
  if (!open && conversionNamed(convert, keys) === undefined) {
    const message = `\`${convert}\` is no conversion of ${facts.fromKeys.map((it) => `\`${it}\``).join(', ')}`;
    return refuse(message, conversionsNear(convert, keys));
  }
  const constraint = answers.get('constraint');
  if (constraint !== undefined && constraintAnswer(constraint) === undefined) {
    return refuse(
      `\`${constraint}\` is not understood as a constraint; write \`ge=1, le=100\` or \`min_length=3\``,
    );
  }
  const outside = kind === 'tighten' ? facts.readers.find((it) => it.defaultAfter === false) : undefined;
  if (outside !== undefined && constraint !== undefined) {
    return refuse(
      `\`${constraint}\` refuses the default that \`${facts.from}\` has in \`${outside.name}\`, and the class checks defaults at every start: new replicas would not start; change the default first (\`crossfade migrate default ${facts.from}\`), or answer a constraint that it satisfies`,
    );
  }
  const ttl = answers.get('max_token_ttl');
  if (ttl !== undefined && !/^\d+[mhdw]$/.test(ttl)) {
    return refuse(`\`${ttl}\` is not a time such as \`12h\` or \`14d\``);
  }
  const layer = answers.get('to_layer');
  if (layer !== undefined && layer !== 'process' && layer !== 'dotenv') {
    return refuse(`\`${layer}\` is no layer to which a key can move`, ['process', 'dotenv']);
  }
  return undefined;
}
