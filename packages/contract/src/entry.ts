import { z } from 'zod'
import { answeredByCodes } from './answered-by.ts'
import { dayGrounds } from './calendar.ts'
import { diallingModes } from './dialling-modes.ts'
import { allCorrectionReasons } from './corrections.ts'
import { leadDecisionGrounds, leadDecisions } from './lead-decisions.ts'
import { fieldCodes } from './fields.ts'
import {
  attemptId,
  campaignId,
  companyId,
  designationId,
  entryId,
  jobId,
  listId,
  orderId,
  sessionId,
  siteId,
  uploadId,
} from './ids.ts'
import { fileRefusalSources } from './refusal-files.ts'
import { doNotCallScopes } from './calling-laws.ts'
import { setAsideGrounds } from './refused-rows.ts'
import { samePersonKeys } from './same-person.ts'
import { areaCode, municipalityCode, prefectureText } from './prefectures.ts'
import { permissions, purposes, routes } from './seats.ts'
import { noticeLevels } from './notices.ts'
import { previewEnds } from './previews.ts'
import { sectors } from './sectors.ts'
import { liftGrounds, stopGrounds, stopLifters } from './stop-switches.ts'
import { ticketAddressees, ticketOutcomes, ticketReasons } from './tickets.ts'

/**
 * Entry schema, version 1. Frozen: a field is never removed or given another meaning; a change is version 2.
 *
 * An entry is canonical JSON (RFC 8785) with integers only. It holds no personal data and no free text in clear
 * (architecture rule 3). What would identify a person is a commitment: SHA-256(salt || value), whose salt only the key
 * service can derive. `leaf` in the log is `{"entry":<these bytes>,"sequenced_at":<ms>}`.
 */
export const ENTRY_VERSION = 1

/** Whether what was asked for happened. A denied attempt and a failed sign-in are entries like any other (M-01). */
export const outcomes = ['done', 'denied', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

export const campaignKinds = ['production', 'test', 'none'] as const
export type CampaignKind = (typeof campaignKinds)[number]

/** Parts of the product that act by themselves. A system actor is an actor: it has a pseudonym like a person. */
export const systemActors = [
  'dialler',
  'sequencer',
  'keyservice',
  'importer',
  'scheduler',
  'launcher',
  // the front door: acts while nobody is signed in yet (refused sign-ins, the ceremony, redeemed invitations)
  'identity',
] as const
export type SystemActor = (typeof systemActors)[number]

/** What is committed to instead of written. The salt of subject fields dies with the list, the others stay. */
export const commitmentNames = ['subject', 'number', 'address', 'person', 'label', 'query', 'file', 'right'] as const
export type CommitmentName = (typeof commitmentNames)[number]

/** Closed codes for why something was denied or failed. */
export const entryReasons = [
  'no_grant',
  'no_live_call',
  'not_found',
  'wrong_password',
  'wrong_code',
  'unknown_account',
  'locked',
  'device_withdrawn',
  'not_confirmed',
  'session_ended',
  'invalid_input',
  'already_imported',
  'already_called',
  'cancelled',
  'key_service_refused',
  'key_service_unavailable',
  'ledger_unavailable',
  'storage_full',
  'interrupted',
  'outside_hours',
  'carrier_failed',
  'clock_jumped',
  'seat_taken',
  'result_missing',
  'do_not_call',
  'calling_stopped',
  'rang_off',
  'unknown_caller',
  'not_assigned',
  'too_many',
] as const
export type EntryReason = (typeof entryReasons)[number]

/**
 * How a finding ended (N-10): a closed code, because a reason in free text says what its writer likes it to say.
 *
 * - `put_right`: what was found was put right
 * - `planned_work`: planned work was the cause, such as a restore from a backup
 * - `exercise`: a test or a drill was the cause
 * - `handled_as_incident`: it was misuse or an accident, and was handled as one
 * - `cannot_be_put_right`: it is known, and what is lost stays lost
 * - `false_alarm`: looked into, and nothing was wrong
 */
export const closingReasons = [
  'put_right',
  'planned_work',
  'exercise',
  'handled_as_incident',
  'cannot_be_put_right',
  'false_alarm',
] as const
export type ClosingReason = (typeof closingReasons)[number]

const base64Hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'not a 32-byte hash in base64')
const hexPseudonym = z.string().regex(/^[0-9a-f]{32}$/, 'not a pseudonym')
const count = z.int().min(0)
const milliseconds = z.int().min(0)
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'not a date')

export const countNames = [
  'rows',
  'accepted',
  'refused',
  'duplicates',
  'do_not_call',
  'contacts',
  'numbers',
  'leads',
  'memos',
  'bytes',
  'lookups',
  'hits',
  'sessions',
  'attempts',
  'operators',
  'duration_ms',
  'from_position',
  'size',
  'results',
  // of the client's file, as Excel shows it
  'row_number',
  // the place of a list in the order of calling, or of a campaign among an operator's; 1 comes first
  'priority',
  // of an operator in a campaign: 1 not alone, 2 alone, 3 experienced
  'skill',
  // of a list: the share of its people that is left out to be compared with
  'held_out_percent',
  // within how many business days a hand-over is to be entered, and how many days after that it was
  'business_days',
  'days_late',
  // of abandoned calls: how many people answered, how many of them had no operator, and what share is allowed
  'answered',
  'abandoned',
  'cap_percent',
  // of a campaign paced by a ratio: lines for each ten free operators
  'lines_per_ten',
] as const
export type CountName = (typeof countNames)[number]

