import { loadPolicySet, type PolicySet } from './designations/index.ts'

let loaded: PolicySet | undefined

/**
 * The product's policies. Reading and validating them takes a seventh of a second of a core, so the test files that run
 * in one process do it once between them.
 */
export function testPolicies(): PolicySet {
  loaded ??= loadPolicySet()
  return loaded
}
