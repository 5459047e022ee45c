import { z } from 'zod'

/** Kinds of keys that people are looked up by, each by a blind index of its own and exactly. */
export const personKeyKinds = ['phone', 'customer_number', 'person'] as const
export type PersonKeyKind = (typeof personKeyKinds)[number]

/** A number as a person types it. */
export const numberKey = z.strictObject({
  kind: z.enum(['phone', 'customer_number']),
  value: z.string().trim().min(1).max(64),
})

/** Kana name and birth date: always both, because a name alone, or everybody of one birthday, would be fishing. */
export const nameAndBirthKey = z.strictObject({
  kind: z.literal('person'),
  kana: z.string().trim().min(1).max(64),
  /** In Western or era form: 1963/5/1, 昭和38年5月1日, S38.5.1. */
  birthDate: z.string().trim().min(1).max(32),
})

/** What one look-up asks for, as typed. */
export const personKey = z.discriminatedUnion('kind', [numberKey, nameAndBirthKey])
export type PersonKey = z.infer<typeof personKey>

/** Why a key cannot be looked up (`invalid_input`): codes of its parts, never what was typed. */
export const personKeyProblems = [
  'number_unreadable',
  'kana_unreadable',
  'birth_date_unreadable',
  'birth_date_impossible',
  'birth_date_future',
] as const
export type PersonKeyProblem = (typeof personKeyProblems)[number]

/** No look-up shows more people than this under one key. */
export const mostPeopleFound = 20
