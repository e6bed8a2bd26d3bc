import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The least that an input schema accepts, so that a test can call what it knows nothing of. */
export function sampleOf(schema: z.ZodType): unknown {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const sample = build(described as JsonSchema);
  // A span that must not be empty is the one rule that a schema can't say.
  if (typeof sample === 'object' && sample !== null && 'from' in sample && 'to' in sample)
    return { ...sample, from: 0, to: 1 };
  return sample;
}

function build(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return build(choices.find(({ type }) => type === 'null') ?? choices[0] ?? {});
  switch (schema.type) {
    case 'object':
      return { ...recordOf(schema), ...propertiesOf(schema) };
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => build(schema.items ?? {}));
    case 'string':
      if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000';
      return 'x'.repeat(Math.max(schema.minLength ?? 0, 2));
    case 'integer':
    case 'number':
      return (
        schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1)
      );
    case 'boolean':
      return false;
    default:
      return null;
  }
}

/** What has to be there; what may be left out is. */
function propertiesOf({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  const needed = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(needed.map(([name, inner]) => [name, build(inner)]));
}

/** A record whose names are listed needs all of them. */
function recordOf({ propertyNames, additionalProperties }: JsonSchema): Record<string, unknown> {
  if (typeof additionalProperties !== 'object') return {};
  const names = propertyNames?.enum ?? [];
  return Object.fromEntries(names.map((name) => [String(name), build(additionalProperties)]));
}
