import { z } from 'zod'

const built = new WeakMap<z.ZodType, z.ZodType>()

/**
 * The same schema with every strict object made one that drops undeclared keys (architecture rule 6: undeclared output is
 * stripped). Declared keys are still checked.
 */
export function stripped(schema: z.ZodType): z.ZodType {
  const known = built.get(schema)
  if (known !== undefined) return known
  const result = build(schema)
  built.set(schema, result)
  return result
}

function build(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape)
    return z.object(Object.fromEntries(shape.map(([key, value]) => [key, stripped(value)])))
  }
  if (schema instanceof z.ZodArray) return keepChecks(schema, z.array(stripped(schema.element as z.ZodType)))
  if (schema instanceof z.ZodNullable) return z.nullable(stripped(schema.unwrap() as z.ZodType))
  if (schema instanceof z.ZodOptional) return z.optional(stripped(schema.unwrap() as z.ZodType))
  if (schema instanceof z.ZodDefault)
    return stripped(schema.unwrap() as z.ZodType).default(() => schema.def.defaultValue)
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const options = schema.options.map((option) => stripped(option as z.ZodType)) as [z.ZodObject, ...z.ZodObject[]]
    return z.discriminatedUnion(schema.def.discriminator, options)
  }
  if (schema instanceof z.ZodUnion) {
    return z.union(schema.options.map((option) => stripped(option as z.ZodType)) as [z.ZodType, ...z.ZodType[]])
  }
  if (schema instanceof z.ZodRecord) {
    const value = stripped(schema.valueType as z.ZodType)
    // not every key has to be there, and neither has it afterwards
    return schema.def.partial === true ? z.partialRecord(schema.keyType, value) : z.record(schema.keyType, value)
  }
  return schema
}

function keepChecks(from: z.ZodArray, to: z.ZodArray): z.ZodType {
  const checks = from.def.checks ?? []
  return checks.length === 0 ? to : to.check(...(checks as Parameters<typeof to.check>))
}
