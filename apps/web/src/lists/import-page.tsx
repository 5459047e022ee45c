import { useSearch } from '@tanstack/react-router'
import type { Inspection } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatBytes } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useKept } from '../shared/use-kept.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { intake } from '../words/lists.ts'
import type { ImportDraft, SettledDraft, Upload } from './import-draft.ts'
import { bringsPeople, firstDraft } from './import-draft.ts'
import { ImportResult } from './import-result.tsx'
import styles from './import.module.css'
import { PackedFile } from './packed-file.tsx'
import { isKeyChosen, settledKey } from './same-person-key.ts'
import { StartImport } from './start-import.tsx'
import { Step } from './step.tsx'
import { StepFile } from './step-file.tsx'
import { StepRules } from './step-rules.tsx'
import { StepUnderstood } from './step-understood.tsx'

const inspectionPollMs = 2_000

/** Four steps on one page. Upload and list stand in the address: whoever comes back finds them as the server has them. */
export function ImportPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const search: { readonly upload?: string; readonly list?: string } = useSearch({ strict: false })
  const { upload: uploadId, list: listId } = search
  const here = paths.importList(tenantId)
  const onReceived = (received: string) => go(`${here}?upload=${encodeURIComponent(received)}`)
  const onImported = (list: string) => go(`${here}?list=${encodeURIComponent(list)}`, { replace: true })
  if (listId !== undefined) {
    return (
      <Page title={t(intake.title)} lead={t(intake.lead)} actions={<Link href={here}>{t(intake.startNew)}</Link>}>
        <Step number={4} title={t(intake.stepResult)}>
          <ImportResult tenantId={tenantId} listId={listId} />
        </Step>
      </Page>
    )
  }
  return (
    <Page title={t(intake.title)} lead={t(intake.lead)}>
      {uploadId === undefined ? (
        <>
          <Step number={1} title={t(intake.stepFile)}>
            <StepFile tenantId={tenantId} onReceived={onReceived} />
          </Step>
          <Step number={2} title={t(intake.stepUnderstood)}>
            {null}
          </Step>
          <Step number={3} title={t(intake.stepRules)}>
            {null}
          </Step>
        </>
      ) : (
        <ReceivedUpload key={uploadId} tenantId={tenantId} uploadId={uploadId} onImported={onImported} />
      )}
      <Step number={4} title={t(intake.stepResult)}>
        {null}
      </Step>
    </Page>
  )
}

interface ReceivedUploadProps {
  readonly tenantId: string
  readonly uploadId: string
  readonly onImported: (listId: string) => void
}

function ReceivedUpload({ tenantId, uploadId, onImported }: ReceivedUploadProps) {
  const { t } = useLanguage()
  const go = useGo()
  const params = { tenantId, uploadId }
  const upload = useRead(
    'uploads.read',
    { params },
    { refetchInterval: (data) => (data?.isInspecting === true ? inspectionPollMs : false) },
  )
  // lives as long as this page, and is sent with each reading
  const [password, setPassword] = useState('')
  const { mutate: inspect, ...inspecting } = useAct('uploads.inspect', ['uploads.read'])
  const discard = useAct('uploads.discard')
  const isInspecting = inspecting.isPending || upload.data?.isInspecting === true
  const needsInspection =
    upload.data?.state === 'received' && upload.data.inspection === null && !upload.data.isInspecting
  useEffect(() => {
    if (needsInspection) inspect({ params: { tenantId, uploadId }, body: {} })
  }, [needsInspection, inspect, tenantId, uploadId])
  // a refused file was looked into, too: what was found stands with it
  const { refetch } = upload
  const isRefused = inspecting.error?.code === 'unreadable_file'
  useEffect(() => {
    if (isRefused) void refetch()
  }, [isRefused, refetch])

  const isGone = upload.data !== undefined && upload.data.state !== 'received' && upload.data.state !== 'receiving'
  const restart = <Link href={paths.importList(tenantId)}>{t(intake.startNew)}</Link>
  return (
    <>
      <Step number={1} title={t(intake.stepFile)}>
        <ProblemNotice problem={upload.error ?? discard.error} onRetry={() => void upload.refetch()} />
        {upload.isPending && <Loading />}
        {isGone && (
          <p>
            {t(intake.gone)} {restart}
          </p>
        )}
        {upload.data !== undefined && !isGone && (
          <div className={styles.facts}>
            <strong>{t(intake.received)(formatBytes(upload.data.bytes))}</strong>
            <ConfirmInline
              size="xs"
              label={t(intake.otherFile)}
              question={t(intake.discardQuestion)}
              isPending={discard.isPending}
              onConfirm={() => discard.mutate({ params }, { onSuccess: () => go(paths.importList(tenantId)) })}
            />
          </div>
        )}
      </Step>
      {upload.data !== undefined && !isGone && upload.data.inspection !== null ? (
        <ImportChoices
          key={shapeOf(upload.data.inspection)}
          tenantId={tenantId}
          upload={upload.data}
          password={password}
          onPassword={setPassword}
          isReading={isInspecting}
          onInspect={(how) => inspect({ params, body: { ...how, ...(password === '' ? {} : { password }) } })}
          onImported={onImported}
        />
      ) : (
        <>
          <Step number={2} title={t(intake.stepUnderstood)}>
            {isInspecting && <Loading label={t(intake.inspecting)} />}
            {!isInspecting && inspecting.error !== null && (
              <ProblemNotice problem={inspecting.error} onRetry={() => inspect({ params, body: {} })} />
            )}
          </Step>
          <Step number={3} title={t(intake.stepRules)}>
            {null}
          </Step>
        </>
      )}
    </>
  )
}

