import { conversionChoices } from './conversion-choices.ts';
import { defaultText } from './default-text.ts';
import { explainChoice, type PlanExplanation } from './explain-plan.ts';
import type { EnvironmentFacts, MigrationFacts } from './facts.ts';
import { kindNamed, type PlanName, type Question, type QuestionContext } from './kinds/kinds.ts';
import { constraintsOf, safetyFacts } from './plan-facts.ts';
import { choosePlan } from './planner.ts';
import type { RecordFile } from './record.ts';
import { furtherKeyIn } from './signing-list.ts';

/** Answers that have a place of their own in a record; the others are below `answers`. */
const OWN_PLACE: ReadonlySet<string> = new Set(['convert', 'precedence', 'both_allowed', 'max_token_ttl']);

/** What only people know and nobody has answered yet: of the plan, then of the kind. */
export function openQuestions(
  facts: MigrationFacts,
  answers: ReadonlyMap<string, string>,
  plan: { readonly name: PlanName; readonly safe: boolean; readonly explained: PlanExplanation },
): readonly Question[] {
  const questions: Question[] = [];
  if (!plan.safe && answers.get('unsafe_plan') !== 'yes') {
    const why = plan.explained.alternatives.find((it) => it.plan === plan.name)?.why;
    questions.push({
      id: 'unsafe_plan',
      text: `${why ?? plan.explained.reasons.join('; ')}. Go on with \`${plan.name}\` all the same?`,
      choices: ['yes', 'no'],
    });
  }
  const asked = kindNamed(facts.kind).questions(questionContext(facts, answers));
  questions.push(...asked.map((it) => withConversions(it, facts)));
  return questions;
}

/** Which conversions there are to choose from depends on the keys. */
function withConversions(question: Question, { kind, fromKeys, toKeys }: MigrationFacts): Question {
  if (question.id !== 'convert' || question.choices !== undefined) return question;
  const choices = conversionChoices(kind, { from: fromKeys, to: toKeys });
  return choices.length === 0 ? question : { ...question, choices };
}

/** What a draft still leaves open, worked out anew from the files of today and from what the record says. */
export function questionsOfDraft(facts: MigrationFacts, record: RecordFile): readonly Question[] {
  const { plan: name } = record;
  if (record.phase !== 'draft' || name === undefined) return [];
  const model = safetyFacts(facts, constraintsOf(record));
  const choice = choosePlan(model);
  const asked = choice.judged.find((it) => it.plan.name === name);
  const explained = explainChoice(choice, model, facts);
  return openQuestions(facts, answersOf(record), { name, safe: asked?.safe ?? true, explained });
}

/** Where a record takes the answer to a question: `answers.constraint`, `convert`. */
export function placeOfAnswer(question: Question): string {
  return OWN_PLACE.has(question.id) ? question.id : `answers.${question.id}`;
}

/** Everything that a record answers, by the question's id. */
function answersOf(record: RecordFile): ReadonlyMap<string, string> {
  const said = (path: string) => record.valueSpans.has(path);
  return new Map([
    ...record.answers,
    ...(said('precedence') ? [['precedence', record.precedence] as const] : []),
    ...(said('both_allowed') ? [['both_allowed', record.bothAllowed ? 'yes' : 'no'] as const] : []),
    ...(record.maxTokenTtl === undefined ? [] : [['max_token_ttl', record.maxTokenTtl] as const]),
  ]);
}

/** What decides which questions a kind has to ask. */
function questionContext(facts: MigrationFacts, answers: ReadonlyMap<string, string>): QuestionContext {
  const field = facts.readers.find((reader) => reader.old !== undefined)?.old;
  const seen = facts.environments.filter((it) => it.layers.length > 0);
  return {
    from: facts.fromKeys,
    to: facts.toKeys,
    answers,
    defaultText: field && defaultText(field),
    convert: facts.convert,
    missingIn: seen
      .filter((it) => !it.layers.some((layer) => layer.entries.has(facts.from)))
      .map((it) => it.name),
    otherThanDefault: [
      ...seen.filter((it) => holdsOther(facts, it)).map((it) => it.name),
      ...facts.dataFiles.filter((it) => it.old.length > 0 || it.unread === true).map((it) => it.path),
    ],
    read: facts.readers.some((it) => it.readsOld.length > 0),
    secret: facts.readers.some((reader) => [...reader.fields.values()].some((it) => it.secret)),
    furtherKeyIn: furtherKeyIn(facts),
  };
}

/** What the highest layer that sets the key holds is what code reads. */
function holdsOther({ from }: MigrationFacts, { layers }: EnvironmentFacts): boolean {
  const held = layers.flatMap((it) => it.entries.get(from) ?? []).at(-1);
  return held !== undefined && held.isDefault !== true;
}
