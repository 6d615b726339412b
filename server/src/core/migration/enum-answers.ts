/**
 * Answers in which each renamed value of an enum has an answer of its own, `enum.OLD`: people may give all of them in
 * one, `enum`, as `OLD=NEW, OLD=NEW`.
 */
export function enumAnswers(answers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const all = answers.get('enum');
  if (all === undefined) return answers;
  const pairs = all.split(',').flatMap((part): readonly [string, string][] => {
    const [old = '', next = ''] = part.split('=').map((it) => it.trim());
    return old === '' || next === '' ? [] : [[`enum.${old}`, next]];
  });
  return new Map([...[...answers].filter(([id]) => id !== 'enum'), ...pairs]);
}
