/**
 * Who may be called for in a campaign, as SQL over a desk `d`. Dialling asks it where it looks at seats and where it takes
 * them, so that both mean the same.
 */

/** A standing assignment: the newest version, and not withdrawn. */
export const isStanding = (assignment: string): string => `${assignment}.is_current and ${assignment}.skill is not null`

/** Joins the assignment `s` of whoever sits at desk `d` to a campaign; nothing for those who chose one of their own. */
export const joinAssignment = (campaign: string): string => `left join tenant.assignments s
        on s.tenant_id = d.tenant_id and s.person_id = d.operator_id and s.campaign_id = ${campaign}
          and ${isStanding('s')} and s.campaign_id = any (d.chosen)`

/** Whether desk `d`, with `s` joined, is one of the campaign's. */
export const servesCampaign = (campaign: string): string =>
  `(s.person_id is not null or d.chosen is null and d.campaign_id = ${campaign})`

/** Whoever is not assigned is not known to be skilled: 1. */
export const isSkilled = (campaign: string): string => `coalesce(s.skill, 1) >= (
        select k.minimum_skill from tenant.campaigns k where k.tenant_id = $1 and k.campaign_id = ${campaign})`

/** Whom of several a campaign takes first. */
export const priorityOf = 'coalesce(s.priority, 1)'

/**
 * Sorts the fit of a campaign: who is more skilled comes before, where it says so (`seatOrder`), and all are equal elsewhere.
 * The campaign is read once for the statement.
 */
export const bySkill = (campaign: string): string => `case when (
        select k.seats_by_skill from tenant.campaigns k where k.tenant_id = $1 and k.campaign_id = ${campaign})
        then -coalesce(s.skill, 1) end`

/**
 * Campaigns of which nothing says that they need no more operators than they have: those of a dialler that is there and
 * did not say so a moment ago. The database's clock is the one that all diallers share.
 */
export const hungryCampaigns = `select k.campaign_id, k.minimum_skill from tenant.campaigns k
        join tenant.campaign_leases h on h.tenant_id = k.tenant_id and h.campaign_id = k.campaign_id
      where k.tenant_id = $1 and k.state = 'running' and h.leased_until > clock_timestamp()
        and (h.sated_until is null or h.sated_until < clock_timestamp())`

/** Whether a campaign that comes first for whoever sits at `d` may still want them; `hungry` holds `hungryCampaigns`. */
export const isWantedElsewhere = `(${priorityOf} > 1 and exists (
        select from hungry y
          join tenant.assignments o on o.tenant_id = s.tenant_id and o.person_id = s.person_id
            and o.campaign_id = y.campaign_id
        where ${isStanding('o')} and o.campaign_id = any (d.chosen) and o.priority < ${priorityOf}
          and o.skill >= y.minimum_skill))`

/** Campaigns other than $2 that may call for whoever sits at a desk `s` of `serving`, and come no later for them. */
export const alsoServed = `array(select o.campaign_id from tenant.assignments o
        join tenant.campaigns y on y.tenant_id = o.tenant_id and y.campaign_id = o.campaign_id
      where o.tenant_id = $1 and o.person_id = s.operator_id and o.campaign_id = any (s.chosen) and o.campaign_id <> $2
        and ${isStanding('o')} and o.priority <= s.priority and o.skill >= y.minimum_skill)`

/**
 * What a look at campaign $2 sees of its seats: who waits, who may be given one of its lines now, and who is at work for
 * another campaign. A line that rings for a shared seat makes it nobody else's until it has ended. `seats` is the count's
 * view; `serving` has each desk's state for whoever looks closer.
 *
 * @param isWaiting  SQL for a desk whose operator waits for calls
 */
export const seatsOfCampaign = (isWaiting: (desk: string) => string): string => `with hungry as (${hungryCampaigns}),
      serving as (
        select d.operator_id, d.chosen is not null as is_shared, ${isWaiting('d')} as is_waiting, d.state,
          d.campaign_id, d.chosen, d.since, d.away_reason, d.preview_id, ${isSkilled('$2')} as is_skilled, ${isWantedElsewhere} as is_wanted_elsewhere, ${priorityOf} as priority,
          case when d.chosen is not null then (select a.campaign_id from tenant.attempts a
            where a.tenant_id = $1 and a.operator_id = d.operator_id and a.state <> 'ended') end as line_of
        from tenant.desks d ${joinAssignment('$2')}
        where d.tenant_id = $1 and ${servesCampaign('$2')} and d.connection is not null),
      seats as (
        select operator_id, is_shared, is_waiting, is_skilled,
          is_waiting and (line_of is not distinct from $2
            or line_of is null and is_skilled and not is_wanted_elsewhere) as is_ready,
          coalesce(line_of, campaign_id) <> $2
            and (line_of is not null or state in ('reserved', 'connected', 'wrap_up')) as is_elsewhere
        from serving)`
