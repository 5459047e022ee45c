/** Why a whole file cannot be read. */
export const fileErrorCodes = [
  'file_empty',
  'file_header_only',
  'file_too_large',
  'file_truncated',
  'file_is_spreadsheet',
  'file_is_archive',
  'file_is_binary',
  'packed_damaged',
  'packed_expands',
  'packed_nothing_inside',
  'password_needed',
  'password_wrong',
  'encryption_unsupported',
  'compression_unsupported',
  'workbook_old_format',
  'encoding_utf16',
  'encoding_iso_2022_jp',
  'encoding_euc_jp',
  'encoding_unknown',
  'encoding_mismatch',
  'invalid_bytes',
  'truncated_character',
  'nul_byte',
  'quote_not_closed',
  'field_too_long',
  'row_too_long',
  'too_many_columns',
  'too_many_rows',
  'duplicate_headers',
  'mapping_invalid',
  'mapping_mismatch',
] as const
export type FileErrorCode = (typeof fileErrorCodes)[number]

/** Why one row was refused. */
export const rowReasonCodes = [
  'too_few_columns',
  'too_many_columns_in_row',
  'quote_malformed',
  'required_missing',
  'phone_missing',
  'phone_unreadable',
  'phone_length',
  'phone_digits_lost',
  'phone_foreign',
  'phone_toll_free',
  'phone_premium',
  'phone_navi_dial',
  'phone_pager',
  'number_not_assignable',
  'birth_date_unreadable',
  'birth_date_impossible',
  'birth_date_future',
  'card_number_found',
  'duplicate_in_file',
  'duplicate_existing',
] as const
export type RowReasonCode = (typeof rowReasonCodes)[number]

/** What was noticed about an accepted row; counted and shown, never a refusal. */
export const rowNoteCodes = [
  'phone_zero_restored',
  'phone_country_code_restored',
  'phone_extension_left_out',
  'phone_cell_split',
  'phone_full_width',
  'phone_hyphens',
  'phone_ignored',
  'birth_date_era',
  'birth_date_serial',
  'postal_code_unusual',
  'card_number_kept',
  'gaiji_kept',
  'damaged_character',
] as const
export type RowNoteCode = (typeof rowNoteCodes)[number]

/** Why a column was taken for a field. */
export const guessReasonCodes = [
  'confirmed_before',
  'heading_exact',
  'heading_similar',
  'heading_and_content',
  'heading_but_content_differs',
  'content_only',
  'nothing_recognised',
  'column_empty',
  'field_taken_already',
] as const
export type GuessReasonCode = (typeof guessReasonCodes)[number]

export interface FileErrorDetail {
  /** 1-based row as Excel shows it. */
  readonly row?: number
  /** 1-based column. */
  readonly column?: number
  /** 0-based offset of the first offending byte. */
  readonly byteOffset?: number
  /** The limit that was passed, in the unit its text names. */
  readonly limit?: number
  /** Encoding that was seen, where it differs from the one that was chosen. */
  readonly seen?: string
  readonly chosen?: string
}

/**
 * A file that cannot be read. Carries places and counts only, never a value of the file: errors reach logs
 * (architecture.md, rule 9).
 */
export class IntakeError extends Error {
  readonly code: FileErrorCode
  readonly detail: FileErrorDetail
  constructor(code: FileErrorCode, detail: FileErrorDetail = {}) {
    const places = Object.entries(detail).map(([key, value]) => `${key} ${String(value)}`)
    super(places.length === 0 ? code : `${code} (${places.join(', ')})`)
    this.name = 'IntakeError'
    this.code = code
    this.detail = detail
  }
}
