import { isRecord } from './http-body.ts';

const UNSUPPORTED = [
  'default',
  'minLength',
  'maxLength',
  'patternProperties',
  'not',
  'if',
  'allOf',
  'oneOf',
  'uniqueItems',
];

/**
 * What breaks the rules of OpenAI's strict schemas, or undefined: an object at the root, every property required,
 * no additional properties, at most 10 levels, 5,000 properties and 1,000 enum values.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
export function strictSchemaFault(schema: unknown): string | undefined {
  if (!isRecord(schema) || schema['type'] !== 'object') return 'schema must be a JSON Schema of \'type: "object"\'.';
  if (schema['anyOf']) return "'anyOf' is not permitted at the root.";
  const counts = { properties: 0, enums: 0 };
  return (
    faultOf(schema, '()', 0, counts) ??
    (counts.properties > 5000 ? 'too many properties.' : counts.enums > 1000 ? 'too many enum values.' : undefined)
  );
}

function faultOf(
  node: unknown,
  path: string,
  depth: number,
  counts: { properties: number; enums: number },
): string | undefined {
  if (!isRecord(node)) return `In context=${path}, schema must be an object.`;
  if (depth > 10) return `In context=${path}, schema is nested too deeply.`;
  const unsupported = UNSUPPORTED.find((key) => key in node);
  if (unsupported) return `In context=${path}, '${unsupported}' is not permitted.`;
  if (Array.isArray(node['enum'])) counts.enums += node['enum'].length;
  const children: [string, unknown][] = [];
  if (isRecord(node['properties'])) {
    const names = Object.keys(node['properties']);
    counts.properties += names.length;
    const required = Array.isArray(node['required']) ? node['required'] : [];
    const missing = names.find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `In context=${path}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
    if (node['additionalProperties'] !== false) {
      return `In context=${path}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    for (const name of names) children.push([`${path}.${name}`, node['properties'][name]]);
  } else if (node['type'] === 'object') {
    return `In context=${path}, 'additionalProperties' is required to be supplied and to be false.`;
  }
  if ('items' in node) children.push([`${path}.items`, node['items']]);
  if (Array.isArray(node['anyOf']))
    node['anyOf'].forEach((option, index) => children.push([`${path}.${index}`, option]));
  for (const [childPath, child] of children) {
    const fault = faultOf(child, childPath, depth + 1, counts);
    if (fault) return fault;
  }
  return undefined;
}
