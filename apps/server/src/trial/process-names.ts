/** The processes of a trial as people are told of them. */
export const processNames = {
  postgres: { japanese: 'データベース', english: 'The database' },
  keyservice: { japanese: '鍵サービス', english: 'The key service' },
  sequencer: { japanese: '記録係', english: 'The sequencer of the ledger' },
  server: { japanese: 'サーバー', english: 'The server' },
} as const

export type ProcessName = keyof typeof processNames

/** Why the trial did not start, in a Japanese and an English sentence. */
export class TrialStartError extends Error {
  readonly japanese: string
  readonly english: string

  private constructor(japanese: string, english: string) {
    super(english)
    this.name = 'TrialStartError'
    this.japanese = japanese
    this.english = english
  }

  /** A process ended again and again; what it complained about stands above. */
  static keepsEnding(name: ProcessName): TrialStartError {
    const { japanese, english } = processNames[name]
    return new TrialStartError(
      `${japanese}がくり返し止まるため、起動をやめました。理由は上のメッセージにあります。`,
      `${english} ends again and again, so the start was given up. The messages above say why.`,
    )
  }

  /** All processes live, but the server never said that it answers. */
  static tooSlow(seconds: number): TrialStartError {
    return new TrialStartError(
      `${seconds} 秒待っても画面を開けるようになりませんでした。SEKISHO_LOG_LEVEL=info を付けて起動すると、くわしい様子が出ます。`,
      `The pages could not be opened within ${seconds} s. Start with SEKISHO_LOG_LEVEL=info to see more.`,
    )
  }
}
