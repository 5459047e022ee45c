/** What the process of a trial says to the drill that started it. */
export type FromTrial =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'pids'; readonly pids: Record<string, number | undefined> }

export type ToTrial = { readonly kind: 'pids' } | { readonly kind: 'stop' }
