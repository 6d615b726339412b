import type { Question } from '../migration/kinds/kinds.ts';

/** Choices that help somebody who reads them; of more, the first ones and how many there are. */
const SHOWN = 12;

/** A question with the answers that it takes, in one line. */
export function questionText({ text, choices = [] }: Question): string {
  if (choices.length === 0) return text;
  const shown = choices.slice(0, choices.length > SHOWN ? SHOWN / 2 : SHOWN).join(', ');
  const left =
    choices.length > SHOWN
      ? ` and ${choices.length - SHOWN / 2} more: \`--answers\` takes any of them by name`
      : '';
  return `${text} (${shown}${left})`;
}
