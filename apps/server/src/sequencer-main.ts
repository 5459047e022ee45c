import { dirname } from 'node:path'
import { becomeOwner, optionalId, required, stopWhenAsked } from '@sekisho/keyservice'
import { keyServiceClient } from '@sekisho/vault'
import { z } from 'zod'
import { rightsCheck } from './designations/index.ts'
import { doNotCallCheck } from './do-not-call/index.ts'
import { leadLedger } from './ledger/index.ts'
import { calendarCheck } from './calendar/index.ts'
import { systemClock } from './platform/clock.ts'
import { ownNumberCheck } from './call-ins/index.ts'
import { stopSwitchCheck } from './stop-switches/index.ts'
import { assignmentCheck } from './assignments/index.ts'
import { campaignSettingsCheck } from './campaigns/index.ts'
import { abandonedCheck, closedDaysCheck } from './dialling/index.ts'
import { partyCheck } from './parties/index.ts'
import { handoverCheck } from './list-sheets/index.ts'
import { listTermsCheck } from './lists/index.ts'
import { noticeCheck } from './notices/index.ts'
import { ticketCheck, ticketLookCheck } from './tickets/index.ts'

// The process form of the sequencer, with the checks that other slices lend to the audit of the ledger. Waits for key service and database as long as it takes; ends with a code other than
// zero only when a person has to look at the ledger. Writes codes to stderr, never values.

const databaseAddress = z.strictObject({
  host: z.string().min(1),
  port: z.int(),
  database: z.string().min(1),
  user: z.string().min(1),
  password: z.string(),
})

/** Read and forgotten: a child or a crash report of this process must not find the password. */
function addressFromEnvironment(): z.output<typeof databaseAddress> {
  const text = required('SEKISHO_DB')
  delete process.env.SEKISHO_DB
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('SEKISHO_DB is not JSON')
  }
  const parsed = databaseAddress.safeParse(value)
  if (!parsed.success) throw new Error('SEKISHO_DB lacks one of host, port, database, user, password')
  return parsed.data
}

function say(code: string): void {
  process.stderr.write(`sequencer ${code}\n`)
}

process.title = 'sekisho-sequencer'
// published files may be read by the group, the socket may be used by it; others get nothing
process.umask(0o027)

try {
  const address = addressFromEnvironment()
  const folder = required('SEKISHO_LEDGER_FOLDER')
  const socketPath = required('SEKISHO_SEQUENCER_SOCKET')
  const keySocket = required('SEKISHO_KEYSERVICE_SEQUENCER_SOCKET')
  const owner = {
    uid: optionalId('SEKISHO_SEQUENCER_UID'),
    gid: optionalId('SEKISHO_SEQUENCER_GID'),
    // may pass through the folder of the key service's socket for sequencers
    groups: [optionalId('SEKISHO_KEYSERVICE_SEQUENCER_GID')],
  }
  becomeOwner(owner, [
    { path: folder, mode: 0o750 },
    { path: dirname(socketPath), mode: 0o710 },
  ])
  const keys = keyServiceClient({ connect: keySocket, timeoutMs: 2_000 })
  const leader = leadLedger({
    ...{ address, keys, clock: systemClock, folder, socketPath, onChange: say },
    checks: [
      rightsCheck(),
      doNotCallCheck(),
      stopSwitchCheck(),
      calendarCheck(),
      ownNumberCheck(),
      ticketCheck(),
      ticketLookCheck(),
      noticeCheck(),
      assignmentCheck(),
      listTermsCheck(),
      handoverCheck(),
      campaignSettingsCheck(),
      partyCheck(),
      abandonedCheck(),
      closedDaysCheck(),
    ],
  })
  stopWhenAsked(
    () =>
      void leader.stop().then(() => {
        keys.close()
        process.exit(0)
      }),
  )
  leader.ended.catch((error: unknown) => {
    say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
    process.exit(1)
  })
} catch (error) {
  say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
  process.exitCode = 1
}
