import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type DockerCommand, dockerImage } from '../../server/src/core/supply/docker-image.ts';
import { dockerfileContent } from '../../server/src/core/syntax/dockerfile.ts';

interface Recorded {
  readonly text: string;
  readonly refused?: boolean;
  readonly env?: readonly string[];
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly folder?: string;
}

const { cases }: { readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync('test/vectors/dockerfile.json', 'utf8'),
);

/** The shell form as BuildKit writes it into an image. */
function wordsOf(command: DockerCommand | undefined): readonly string[] | undefined {
  if (command === undefined) return undefined;
  return 'words' in command ? command.words : ['/bin/sh', '-c', command.line];
}

describe('Dockerfiles agree with BuildKit', () => {
  it('in more than eighty recorded cases', () => assert.ok(cases.length > 80));

  for (const { text, refused, env, cmd, entrypoint, folder } of cases) {
    it(JSON.stringify(text), () => {
      const content = dockerfileContent(text);
      const image = dockerImage(content);
      if (refused) {
        const reasons = image?.variables.map((it) => it.reason ?? '').join() ?? '';
        assert.ok(
          content.problems.length > 0 || image === undefined || reasons !== '',
          'a refused file is told',
        );
        return;
      }
      assert.deepEqual(content.problems, []);
      assert.deepEqual(image?.variables.map((it) => `${it.name}=${it.text}`) ?? [], env ?? []);
      assert.deepEqual(wordsOf(image?.command), cmd);
      assert.deepEqual(wordsOf(image?.entrypoint), entrypoint);
      assert.equal(image?.folder, folder);
    });
  }
});
