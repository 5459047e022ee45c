import type { Purpose, ScopeKind, Seat } from '@sekisho/contract'

/** What a seat is usually given for and where it reaches: a first choice in the form, no rule. */
export function defaultsOfSeat(seat: Seat): { readonly scopeKind: ScopeKind; readonly purpose: Purpose } {
  switch (seat) {
    case 'operator':
      return { scopeKind: 'tenant', purpose: 'call' }
    case 'supervisor':
    case 'centre_manager':
      return { scopeKind: 'tenant', purpose: 'supervision' }
    case 'account_manager':
      return { scopeKind: 'house', purpose: 'account_work' }
    case 'maintainer':
    case 'vendor':
      return { scopeKind: 'house', purpose: 'set_up' }
    case 'watch_officer':
    case 'auditor':
    case 'client_auditor':
      return { scopeKind: 'tenant', purpose: 'oversight' }
  }
}
