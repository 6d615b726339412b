import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ecs } from '../../server/src/core/supply/ecs.ts';
import { opaqueOf, problemsOf, suppliedBy, valuesOf, variablesOf } from './supplied-by.ts';

const path = 'ecs/task.json';
const task = `{
  "family": "shop",
  "containerDefinitions": [
    {
      "name": "api",
      "image": "team/api:1",
      "entryPoint": ["python"],
      "command": ["-m", "app"],
      "environment": [
        { "name": "PORT", "value": "80" },
        { "name": "REGION", "value": "\${AWS_REGION}" }
      ],
      "secrets": [{ "name": "TOKEN", "valueFrom": "arn:aws:ssm:eu:1:parameter/token" }],
      "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::config/api.env" }]
    },
    { "name": "proxy", "environment": [{ "name": "PORT", "value": "443" }] }
  ]
}
`;

describe('a task definition', () => {
  it('gives each container its variables', () => {
    const [api, proxy] = suppliedBy(ecs, { [path]: task }).workloads;
    assert.deepEqual(
      [api?.name, api?.container, api?.runs],
      ['shop', 'api', { image: 'team/api:1', command: 'python -m app' }],
    );
    assert.deepEqual(valuesOf(api), { PORT: '80', REGION: '<unknown>', TOKEN: '<unknown>' });
    assert.deepEqual(opaqueOf(api), [['arn:aws:s3:::config/api.env', undefined]]);
    assert.equal(api?.sources[0]?.kind, 'opaque');
    assert.deepEqual(valuesOf(proxy), { PORT: '443' });
    const [port, , token] = variablesOf(api);
    assert.equal(task.slice(port?.entry?.key.span.start, port?.entry?.key.span.end), '"PORT"');
    assert.equal(task.slice(port?.entry?.value?.span.start, port?.entry?.value?.span.end), '"80"');
    assert.equal(token?.secret, true);
  });

  it('is found as the service prints it', () => {
    const text = `{"taskDefinition": ${task}}`;
    assert.equal(suppliedBy(ecs, { [path]: text }).workloads.length, 2);
  });

  it('is found in a template of CloudFormation', () => {
    const text = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: shop
      ContainerDefinitions:
        - Name: api
          Image: !Sub "\${Registry}/api"
          Environment:
            - {Name: PORT, Value: 80}
            - {Name: HOST, Value: !Ref Host}
            - {Name: LEVEL, Value: info}
          Secrets:
            - {Name: TOKEN, ValueFrom: !Ref Token}
`;
    const { workloads, problems } = suppliedBy(ecs, { 'template.yaml': text });
    assert.deepEqual(valuesOf(workloads[0]), {
      PORT: '<unknown>',
      HOST: '<unknown>',
      LEVEL: 'info',
      TOKEN: '<unknown>',
    });
    assert.deepEqual(problems, []);
  });

  it('takes texts only', () => {
    const text = task.replace('"80"', '80');
    const files = { [path]: text };
    assert.deepEqual(problemsOf(suppliedBy(ecs, files), files), [
      ['error', '80', '`PORT` is not a text here, so the task definition is not registered'],
    ]);
  });

  it('is nothing that only mentions one', () => {
    for (const text of [
      'containerDefinitions: 5\n',
      '# containerDefinitions\n',
      'a: {containerDefinitions: [1, {name: x}]}\n',
      '[containerDefinitions',
    ]) {
      assert.deepEqual(suppliedBy(ecs, { [path]: text }).workloads, [], text);
    }
  });
});
