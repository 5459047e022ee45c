/** Something said in both languages. */
export interface Both {
  readonly ja: string
  readonly en: string
}

export function both(ja: string, en: string): Both {
  return { ja, en }
}
