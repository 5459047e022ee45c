/**
 * In what function somebody of a side confirmed that a list was handed over (お客様情報受け渡し管理簿). Closed codes: a name, and
 * what is signed, stand on paper alone.
 */
export const clientFunctions = ['client_contact', 'client_manager'] as const
export type ClientFunction = (typeof clientFunctions)[number]
export const centreFunctions = ['centre_supervisor', 'centre_manager', 'information_manager'] as const
export type CentreFunction = (typeof centreFunctions)[number]

/** Within so many business days a hand-over is entered where the tenant says nothing else. */
export const defaultHandoverDays = 1
export const mostHandoverDays = 20
