import { QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** The user wants the question before. */
export const BACK = Symbol('back');

/** What a question yields: an answer, the wish to go back, or nothing when it was dismissed. */
export type Answer<T> = T | typeof BACK | undefined;

/** One question of a series: `step` of `totalSteps`, 1-based. */
export interface Question {
  readonly title: string;
  readonly placeholder: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** A line of a choice, and what choosing it means. */
export type Choice<T> = QuickPickItem & { readonly value: T };

/** Asks for one of `choices`; `preselected` is the one that Enter takes. */
export function askChoice<T>(
  question: Question,
  choices: readonly Choice<T>[],
  preselected?: Choice<T>,
): Promise<Answer<T>> {
  const input = window.createQuickPick<Choice<T>>();
  input.items = choices;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  if (preselected) input.activeItems = [preselected];
  return answered(input, question, () => input.selectedItems[0]?.value);
}

/**
 * Asks for a text.
 * @param value the text to begin with, which is not judged before it is changed or accepted
 * @param validate gives what is wrong with a text, or nothing
 */
export function askText(
  question: Question,
  value: string,
  validate: (text: string) => string | undefined,
): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.value = value;
  // The placeholder goes once there is a text.
  input.prompt = question.placeholder;
  const check = (): string | undefined => {
    const problem = validate(input.value.trim());
    input.validationMessage = problem;
    return problem;
  };
  input.onDidChangeValue(check);
  return answered(input, question, () => (check() === undefined ? input.value.trim() : undefined));
}

type QuickInput = ReturnType<typeof window.createInputBox> | ReturnType<typeof window.createQuickPick>;

/** Shows `input` until it gives an answer; a question without an answer stays open. */
function answered<T>(input: QuickInput, question: Question, answer: () => T | undefined): Promise<Answer<T>> {
  input.title = question.title;
  input.placeholder = question.placeholder;
  if (question.totalSteps > 1) {
    input.step = question.step;
    input.totalSteps = question.totalSteps;
  }
  input.ignoreFocusOut = true;
  input.buttons = question.step > 1 ? [QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const finish = (result: Answer<T>): void => {
      resolve(result);
      input.dispose();
    };
    input.onDidTriggerButton(() => finish(BACK));
    input.onDidHide(() => finish(undefined));
    input.onDidAccept(() => {
      const result = answer();
      if (result !== undefined) finish(result);
    });
    input.show();
  });
}
