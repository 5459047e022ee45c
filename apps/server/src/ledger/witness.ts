/** What the sequencer needs of the key service, the first witness. Rejections are KeyServiceError. */
export interface Witness {
  heads(question: { logs?: readonly string[] }): Promise<readonly { log: string; size: number; root: Uint8Array }[]>
  cosign(question: {
    heads: readonly { log: string; oldSize: number; size: number; root: Uint8Array; proof: readonly Uint8Array[] }[]
  }): Promise<unknown>
  /** The last cosigned head as a signed note; null before the first. */
  checkpoint(question: { logId: string }): Promise<string | null>
}
