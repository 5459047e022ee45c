/**
 * How far a stop reaches: everything of the tenant, whoever is in a prefecture, in a municipality or behind an area code, one
 * job, one campaign, whoever came with one list.
 */
export const stopExtents = ['tenant', 'prefecture', 'municipality', 'area_code', 'job', 'campaign', 'list'] as const
export type StopExtent = (typeof stopExtents)[number]

/** So many municipalities are stopped at once: more are a prefecture. */
export const mostMunicipalities = 50

/** Why nobody may be called: closed codes, because entries and floors hold no free text. */
export const stopGrounds = [
  'disaster',
  'client_asked',
  'complaints',
  'wrong_list',
  'wrong_settings',
  'technical_fault',
  'personal_data_incident',
] as const
export type StopGround = (typeof stopGrounds)[number]

/** Who may lift a stop, beside the centre managers, who always may: decided when it is set, and not changed later. */
export const stopLifters = ['setter', 'supervisors', 'centre_manager'] as const
export type StopLifter = (typeof stopLifters)[number]

/** Why calling may go on. */
export const liftGrounds = ['over', 'put_right', 'client_asked', 'set_by_mistake'] as const
export type LiftGround = (typeof liftGrounds)[number]
