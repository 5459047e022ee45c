/** Who spoke on the telephone (応対者区分). */
export const answeredByCodes = ['person', 'family', 'proxy', 'reception', 'unknown'] as const
export type AnsweredBy = (typeof answeredByCodes)[number]

/** With whom the matter may be spoken of once it is certain who they are: the person, and who acts for the person. */
export const confirmableCodes: readonly AnsweredBy[] = ['person', 'proxy']

/** Whom a step of the script is for. */
export const scriptAudiences = ['anybody', 'confirmed', 'others'] as const
export type ScriptAudience = (typeof scriptAudiences)[number]
