import { z } from 'zod'
import { tenantId } from '../ids.ts'

/** Times on the wire are integer milliseconds since 1970 UTC; screens say their zone. */
export const milliseconds = z.int().min(0)
export const tenantParams = z.strictObject({ tenantId })
export const nothing = z.strictObject({})
export const done = z.strictObject({ done: z.literal(true) })

/** A name people gave: shown on screens, committed to in entries. */
export const label = z
  .string()
  .trim()
  .min(1)
  .max(80)
  // control characters would break tables, logs and CSV alike
  .regex(/^\P{Cc}*$/u)
