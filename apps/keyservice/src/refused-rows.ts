import { randomBytes } from 'node:crypto'
import { fieldCodes } from '@sekisho/contract'
import type { FieldCode, ListId, SamePersonKey, TenantId } from '@sekisho/contract'
import { createFieldJudge, identityOf } from '@sekisho/intake'
import type { FieldValues, RowVerdict } from '@sekisho/intake'
import { decodeContact, KeyServiceError, open } from '@sekisho/vault'
import type { Keystore, OperationParameters, Results } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import { reasonCode } from './import/refused-rows.ts'
import { sealCorrected } from './import/seal-corrected.ts'
import { contactPlace, refusedRowPlace } from './places.ts'
import { entryCheck } from './receipt-check.ts'
import type { receiptCheck } from './receipt-check.ts'

export interface RefusedRowDependencies {
  readonly keystore: Keystore
  readonly admit: ReturnType<typeof receiptCheck>
  readonly clock: KeyServiceClock
}

/** A row that the rules accepted, until the server has looked for the same person among the list's contacts. */
interface Judgement {
  readonly tenantId: TenantId
  readonly listId: ListId
  /** By the key of the import; null where there is nothing to compare by. */
  readonly identity: string | null
  readonly by: SamePersonKey
  readonly judge: (values: FieldValues) => RowVerdict
  readonly atMs: number
}

/** Long enough for one transaction of the server. */
const judgementMs = 30_000
const mostJudgements = 200
const allFields: ReadonlySet<FieldCode> = new Set(fieldCodes)

type RefusedRowQuestion = Pick<
  OperationParameters<'openRefusedRow'>,
  'receipt' | 'tenantId' | 'listId' | 'rowNumber' | 'version' | 'sealed'
>

/**
 * The openings of one refused row: for a screen, as far as its entry names the fields, and for being judged with some
 * fields typed anew. Both spend their entry. A judgement gives reasons, or the row sealed as a contact with its blind
 * indexes: never what it reads.
 *
 * Neither notes that the list was worked with: an import can be undone as long as nobody of it was called.
 */
export function refusedRows({ keystore, admit, clock }: RefusedRowDependencies) {
  const judgements = new Map<string, Judgement>()

  function keep(judgement: Judgement): string {
    for (const [id, { atMs }] of judgements) {
      if (judgements.size < mostJudgements && clock.monotonicMs() - atMs <= judgementMs) break
      judgements.delete(id)
    }
    const id = randomBytes(16).toString('hex')
    judgements.set(id, judgement)
    return id
  }

  function take(id: string): Judgement {
    const judgement = judgements.get(id)
    judgements.delete(id)
    if (judgement === undefined || clock.monotonicMs() - judgement.atMs > judgementMs)
      throw new KeyServiceError('unknown_key')
    return judgement
  }

  async function openWith(
    asked: RefusedRowQuestion,
    opening: 'refused_row' | 'refused_row_correction',
    fields: readonly FieldCode[],
    wanted: ReadonlySet<FieldCode>,
  ) {
    const { receipt, tenantId, listId, rowNumber, version, sealed } = asked
    const key = keystore.listKey(tenantId, listId, 'seal')
    await admit({
      receipt,
      tenantId,
      opening,
      matches(entry) {
        if (entry.refs?.list !== listId || entry.counts?.row_number !== rowNumber)
          throw new KeyServiceError('refused_wrong_subject')
        entryCheck.names(entry, fields)
      },
    })
    const clear = open(key.key, refusedRowPlace(tenantId, listId, rowNumber, version, key), sealed)
    const values = decodeContact(clear, wanted)
    clear.fill(0)
    return { values, key }
  }

  return {
    async openRefusedRow(asked: OperationParameters<'openRefusedRow'>): Promise<Results['openRefusedRow']> {
      const { values } = await openWith(asked, 'refused_row', asked.fields, new Set(asked.fields))
      return values
    },

    async judgeRefusedRow(asked: OperationParameters<'judgeRefusedRow'>): Promise<Results['judgeRefusedRow']> {
      const { tenantId, listId, changes, mapping, rules } = asked
      const changed = Object.keys(changes) as FieldCode[]
      const { values, key } = await openWith(asked, 'refused_row_correction', changed, allFields)
      const judge = createFieldJudge(mapping, rules)
      const verdict = judge({ ...values, ...changes })
      if (verdict.kind === 'refused') return { kind: 'refused', reasons: verdict.reasons.map(reasonCode) }
      const identity = identityOf(verdict.keys, rules.samePersonBy)
      const comparedBy = comparedByOf(identity)
      const judgement = keep({ tenantId, listId, identity, by: rules.samePersonBy, judge, atMs: clock.monotonicMs() })
      const indexKey = keystore.clientIndexKey(tenantId).key
      const contact = sealCorrected({ tenantId, key, indexKey, nowMs: clock.nowMs() }, verdict)
      return { kind: 'accepted', judgement, comparedBy, ...contact }
    },

    /**
     * Whether one of some contacts is the person that was judged. Their whole identity is made here, from what each
     * reads: a server that lies about their numbers learns nothing.
     */
    compareCorrection({ judgement, contacts }: OperationParameters<'compareCorrection'>): boolean {
      const { tenantId, listId, identity, by, judge } = take(judgement)
      if (comparedByOf(identity) !== 'number_and_name') return false
      const key = keystore.listKey(tenantId, listId, 'seal')
      return contacts.some(({ contactId, rowVersion, sealed }) => {
        const clear = open(key.key, contactPlace(tenantId, contactId, rowVersion, key), sealed)
        const verdict = judge(decodeContact(clear, allFields))
        clear.fill(0)
        return verdict.kind === 'accepted' && identityOf(verdict.keys, by) === identity
      })
    },
  }
}

const comparedByKey = { b: 'name_and_birth', c: 'customer_number', n: 'number_and_name' } as const

function comparedByOf(identity: string | null) {
  return identity === null ? 'nothing' : comparedByKey[identity.charAt(0) as keyof typeof comparedByKey]
}
