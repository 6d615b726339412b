import { OTHER_CONVERSIONS } from '../../server/src/core/migration/conversion-names.ts';
import { gridOf } from '../../server/src/core/migration/grid.ts';
import { keyUsage } from '../../server/src/core/migration/kinds/key-arguments.ts';
import {
  type ChangedKeys,
  KIND_NAMES,
  type KindName,
  kindNamed,
  type Question,
} from '../../server/src/core/migration/kinds/kinds.ts';
import { choosePlan } from '../../server/src/core/migration/planner.ts';
import { OPEN_PHASES, type Plan } from '../../server/src/core/migration/plans.ts';
import type { ReaderModel } from '../../server/src/core/migration/replica-model.ts';
import type { SafetyFacts } from '../../server/src/core/migration/safety.ts';
import { unitNames } from '../../server/src/core/values/units.ts';

/** Keys that stand for those of a reader of the page. */
const KEYS: Readonly<Record<KindName, ChangedKeys>> = {
  rename: { from: ['DB_POOL'], to: ['DB_POOL_SIZE'] },
  remove: { from: ['LEGACY_URL'], to: [] },
  split: { from: ['REDIS_URL'], to: ['REDIS_HOST', 'REDIS_PORT'] },
  merge: { from: ['DB_HOST', 'DB_PORT'], to: ['DB_URL'] },
  retype: { from: ['ORIGINS'], to: ['ORIGINS'] },
  unit: { from: ['TIMEOUT'], to: ['TIMEOUT_MS'] },
  enum: { from: ['LOG_LEVEL'], to: ['LOG_LEVEL'] },
  default: { from: ['PAGE_SIZE'], to: ['PAGE_SIZE'] },
  move: { from: ['SMTP_HOST', 'SMTP_PORT'], to: ['MAIL_HOST', 'MAIL_PORT'] },
  require: { from: ['REGION'], to: ['REGION'] },
  tighten: { from: ['WORKERS'], to: ['WORKERS'] },
  widen: { from: ['WORKERS'], to: ['WORKERS'] },
  'rotate-credential': { from: ['DB_PASSWORD'], to: ['DB_PASSWORD'] },
  'rotate-signing': { from: ['SECRET_KEY'], to: ['SECRET_KEY', 'SECRET_KEY_FALLBACKS'] },
  layer: { from: ['API_TOKEN'], to: ['API_TOKEN'] },
  value: { from: ['WORKERS'], to: ['WORKERS'] },
  flag: { from: ['NEW_CHECKOUT'], to: [] },
};

const TOLERANT: ReaderModel = { strict: [], required: true, emptyAccepted: false, ignoreEmpty: false };

/** What an environment of the page holds, where that is not the value of today in a dotenv file. */
const SHAPES: Partial<Record<KindName, SafetyFacts['shapes']>> = {
  default: [{ process: undefined, dotenv: undefined }],
  require: [{ process: undefined, dotenv: undefined }],
  tighten: [{ process: undefined, dotenv: 'other' }],
  flag: [
    { process: undefined, dotenv: 'value' },
    { process: undefined, dotenv: 'other' },
  ],
};

function factsOf(kind: KindName, facts: Partial<SafetyFacts> & { readonly strict?: boolean }): SafetyFacts {
  const { strict, ...rest } = facts;
  const reader: ReaderModel = {
    ...TOLERANT,
    required: kind !== 'default',
    strict: strict ? ['dotenv'] : [],
  };
  return {
    kind,
    bothAllowed: true,
    target: kind === 'layer' ? 'process' : 'dotenv',
    coupling: 'external',
    readers: [reader],
    shapes: SHAPES[kind] ?? [{ process: undefined, dotenv: 'value' }],
    rollbackWithoutEnvEdit: false,
    ...rest,
  };
}

/** Situations in which plans differ, as rows of a table. */
const SITUATIONS: readonly (readonly [string, Parameters<typeof factsOf>[1]])[] = [
  ['settings outside of the artefact, tolerant reader', {}],
  ['settings outside of the artefact, strict reader', { strict: true }],
  ['settings inside the artefact', { coupling: 'bundled' }],
  ['a rollback may need no edit of an environment', { rollbackWithoutEnvEdit: true }],
];

/** A page about every kind of change, made from what the planner and the replica model say. */
export function kindsPage(): string {
  return [
    '# Kinds of migrations',
    '',
    'Every kind has a command, `crossfade migrate KIND …`; `crossfade plan KIND …` shows the plan and writes nothing.',
    'For each kind: what goes wrong in one step, the plan that is safe in four situations, and what every replica that',
    'can exist comes to. Rows are versions of the code, columns what environments hold. This page is made from the model',
    'that the planner uses, and a test compares the two.',
    '',
    ...KIND_NAMES.flatMap(section),
    ...answersSection(),
    ...conversionsSection(),
  ].join('\n');
}

