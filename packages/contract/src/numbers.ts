/** What the column of a file says of the numbers in it. */
export const numberPlaces = ['home', 'work'] as const
export type NumberPlace = (typeof numberPlaces)[number]

/**
 * What a number is to its contact: `work` is what the file says; `home` a landline that the file calls so; `mobile`,
 * `landline` and `other` (IP and toll-free numbers) follow from the numbering plan.
 */
export const numberKinds = ['mobile', 'home', 'work', 'landline', 'other'] as const
export type NumberKind = (typeof numberKinds)[number]

/** Which of a contact's numbers is called first; the others follow in the order of the file. */
export const firstNumbers = ['as_in_file', 'mobile', 'landline'] as const
export type FirstNumber = (typeof firstNumbers)[number]
