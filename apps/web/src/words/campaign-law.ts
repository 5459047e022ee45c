import { phrase } from './phrase.ts'

/** The law that a campaign calls under, and what a refusal then stops. */
export const campaignLaw = {
  title: phrase('根拠となる法律と架電拒否', 'Law and refusals'),
  law: phrase('根拠となる法律', 'Law'),
  laws: {
    sales: {
      name: phrase('特定商取引法(電話勧誘販売)', 'Sales by telephone (Act on Specified Commercial Transactions)'),
      why: phrase(
        '断った人をもう一度勧誘することは、17条で禁止されています。委託元のどの業務が同じ商品を勧めているかはシステムでは判断できないため、既定では委託元のすべての業務で止めます。',
        'Article 17 forbids to solicit again whoever declined. No system knows which jobs of the client sell the same thing, so by default all of them stop.',
      ),
    },
    public_service: {
      name: phrase('行政サービス(特定商取引法の対象外)', 'Public service (outside the sales law)'),
      why: phrase(
        '勧誘ではないため、17条は及びません。健診を断った人にも税や防災の連絡は必要なので、既定ではこの業務だけを止めます。',
        'This solicits nobody, so article 17 does not apply. Whoever declines a check-up must still hear of taxes and disasters: by default only this job stops.',
      ),
    },
    lending: {
      name: phrase('貸金業法・割賦販売法(督促・支払案内)', 'Lending and instalments (payment calls)'),
      why: phrase(
        '別の契約の連絡が残ることがあるため、既定ではこの業務だけを止めます。発信は貸金業法21条により8時〜21時の中に限られます。',
        'Another contract may still need a call, so by default only this job stops. Calls stay within 8–21 (Money Lending Business Act, article 21).',
      ),
    },
    other: {
      name: phrase('その他(調査・お知らせなど)', 'Other (surveys, notices)'),
      why: phrase(
        '再勧誘を禁じる法律はありませんが、断られたこの業務は止めます。',
        'No law on soliciting applies; the job that was declined stops all the same.',
      ),
    },
  },
  refusalScope: phrase('「お断り(31)」で止める範囲', 'What “refused” (31) stops'),
  scopes: {
    client: phrase('委託元のすべての業務', 'Every job of the client'),
    job: phrase('この業務だけ', 'This job only'),
  },
  narrower: phrase(
    '特定商取引法の勧誘で「この業務だけ」にできるのは、委託元のほかの業務が別の商品・サービスのときに限ります。',
    'Under the sales law this is right only if the client’s other jobs offer something else.',
  ),
  always: phrase(
    '法律にかかわらず: 今後架電不可(32)・死亡(43)・苦情(52)・カスハラ終話(53)は、本人とすべての番号が委託元の全業務で止まります。家族による拒否(33)は出た番号だけ、番号違い(41)はその方へのその番号だけが止まります。架電拒否はリストを廃棄しても残り、取り消す画面はありません。',
    'Whatever the law: never again (32), deceased (43), complaint (52) and harassment (53) stop the person and all numbers in every job of the client. Refused by family (33) stops the number that answered; wrong number (41) stops that number for that person. A refusal outlives its list, and no page takes it back.',
  ),
} as const