/** Answers that no kind asks for, but that count for every kind or for several. */
export const MORE_ANSWERS: readonly (readonly [string, string])[] = [
  ['owner', 'who answers for it, as `--owner`'],
  ['why', 'the first line of the record: why it is done'],
  ['expect.result', 'what it is to come to'],
  ['expect.metric', 'what is measured before and after'],
  ['unsafe_plan', '`yes`: go on with a plan that is not safe, such as the one of `--plan`'],
  ['precedence', '`new`, `old` or `error`: which wins where both keys are set and differ'],
  ['both_allowed', '`no`: old and new key may not be set at the same time'],
  ['rollback_without_env_edit', '`yes`: going back may need no edit of an environment'],
  ['coupling', '`bundled` or `external`: whether settings ship inside the artefact'],
  ['other_readers', '`yes`: something else reads the key too, which is not seen here'],
  ['scheme', 'of a URL that is split or merged, where its key does not say it: `postgresql`'],
  ['port', 'what a URL without a port means'],
  ['distinguishable', '`yes`: a text of the old spelling is never one of the new (`retype`)'],
];

/** What is asked in one situation or another, each id once. */
export function askedBy(name: KindName): readonly Question[] {
  const { questions } = kindNamed(name);
  const asked = ['same', 'custom'].flatMap((convert) =>
    [true, false].flatMap((secret) =>
      questions({
        ...KEYS[name],
        answers: new Map(),
        defaultText: undefined,
        convert,
        missingIn: ['staging'],
        otherThanDefault: ['production'],
        read: true,
        secret,
        furtherKeyIn: ['staging'],
      }),
    ),
  );
  return [...new Map(asked.map((it) => [it.id, it])).values()];
}

function answersSection(): readonly string[] {
  return [
    '## Answers',
    '',
    'What only people know is asked once. `--answers FILE` (or `-` for standard input) gives the answers beforehand, as a JSON',
    'object by these ids, `{"default_new": "30"}`, or as lines `default_new=30`. `convert` is given as `--convert` or as an answer.',
    '',
    '| kind | id | what is asked |',
    '| :-- | :-- | :-- |',
    ...KIND_NAMES.flatMap((name) =>
      askedBy(name).map(({ id, text, choices }) => {
        const only = choices === undefined ? '' : ` (${choices.map((it) => `\`${it}\``).join(', ')})`;
        return `| \`${name}\` | \`${id}\` | ${text}${only} |`;
      }),
    ),
    '',
    'These are asked of no kind alone, or count without being asked:',
    '',
    '| id | what it says |',
    '| :-- | :-- |',
    ...MORE_ANSWERS.map(([id, meaning]) => `| \`${id}\` | ${meaning} |`),
    '',
  ];
}

function conversionsSection(): readonly string[] {
  return [
    '## Conversions',
    '',
    '`--convert NAME`, where the names of the keys do not say it. A text without an exact counterpart is left to a person.',
    '',
    '| name | what becomes of a text |',
    '| :-- | :-- |',
    ...unitNames().map(
      (units) =>
        `| \`UNIT-to-UNIT\` | a number in another unit, of ${units.map((it) => `\`${it}\``).join(', ')} |`,
    ),
    ...[...OTHER_CONVERSIONS].map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
  ];
}

function section(name: KindName): readonly string[] {
  const kind = kindNamed(name);
  const keys = KEYS[name];
  return [
    `## ${name}`,
    '',
    `\`crossfade migrate ${name} ${keyUsage(kind)}\`: ${kind.summary}.`,
    '',
    `In one step: ${kind.naive(keys)}.`,
    '',
    '| situation | plan | steps |',
    '| :-- | :-- | :-- |',
    ...SITUATIONS.map(([title, facts]) => situation(title, factsOf(name, facts), keys)),
    '',
    ...gridTable(factsOf(name, {}), keys),
    '',
  ];
}

function situation(title: string, facts: SafetyFacts, keys: ChangedKeys): string {
  const { chosen } = choosePlan(facts);
  return chosen === undefined
    ? `| ${title} | none | no order of steps keeps every replica safe |`
    : `| ${title} | \`${chosen.plan.name}\` | ${stepsOf(facts.kind, chosen.plan, keys)} |`;
}

function stepsOf(kind: KindName, plan: Plan, keys: ChangedKeys): string {
  const { words } = kindNamed(kind);
  return OPEN_PHASES.flatMap((phase) => plan.phases[phase])
    .filter((move) => plan.moves.includes(move))
    .map((move) =>
      [
        ...(move.kind === 'environment' ? [] : [words.ship(move.code, keys)]),
        ...(move.kind === 'code' ? [] : [words.edit(move.to, keys)]),
      ].join(' and, in the same release: '),
    )
    .map((text, index) => `${index + 1}. ${text}`)
    .join('<br>');
}

function gridTable(facts: SafetyFacts, keys: ChangedKeys): readonly string[] {
  const { columns, rows } = gridOf(facts, keys);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns.map(({ title }) => title)]),
    line([':--', ...columns.map(() => ':--')]),
    ...rows.map(({ title, cells }) => line([title, ...cells])),
  ];
}