export const entrySchema = z.strictObject({
  v: z.literal(ENTRY_VERSION),
  id: entryId,
  /** The log this entry belongs to, so that it cannot be moved into another: 32 lower-case hex digits. */
  log: z.string().regex(/^[0-9a-f]{32}$/),
  type: z.string(),
  outcome: z.enum(outcomes),
  reason: z.enum(entryReasons).optional(),
  /** When it happened, by the writer's clock: milliseconds since 1970 UTC. The sequencer adds its own time. */
  at: milliseconds,
  actor: hexPseudonym,
  actor_kind: z.enum(['person', ...systemActors]),
  device: hexPseudonym.optional(),
  route: z.enum(routes),
  purpose: z.enum(purposes),
  campaign_kind: z.enum(campaignKinds),
  on_behalf_of_order: orderId.optional(),
  /** SHA-256 of the policy set the decision was made under, hex. */
  policy: z.string().regex(/^[0-9a-f]{64}$/),
  /** Sorted, unique: which fields were opened. */
  fields: z.array(z.enum(fieldCodes)).optional(),
  counts: z.partialRecord(z.enum(countNames), count).optional(),
  /** Ids of things that are not people. Contacts and leads are never here: they are committed to as `subject`. */
  refs: z
    .strictObject({
      campaign: campaignId.optional(),
      list: listId.optional(),
      upload: uploadId.optional(),
      attempt: attemptId.optional(),
      session: sessionId.optional(),
      designation: designationId.optional(),
      job: jobId.optional(),
      site: siteId.optional(),
      entry: entryId.optional(),
      /** What was asked for and denied, of `access.denied`. */
      permission: z.enum(permissions).optional(),
      log: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .optional(),
      disposition: z
        .string()
        .regex(/^[A-Z0-9]{2,3}$/)
        .optional(),
      /** What the result was before, and why it was corrected, of `attempt.corrected`; `disposition` is what it is now. */
      disposition_before: z
        .string()
        .regex(/^[A-Z0-9]{2,3}$/)
        .optional(),
      correction: z.enum(allCorrectionReasons).optional(),
      /** Who spoke, of `attempt.recorded`; as whom somebody was confirmed, of a `contact.opened` that waited for that. */
      answered_by: z.enum(answeredByCodes).optional(),
      /** What was decided of a lead that was held, and why, of `lead.decided`. */
      lead_decision: z.enum(leadDecisions).optional(),
      ground: z.enum(leadDecisionGrounds).optional(),
      /** Why calling was stopped and who may lift that, of `stop.set`; why it was lifted, of `stop.lifted`. */
      stop_ground: z.enum(stopGrounds).optional(),
      lift_by: z.enum(stopLifters).optional(),
      lift_ground: z.enum(liftGrounds).optional(),
      /** The area that a stop of calling is of: by JIS X 0401 or 0402, or the beginning of telephone numbers. */
      prefecture: prefectureText.optional(),
      municipality: municipalityCode.optional(),
      area_code: areaCode.optional(),
      /** How far each row of a client's own do-not-call file reaches, and whose file it is, of `do_not_call.file_started`. */
      refusal_scope: z.enum(doNotCallScopes).optional(),
      refusal_source: z.enum(fileRefusalSources).optional(),
      /** Why a refused row is not corrected, of `refused_row.set_aside`. */
      set_aside: z.enum(setAsideGrounds).optional(),
      /** What makes two rows the same person, of `list.import_started`. */
      same_person_by: z.enum(samePersonKeys).optional(),
      /** Why days are closed or have hours of their own, of `calendar.day_set`. */
      day_ground: z.enum(dayGrounds).optional(),
      /** For whom a hand-over ticket is and why it was made, of `ticket.made`; how it ended, of `ticket.done`. */
      ticket_to: z.enum(ticketAddressees).optional(),
      ticket_reason: z.enum(ticketReasons).optional(),
      ticket_outcome: z.enum(ticketOutcomes).optional(),
      /** What a notice asks of operators, of `notice.published`. */
      notice_level: z.enum(noticeLevels).optional(),
      /** How a preview ended, of `preview.ended`. */
      preview_end: z.enum(previewEnds).optional(),
      /** How a campaign's calls begin, of `campaign.created` and `campaign.changed`; what is played beside it, of `shadow.*`. */
      dialling_mode: z.enum(diallingModes).optional(),
      /** A company and what it is, of `party.created`; whose tenant it is, of `tenant.created`. */
      company: companyId.optional(),
      sector: z.enum(sectors).optional(),
    })
    .optional(),
  /** The head of another log, in the head-office log: what that log had become, and when. */
  head: z.strictObject({ log: z.string().regex(/^[0-9a-f]{32}$/), size: count, root: base64Hash }).optional(),
  commitments: z.partialRecord(z.enum(commitmentNames), base64Hash).optional(),
  /** How the finding that `refs.entry` names ended. */
  closing: z.enum(closingReasons).optional(),
  /** Which report was read or left: figures of a period in days of Japan, both included. Never a line of a contact. */
  report: z
    .strictObject({
      kind: z.enum(['daily', 'monthly']),
      from: date,
      until: date,
    })
    .optional(),
  /** Days in Japan, both included, and their hours in minutes of the day; without hours they are closed. */
  days: z
    .strictObject({
      from: date,
      until: date,
      opens: count.optional(),
      closes: count.optional(),
    })
    .optional(),
  /**
   * SHA-256, hex, of what left or was chosen, in clear so that anybody can hold a file against the ledger. Only of what
   * holds no personal data: a digest of a list would let it be guessed, so lists are committed to as `file`.
   */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
export type Entry = z.infer<typeof entrySchema>
