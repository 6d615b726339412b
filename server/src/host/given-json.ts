import { manifestVariables } from './given-manifests.ts';
import { type GivenVariables, joined } from './given-variables.ts';

type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/**
 * The variables in what a tool prints as JSON; undefined for an object that is none of these, which then is a process
 * environment itself. By shape, as the tools' own documentation shows it:
 *
 * - `aws ssm get-parameters-by-path` (AWS CLI 2): `{"Parameters": [{"Name", "Value"}]}`, the last part of a name counts
 * - `aws secretsmanager get-secret-value`: `{"SecretString"}` that holds an object
 * - `aws ecs describe-task-definition`: the `environment` and the names of `secrets` of its containers
 * - `vault kv get -format=json` (Vault 1): `data.data` of version 2, `data` of version 1
 * - `kubectl get … -o json`: ConfigMaps, Secrets, workloads, and lists of them
 * - `terraform output -json` and `terraform show -json` (format 1): outputs; parameters, ConfigMaps and Secrets
 */
export function toolVariables(object: JsonObject): GivenVariables | undefined {
  if (Array.isArray(object.Parameters)) return parameters(object.Parameters);
  if (typeof object.SecretString === 'string') return secretString(object.SecretString);
  if (isObject(object.taskDefinition)) return taskDefinition(object.taskDefinition);
  if (typeof object.apiVersion === 'string' && typeof object.kind === 'string')
    return manifestVariables([object]);
  if (typeof object.format_version === 'string' && isObject(object.values)) return state(object.values);
  if (typeof object.request_id === 'string' && isObject(object.data)) return vault(object.data);
  const values = Object.values(object);
  return values.length > 0 && values.every(isOutput) ? outputs(object) : undefined;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parameters(list: readonly Json[]): GivenVariables {
  return joined(
    list.filter(isObject).map((it) => [lastPart(String(it.Name ?? '')), textOf(it.Value)] as const),
  );
}

function secretString(text: string): GivenVariables | undefined {
  try {
    const held: Json = JSON.parse(text);
    return isObject(held) ? objectVariables(held) : undefined;
  } catch {
    return undefined;
  }
}

function vault(data: JsonObject): GivenVariables {
  return objectVariables(isObject(data.data) && isObject(data.metadata) ? data.data : data);
}

function taskDefinition({ containerDefinitions }: JsonObject): GivenVariables {
  const containers = Array.isArray(containerDefinitions) ? containerDefinitions.filter(isObject) : [];
  return joined(
    containers.flatMap((it) => [
      ...listOf(it.environment).map((own) => [String(own.name), textOf(own.value)] as const),
      ...listOf(it.secrets).map((own) => [String(own.name), undefined] as const),
    ]),
  );
}

function isOutput(value: Json): boolean {
  return isObject(value) && 'value' in value && 'sensitive' in value;
}

/** An output that is an object holds variables itself; any other is one. */
function outputs(object: JsonObject): GivenVariables {
  return joined(
    Object.entries(object).flatMap(([name, output]) => {
      const value = isObject(output) ? output.value : undefined;
      return isObject(value) ? [...objectVariables(value).variables] : [[name, textOf(value)] as const];
    }),
  );
}

function state(values: JsonObject): GivenVariables {
  const own = isObject(values.outputs) ? [...outputs(values.outputs).variables] : [];
  return joined([...own, ...resources(values.root_module)]);
}

function resources(module: Json): readonly (readonly [string, string | undefined])[] {
  if (!isObject(module)) return [];
  const own = listOf(module.resources).flatMap((it) => resource(String(it.type), it.values));
  return [...own, ...listOf(module.child_modules).flatMap(resources)];
}

function resource(type: string, values: Json): readonly (readonly [string, string | undefined])[] {
  if (!isObject(values)) return [];
  switch (type) {
    case 'aws_ssm_parameter':
      return [[lastPart(String(values.name ?? '')), textOf(values.value)]];
    case 'kubernetes_config_map':
    case 'kubernetes_config_map_v1':
    case 'kubernetes_secret':
    case 'kubernetes_secret_v1':
      return isObject(values.data) ? [...objectVariables(values.data).variables] : [];
    case 'aws_lambda_function':
      return listOf(values.environment).flatMap((it) =>
        isObject(it.variables) ? [...objectVariables(it.variables).variables] : [],
      );
    default:
      return [];
  }
}

function objectVariables(object: JsonObject): GivenVariables {
  return joined(Object.entries(object).map(([name, value]) => [name, textOf(value)] as const));
}

function listOf(value: Json): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** What is no text, number or switch, or is not shown, is a name without a value. */
function textOf(value: Json): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
