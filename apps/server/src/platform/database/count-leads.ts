/** What a lead that is left to be called may be: nobody has it in hand and it is not over. */
export const CALLABLE_STATES = ['ready', 'waiting', 'promised'] as const

/** A lead with which somebody is busy. One that is held waits for a supervisor instead. */
export const IN_HAND_STATES = ['leased', 'dialling', 'connected', 'wrap_up'] as const

/**
 * SQL of how many leads of the campaign `c` are in one of these states. Callers on no list are none: nobody gave them to be called.
 *
 * Their list is looked up in a select of its own, which happens once a campaign. As a bare call in the comparison PostgreSQL
 * would repeat it for each lead: 10 µs each, two seconds of a page for a client with 200,000 of them.
 */
export const countLeads = (states: readonly string[]): string => `(select count(*) from tenant.leads d
    where d.tenant_id = c.tenant_id and d.campaign_id = c.campaign_id
      and d.state in (${states.map((state) => `'${state}'`).join(', ')})
      and d.list_id is distinct from (select tenant.callers_list(c.tenant_id, c.campaign_id)))`
