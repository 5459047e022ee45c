import { type Inspection, ProblemError, type UploadId, type uploadView } from '@sekisho/contract'
import type { z } from 'zod'
import type { Tx } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import {
  headingsHash,
  readKeptMapping,
  readStored,
  type StoredInspection,
  withKeptMapping,
} from './stored-inspection.ts'

export type UploadView = z.input<typeof uploadView>

/** An upload as the slice works with it. */
export interface Upload {
  readonly uploadId: UploadId
  readonly state: UploadView['state']
  readonly bytes: number
  /** Null before the file was received whole. */
  readonly digest: Buffer | null
  readonly inspection: StoredInspection | null
  readonly createdAt: Date
}

/**
 * One upload of the tenant. Uploads name no job yet, so whoever sees only some jobs sees only files of their own.
 *
 * @throws ProblemError `not_found`
 */
export async function findUpload(tx: Tx, asking: Asking, uploadId: UploadId, lock: 'lock' | 'look'): Promise<Upload> {
  const { actor, rowScope } = asking
  const query = tx.db
    .selectFrom('tenant.uploads')
    .select(['upload_id', 'uploaded_by', 'state', 'bytes', 'digest', 'inspection'])
    .select((upload) => upload.ref('created_at').$castTo<Date>().as('created_at'))
    .where('upload_id', '=', uploadId)
    .$if(rowScope.jobs !== '*', (own) => own.where('uploaded_by', '=', actor.personId))
  const row = await (lock === 'lock' ? query.forNoKeyUpdate() : query).executeTakeFirst()
  if (row === undefined) throw new ProblemError('not_found')
  return {
    uploadId: row.upload_id,
    state: row.state as UploadView['state'],
    bytes: Number(row.bytes),
    digest: row.digest,
    inspection: readStored(row.inspection),
    createdAt: row.created_at,
  }
}

export async function viewOf(tx: Tx, upload: Upload): Promise<Omit<UploadView, 'isInspecting'>> {
  const seen = upload.inspection?.view ?? null
  const keptMapping = seen === null ? null : await keptMappingFor(tx, seen)
  return {
    uploadId: upload.uploadId,
    state: upload.state,
    bytes: upload.bytes,
    createdAt: upload.createdAt.getTime(),
    inspection: seen === null ? null : withKeptMapping(seen, keptMapping),
    keptMapping,
  }
}

async function keptMappingFor(tx: Tx, seen: Inspection) {
  const row = await tx.db
    .selectFrom('tenant.kept_mappings')
    .select('mapping')
    .where('headings_hash', '=', headingsHash(seen))
    .executeTakeFirst()
  return row === undefined ? null : readKeptMapping(row.mapping)
}
