/**
 * Why a client's own file says not to call somebody (架電拒否ファイル): closed codes, because entries hold no free text. Each
 * has a code beside those of results, under which it stands on the list.
 */
export const fileRefusalCodes = {
  told_client: 'F1',
  complaint: 'F2',
  contract_over: 'F3',
  deceased: 'F4',
  legal_ground: 'F5',
} as const
export type FileRefusalReason = keyof typeof fileRefusalCodes
export const fileRefusalReasons = Object.keys(fileRefusalCodes) as FileRefusalReason[]

/** Where such a file comes from. */
export const fileRefusalSources = ['client_register', 'client_desk', 'former_contractor', 'authority'] as const
export type FileRefusalSource = (typeof fileRefusalSources)[number]
