import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrices } from '../../server/src/core/features/matrix.ts';
import { cellWords, comparedWords } from '../../server/src/core/features/matrix-words.ts';
import { workspace } from '../workspace.ts';

const deployment = (folder: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
        - name: shop
          image: shop
          command: [python, -m, app.settings]
          env: [{name: NAME, value: ${folder}}]
          envFrom: [{secretRef: {name: shop-${folder}}}]
`;

const FILES = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    name: str
    password: SecretStr | None = None
`,
  'deploy/staging/web.yaml': deployment('staging'),
  'deploy/production/web.yaml': deployment('production'),
};

test('no secret by default is shown as that, and as the same where stores that are not seen may hold one', () => {
  const answer = matrices(workspace(FILES), { environments: ['staging', 'production'] });
  assert.ok(answer.ok);
  const row = answer.matrices.flatMap((it) => it.rows).find((it) => it.key === 'PASSWORD');
  assert.ok(row);
  assert.equal(comparedWords(row), 'the same where it is seen');
  assert.deepEqual(
    row.cells.map((it) => cellWords(row, it).value),
    ['null', 'null'],
  );
});
