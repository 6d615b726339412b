import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionText } from '../../server/src/core/features/question-text.ts';

test('a question shows some of many answers, and says that all of them are taken', () => {
  const question = (count: number) => ({
    id: 'convert',
    text: 'How is it converted?',
    choices: Array.from({ length: count }, (_, index) => `c${index + 1}`),
  });
  assert.equal(questionText(question(0)), 'How is it converted?');
  assert.equal(questionText(question(2)), 'How is it converted? (c1, c2)');
  assert.equal(
    questionText(question(20)),
    'How is it converted? (c1, c2, c3, c4, c5, c6 and 14 more: `--answers` takes any of them by name)',
  );
});
