import { permissions } from '@sekisho/contract'

/** The Cedar schema of policies.cedar; its actions are the contract's permissions, one to one. */
export const policySchema = `
entity Person;
entity Part;
entity Self;
entity House;
entity Tenant;

type PersonFacts = { seat: String, reach: String, seats: Set<String>, hasLiveCall: Bool, part: String };

${permissions
  .map(
    (permission) =>
      `action "${permission}" appliesTo { principal: [Person, Part], resource: [Self, House, Tenant], context: PersonFacts };`,
  )
  .join('\n')}
`
