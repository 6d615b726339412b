import type { MigrationKind, MigrationRequest, MigrationTarget } from '../protocol.ts';
import { type Answer, askText, BACK } from './ask.ts';
import { keyProblem, keysProblem, pairsProblem } from './key-problem.ts';
import { type SuggestedKeys, suggestedKeys } from './suggested-keys.ts';

type Keys = Pick<MigrationRequest, 'from' | 'to' | 'fromKeys' | 'toKeys'>;

/** Asks for the keys of a migration that starts at `target`, as many as its kind takes. */
export async function askKeys(
  kind: MigrationKind,
  target: MigrationTarget,
  targets: readonly MigrationTarget[],
): Promise<Answer<Keys>> {
  const { key: from } = target;
  const suggested = suggestedKeys(kind, target, targets);
  switch (kind.takes) {
    case 'key':
      return kind.kind === 'require' ? askRequired(from) : { from };
    case 'old-new':
      return askOne(`The new name of ${from}`, from, suggested);
    case 'key-and-list':
      return askOne('The list of further keys that are accepted', from, suggested);
    case 'one-to-many':
      return askSeveral(from, suggested);
    case 'many-to-one':
      return askMerged(suggested);
    case 'pairs':
      return askPairs(suggested);
  }
}

/** A key that nothing sets yet, or one that code reads already. */
async function askRequired(key: string): Promise<Answer<Keys>> {
  const name = await ask('The key that is required from now on', key, (text) => keyProblem(text));
  return typeof name === 'string' ? { from: name } : name;
}

async function askOne(placeholder: string, from: string, suggested: SuggestedKeys): Promise<Answer<Keys>> {
  const to = await ask(placeholder, inList(suggested.to), (text) => keyProblem(text, from));
  return typeof to === 'string' ? { from, to } : to;
}

async function askSeveral(from: string, suggested: SuggestedKeys): Promise<Answer<Keys>> {
  const placeholder = `The keys that ${from} becomes, separated by commas`;
  const text = await ask(placeholder, inList(suggested.to), (typed) => keysProblem(listed(typed), from));
  return typeof text === 'string' ? { from, toKeys: listed(text) } : text;
}

/** First the keys that go, then the one that comes; back from the second question leads to the first. */
async function askMerged(suggested: SuggestedKeys): Promise<Answer<Keys>> {
  let olds = inList(suggested.from);
  for (;;) {
    const problem = (typed: string) => keysProblem(listed(typed));
    const text = await ask('The keys that become one, separated by commas', olds, problem);
    if (typeof text !== 'string') return text;
    olds = text;
    const fromKeys = listed(text);
    const [from = ''] = fromKeys;
    const placeholder = `The key that ${inList(fromKeys)} become`;
    const to = await ask(placeholder, inList(suggested.to), (typed) => keyProblem(typed, ...fromKeys));
    if (to !== BACK) return to === undefined ? undefined : { from, to, fromKeys };
  }
}

async function askPairs({ from, to }: SuggestedKeys): Promise<Answer<Keys>> {
  const suggested = inList(from.map((old, at) => `${old}=${to[at] ?? old}`));
  const problem = (typed: string) => pairsProblem(paired(typed));
  const text = await ask('Which keys move? OLD=NEW, separated by commas', suggested, problem);
  if (typeof text !== 'string') return text;
  const pairs = paired(text);
  const fromKeys = pairs.map(([old = '']) => old);
  return { from: fromKeys[0] ?? '', fromKeys, toKeys: pairs.map(([, next = '']) => next) };
}

function ask(
  placeholder: string,
  suggested: string,
  problem: (text: string) => string | undefined,
): Promise<Answer<string>> {
  return askText({ title: 'Generate Migration', placeholder, step: 3, totalSteps: 3 }, suggested, problem);
}

function inList(keys: readonly string[]): string {
  return keys.join(', ');
}

function listed(text: string): readonly string[] {
  return text.split(',').map((it) => it.trim());
}

function paired(text: string): readonly (readonly string[])[] {
  return listed(text).map((pair) => pair.split('=').map((it) => it.trim()));
}