/** Choices are for one part of a file, and for its columns: another part, or a file that was opened, begins anew. */
function shapeOf({ packed, columns }: Inspection): string {
  return `${packed?.part ?? 0}.${columns.length}`
}

function partOf({ packed }: Inspection): { readonly part?: number } {
  return packed?.part == null ? {} : { part: packed.part }
}

interface ImportChoicesProps {
  readonly tenantId: string
  readonly upload: Upload
  readonly isReading: boolean
  readonly password: string
  readonly onPassword: (password: string) => void
  /** Looks at it again. */
  readonly onInspect: (how: { readonly encoding?: Inspection['encoding']; readonly part?: number }) => void
  readonly onImported: (listId: string) => void
}

function ImportChoices({ tenantId, upload, isReading, onImported, ...rest }: ImportChoicesProps) {
  const { password, onPassword, onInspect } = rest
  const { t } = useLanguage()
  const campaigns = useRead('campaigns.list', { params: { tenantId } })
  const first = firstDraft(upload)
  const { inspection } = upload
  const shape = inspection === null ? '' : shapeOf(inspection)
  const [draft, setDraft] = useKept<ImportDraft | null>(`sekisho.import-choices.${upload.uploadId}.${shape}`, first)
  const lists = useRead('lists.list', { params: { tenantId } })
  if (inspection === null || draft === null) return null
  // another encoding may have cut the columns differently
  const isFitting = draft.fields.length === inspection.columns.length
  const { fields, places } = isFitting || first === null ? draft : first
  const targets = (campaigns.data?.campaigns ?? []).filter(({ state }) => state !== 'closed')
  const [only] = targets.length === 1 ? targets : []
  const campaignId = draft.campaignId === '' ? (only?.campaignId ?? '') : draft.campaignId
  const hasLists = (lists.data?.lists ?? []).some(
    (list) =>
      list.campaignId === campaignId && bringsPeople(list.mode) && list.state !== 'undone' && list.state !== 'failed',
  )
  const mode = draft.mode ?? (hasLists ? 'add' : 'new')
  const proposed = targets.find((target) => target.campaignId === campaignId)?.settings.samePersonBy ?? null
  const samePersonBy = isKeyChosen(mode) ? settledKey({ ...draft, fields }, proposed) : draft.rules.samePersonBy
  const fitting: SettledDraft = {
    ...{ ...draft, fields, places, campaignId, mode },
    rules: { ...draft.rules, samePersonBy },
  }
  return (
    <>
      <Step number={2} title={t(intake.stepUnderstood)}>
        <StepUnderstood
          inspection={inspection}
          draft={fitting}
          onDraft={setDraft}
          onEncoding={(encoding) => onInspect({ encoding, ...partOf(inspection) })}
          isReading={isReading}
          packed={
            inspection.packed !== null && (
              <PackedFile
                packed={inspection.packed}
                isOpen={inspection.columns.length > 0}
                password={password}
                onPassword={onPassword}
                onOpen={(chosen) => onInspect(chosen === undefined ? {} : { part: chosen })}
                isReading={isReading}
              />
            )
          }
        />
      </Step>
      <Step number={3} title={t(intake.stepRules)}>
        {inspection.isReadable && (
          <>
            <StepRules draft={fitting} campaigns={targets} onDraft={setDraft} />
            <StartImport
              tenantId={tenantId}
              uploadId={upload.uploadId}
              inspection={inspection}
              draft={fitting}
              hasLists={hasLists}
              password={password}
              problem={campaigns.error ?? lists.error}
              onImported={(listId) => {
                setDraft(null)
                onImported(listId)
              }}
            />
          </>
        )}
      </Step>
    </>
  )
}
