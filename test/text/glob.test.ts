import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globTest, isGlob } from '../../server/src/core/text/glob.ts';

test('a pattern without signs is a path, whatever else is in it', () => {
  assert.equal(isGlob('k8s/api.yaml'), false);
  assert.equal(globTest('k8s/api.yaml')('k8s/api.yaml'), true);
  assert.equal(globTest('k8s/api.yaml')('k8s/apiXyaml'), false);
});

test('one star stays in its folder, two do not', () => {
  const one = globTest('k8s/*/api.yaml');
  assert.deepEqual(['k8s/a/api.yaml', 'k8s/a/b/api.yaml', 'k8s/api.yaml'].map(one), [true, false, false]);
  const two = globTest('k8s/**/api.yaml');
  assert.deepEqual(['k8s/a/b/api.yaml', 'k8s/api.yaml', 'x/k8s/api.yaml'].map(two), [true, true, false]);
});

test('a question mark is one character, braces are one of several', () => {
  const test = globTest('{eu,us}-?/compose.y{a,}ml');
  assert.deepEqual(
    ['eu-1/compose.yaml', 'us-2/compose.yml', 'eu-10/compose.yaml', 'as-1/compose.yaml'].map(test),
    [true, true, false, false],
  );
});
