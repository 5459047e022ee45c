/** What a company is: whose client is a municipality may abandon nobody. */
export const sectors = ['company', 'municipality'] as const
export type Sector = (typeof sectors)[number]
