export { keyServiceClient } from './client.ts'
export type { KeyServiceCalls, KeyServiceClient, KeyServiceClientOptions } from './client.ts'
export { copyColumns, goesOn } from './answers.ts'
export type {
  ChangedContact,
  CosignedHead,
  Differed,
  Differences,
  ImportProgress,
  ImportRows,
  Imported,
  InspectionResult,
  JudgedRow,
  Matched,
  Refusal,
  RefusedImportRow,
  Results,
  RowKeys,
  RowsAsked,
  SessionProblem,
  SessionResult,
  Status,
  UploadFinished,
} from './answers.ts'
export { decodeContact, decodeNumber, encodeContact, encodeNumber, fieldNumbers } from './contact-record.ts'
export type { ClearNumber, FieldValues } from './contact-record.ts'
export { isKeyServiceErrorCode, KeyServiceError, keyServiceErrorCodes } from './errors.ts'
export type { KeyServiceErrorCode } from './errors.ts'
export { decodeFrame, encodeFrame, frameReader, maxFrameBytes } from './frame.ts'
export type { Message } from './frame.ts'
export {
  blindIndex,
  commitmentSalt,
  indexDomains,
  indexKinds,
  lookUpKinds,
  indexLength,
  pseudonym,
  uploadDigest,
} from './keyed-hashes.ts'
export type { IndexKind, LookUpKind, PseudonymKind, PseudonymSubject } from './keyed-hashes.ts'
export type { VaultKey } from './key-wrap.ts'
export { openKeystore } from './keystore.ts'
export type { Keystore, KeystoreDependencies } from './keystore.ts'
export type { DestructionCertificate } from './keystore-file.ts'
export {
  callers,
  matchKeys,
  maxChunkBytes,
  maxKnown,
  maxSameNumber,
  openingOperations,
  operationNames,
  operations,
  operationsOf,
} from './operations.ts'
export type {
  Caller,
  SequencerOperation,
  MatchKey,
  OpeningOperation,
  OperationName,
  OperationParameters,
} from './operations.ts'
export { rootKeyFile } from './root-key.ts'
export type { RootEpoch, RootKeyPort } from './root-key.ts'
export { compareUpload, differUpload } from './run-difference.ts'
export type { FindKnown, KnownContact } from './run-difference.ts'
export { importUpload, inspectUpload, matchUpload } from './run-upload.ts'
export type { Buffers, SealedUpload } from './run-upload.ts'
export { associatedData, open, seal, sealFormat, sealInto, sealOverhead } from './sealing.ts'
export type { SealedPlace, SealedTable } from './sealing.ts'
export { shortHmac } from './short-hmac.ts'
export { isRecord } from './shapes.ts'
export { diskStorage, isFull } from './storage.ts'
export type { Storage } from './storage.ts'
export { uuidBytes, uuidText } from './uuid-bytes.ts'
