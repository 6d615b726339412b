import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dockerfiles } from '../../server/src/core/supply/dockerfile.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const DOCKERFILE = `ARG PYTHON=3.13
FROM python:\${PYTHON}-slim AS base
ENV PYTHONUNBUFFERED=1 \\
    # the port that nginx knows
    PORT=8000
FROM base AS build
ENV ONLY_HERE=1
FROM base
ARG VERSION=dev
ENV APP_VERSION=$VERSION WHERE="\${HOME}/x" BOTH="$PORT:\${PORT:-1}"
WORKDIR /app
COPY requirements.txt .
COPY . .
ENTRYPOINT ["uvicorn"]
CMD ["app.main:app", "--port", "8000"]
`;

describe('a Dockerfile supplies', () => {
  const { workloads, problems } = suppliedBy(dockerfiles, { 'api/Dockerfile': DOCKERFILE, 'api/app.py': '' });
  const [workload] = workloads;

  it('what its last stage and those below it set', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(told(workload), [
      'PYTHONUNBUFFERED=1',
      'PORT=8000',
      'APP_VERSION?',
      'WHERE?',
      'BOTH=8000:8000',
    ]);
  });

  it('with the place of each value', () => {
    assert.deepEqual(underValues(workload, DOCKERFILE), [
      '1',
      '8000',
      '$VERSION',
      '"${HOME}/x"',
      '"$PORT:${PORT:-1}"',
    ]);
  });

  it('to what it starts, below all else', () => {
    assert.equal(workload?.role, 'image');
    assert.deepEqual(workload?.runs, {
      context: 'api',
      dockerfile: 'api/Dockerfile',
      folder: 'api',
      command: 'uvicorn app.main:app --port 8000',
    });
  });

  it('and says why a value is not known', () => {
    const [source] = workload?.sources ?? [];
    assert.ok(source?.kind === 'variables');
    assert.deepEqual(
      source.variables.flatMap(({ value }) => (value.kind === 'unknown' ? [value.reason] : [])),
      [
        'the argument `VERSION` may be given when the image is built',
        'the image `python:${PYTHON}-slim` may set `HOME`',
      ],
    );
  });
});

describe('a Dockerfile', () => {
  it('tells where it is wrong', () => {
    const text = 'FROM scratch\nENV A=1 B\nRUN <<EOF\nENV C=1\n';
    const { problems } = suppliedBy(dockerfiles, { Dockerfile: text });
    assert.deepEqual(
      problems.map(({ span, message }) => [text.slice(span.start, span.end), message]),
      [
        ['B', '`ENV` gives a name without `=` and a value, so the image cannot be built'],
        ['RUN <<EOF', 'The text `<<EOF` is never closed, so the image cannot be built'],
      ],
    );
  });

  it('may have other names', () => {
    for (const path of ['Dockerfile', 'x/Dockerfile.api', 'api.Dockerfile', 'Containerfile', 'a.dockerfile'])
      assert.ok(dockerfiles.matches(path), path);
    for (const path of ['.dockerignore', 'Dockerfile.dockerignore', 'Dockerfile.md', 'my-dockerfile.py'])
      assert.ok(!dockerfiles.matches(path), path);
  });

  for (const [lines, folder] of [
    ['WORKDIR /srv/app\nCOPY backend /srv/app\n', 'backend'],
    ['WORKDIR /srv\nCOPY backend/src /srv/src\n', 'backend'],
    ['WORKDIR /srv\nCOPY src /srv/src\n', ''],
    ['COPY ./app /code\nWORKDIR /code/inner\n', 'app/inner'],
    ['WORKDIR /app\nCOPY pyproject.toml uv.lock ./\nCOPY . /app/\n', ''],
    ['WORKDIR /app\nCOPY --from=build /x .\n', undefined],
  ] as const) {
    it(`starts in the folder that is copied there: ${JSON.stringify(lines)}`, () => {
      const { workloads } = suppliedBy(dockerfiles, { Dockerfile: `FROM python\n${lines}` });
      assert.equal(workloads[0]?.runs.folder, folder);
    });
  }
});
