import { ProgressLocation, window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationQuestion, MigrationRequest, PlannedMigration, RefusedMigration } from '../protocol.ts';
import { askChoice, askText, BACK } from './ask.ts';
import { showReport } from './show-report.ts';

const TITLE = 'Generate Migration';

/**
 * Lets the server plan a migration and asks what it cannot know.
 * @returns nothing when the user gave up; rejects with the server's sentence when there is no safe plan
 */
export async function planMigration(
  server: LanguageServer,
  request: MigrationRequest,
): Promise<PlannedMigration | undefined> {
  let { settings, convert } = request;
  const answers: Record<string, string> = {};
  for (;;) {
    const plan = await window.withProgress(
      { location: ProgressLocation.Window, title: 'Crossfade: planning the migration' },
      () =>
        server.execute('crossfade.server.planMigration', {
          ...request,
          ...(settings ? { settings } : {}),
          ...(convert ? { convert } : {}),
          answers,
        }),
    );
    if (!plan.ok) {
      if (settings !== request.settings || !plan.candidates?.length) return refuse(plan);
      settings = await askSettings(plan.candidates);
      if (!settings) return undefined;
      continue;
    }
    if (convert === undefined && plan.conversions.length > 0) {
      convert = await askConversion(plan);
      if (!convert) return undefined;
      continue;
    }
    const open = plan.questions.filter(({ id }) => !Object.hasOwn(answers, id));
    if (open.length === 0) return plan;
    const answered = await askQuestions(plan.title, open);
    if (!answered) return undefined;
    Object.assign(answers, answered);
  }
}

/** Shows the migration that is in the way when there is one. */
async function refuse({ message, planUri }: RefusedMigration): Promise<undefined> {
  if (planUri === undefined) throw new Error(sentence(message));
  const show = 'Show Plan';
  if ((await window.showInformationMessage(sentence(message), show)) === show) await showReport(planUri);
  return undefined;
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}

async function askSettings(candidates: readonly string[]): Promise<string | undefined> {
  const choices = candidates.map((candidate) => ({ label: candidate, value: candidate }));
  const question = { title: TITLE, placeholder: 'Which settings class?', step: 1, totalSteps: 1 };
  const answer = await askChoice(question, choices);
  return answer === BACK ? undefined : answer;
}

/** `custom` is not the name of a conversion, but the lack of one. */
async function askConversion({ title, conversions }: PlannedMigration): Promise<string | undefined> {
  const choices = conversions.map((name) =>
    name === 'custom'
      ? { label: 'Another one', description: name, detail: 'People convert the values by hand', value: name }
      : { label: name.replaceAll('-', ' '), description: name, value: name },
  );
  const question = { title, placeholder: 'How do the values change?', step: 1, totalSteps: 1 };
  const answer = await askChoice(question, choices);
  return answer === BACK ? undefined : answer;
}

async function askQuestions(
  title: string,
  questions: readonly MigrationQuestion[],
): Promise<Record<string, string> | undefined> {
  const answers: Record<string, string> = {};
  for (let index = 0; index < questions.length; ) {
    const question = questions[index];
    if (!question) break;
    const frame = { title, placeholder: question.text, step: index + 1, totalSteps: questions.length };
    const answer = question.choices
      ? await askChoice(
          frame,
          question.choices.map((choice) => ({ label: choice, value: choice })),
        )
      : await askText(frame, answers[question.id] ?? '', (text) => (text ? undefined : question.text));
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      index -= 1;
      continue;
    }
    answers[question.id] = answer;
    index += 1;
  }
  return answers;
}
