import type { FileErrorCode, FileErrorDetail, GuessReasonCode, RowNoteCode, RowReasonCode } from './codes.ts'

export interface Text {
  readonly ja: string
  readonly en: string
}

/** Texts for a supervisor. `{row}`, `{column}`, `{byteOffset}`, `{limit}`, `{seen}`, `{chosen}` are filled in. */
export const fileErrorTexts: Record<FileErrorCode, Text> = {
  file_empty: { ja: 'ファイルが空です。中身のあるファイルを選んでください。', en: 'The file is empty.' },
  file_header_only: {
    ja: '見出し行だけで、データの行がありません。',
    en: 'There is a heading row only, and no rows of data.',
  },
  file_too_large: {
    ja: 'ファイルが大きすぎます (上限 {limit} バイト)。分割して取り込んでください。',
    en: 'The file is too large (limit {limit} bytes). Please split it.',
  },
  file_truncated: {
    ja: 'ファイルが途中で切れています ({byteOffset} バイトまで届きました)。もう一度アップロードしてください。',
    en: 'The file was cut off after {byteOffset} bytes. Please upload it again.',
  },
  file_is_spreadsheet: {
    ja: '取り込める表が見つからない Excel ファイルです。Excel で開いて、xlsx または CSV として保存し直してください。',
    en: 'This is an Excel file that cannot be read here. Please save it as xlsx or CSV in Excel.',
  },
  file_is_archive: {
    ja: 'この形式の圧縮ファイルは取り込めません。ZIP にするか、展開してから選んでください。',
    en: 'This kind of compressed file is not read. Please make a ZIP of it, or unpack it.',
  },
  file_is_binary: {
    ja: 'CSV ファイルではないようです (文字データではありません)。ファイルをご確認ください。',
    en: 'This does not look like a CSV file; it is not text.',
  },
  packed_damaged: {
    ja: 'ファイルが壊れているため、開けません。元のファイルをもう一度アップロードしてください。',
    en: 'The file is damaged and cannot be opened. Please upload it again.',
  },
  packed_expands: {
    ja: '展開すると大きくなりすぎるため、開きません (上限 {limit})。必要な表だけを CSV で保存し直してください。',
    en: 'Unpacked, the file becomes too large (limit {limit}). Please save only the table you need, as CSV.',
  },
  packed_nothing_inside: {
    ja: '圧縮ファイルやブックの中に、取り込める表 (CSV・TSV・TXT・xlsx) がありません。',
    en: 'There is no list (CSV, TSV, TXT or xlsx) inside this file.',
  },
  password_needed: {
    ja: 'パスワードで保護されています。委託元から知らされたパスワードを入力してください。',
    en: 'The file is protected. Please type the password that the client told you.',
  },
  password_wrong: {
    ja: 'パスワードが違います (またはファイルが壊れています)。全角・半角、大文字・小文字をご確認ください。',
    en: 'The password is wrong, or the file is damaged. Please check capital letters and full-width characters.',
  },
  encryption_unsupported: {
    ja: 'この暗号方式は開けません (証明書による保護、または古い方式)。パスワード (AES) で保護し直すか、CSV で受け取ってください。',
    en: 'This kind of protection cannot be opened (by certificate, or an old method). Please protect it by password (AES).',
  },
  compression_unsupported: {
    ja: 'この圧縮方式は開けません。Windows の標準の ZIP で圧縮し直してください。',
    en: 'This compression method is not read. Please make an ordinary ZIP file.',
  },
  workbook_old_format: {
    ja: '旧形式の Excel ブック (.xls) です。Excel で xlsx または CSV として保存し直してください。',
    en: 'This is a workbook of the old format (.xls). Please save it as xlsx or CSV in Excel.',
  },
  encoding_utf16: {
    ja: '文字コードが UTF-16 (Excel の「Unicode テキスト」) です。「CSV UTF-8」または「CSV (コンマ区切り)」で保存し直してください。',
    en: 'The file is UTF-16 (“Unicode text” in Excel). Please save it as “CSV UTF-8” or plain CSV.',
  },
  encoding_iso_2022_jp: {
    ja: '文字コードが JIS (ISO-2022-JP) です。Shift_JIS または UTF-8 で保存し直してください。',
    en: 'The file is ISO-2022-JP. Please save it as Shift_JIS or UTF-8.',
  },
  encoding_euc_jp: {
    ja: '文字コードが EUC-JP のようです。Shift_JIS または UTF-8 で保存し直してください。',
    en: 'The file seems to be EUC-JP. Please save it as Shift_JIS or UTF-8.',
  },
  encoding_unknown: {
    ja: '文字コードを判別できません。{row} 行目 ({byteOffset} バイト目) に読めない文字があります。Shift_JIS または UTF-8 で保存し直してください。',
    en: 'The encoding is not recognised; row {row} (byte {byteOffset}) cannot be read. Please save as Shift_JIS or UTF-8.',
  },
  encoding_mismatch: {
    ja: '選ばれた文字コードは {chosen} ですが、ファイルは {seen} です。文字コードを選び直してください。',
    en: 'You chose {chosen}, but the file is {seen}. Please choose the encoding again.',
  },
  invalid_bytes: {
    ja: '{row} 行目 ({byteOffset} バイト目) に {seen} として読めない文字があります。ファイルが壊れていないか、文字コードが正しいかをご確認ください。',
    en: 'Row {row} (byte {byteOffset}) is not readable as {seen}. The file may be damaged or in another encoding.',
  },
  truncated_character: {
    ja: 'ファイルの最後の文字が途中で切れています ({row} 行目)。アップロードが途中で終わった可能性があります。もう一度お試しください。',
    en: 'The last character is cut in half (row {row}). The upload may have ended early; please try again.',
  },
  nul_byte: {
    ja: '{row} 行目 ({byteOffset} バイト目) に、文字ではないデータ (NUL) が入っています。CSV として保存し直してください。',
    en: 'Row {row} (byte {byteOffset}) contains a NUL byte. Please save the file as CSV again.',
  },
  quote_not_closed: {
    ja: '{row} 行目から始まる引用符 (") が閉じられていません。その行の引用符をご確認ください。',
    en: 'A quotation mark that opens in row {row} is never closed.',
  },
  field_too_long: {
    ja: '{row} 行目 {column} 列目の値が長すぎます (1 項目は {limit} 文字まで)。',
    en: 'The value in row {row}, column {column} is too long (limit {limit} characters).',
  },
  row_too_long: {
    ja: '{row} 行目が長すぎます (1 行は {limit} 文字まで)。改行が失われていないかご確認ください。',
    en: 'Row {row} is too long (limit {limit} characters). Are its line breaks missing?',
  },
  too_many_columns: {
    ja: '{row} 行目の列が多すぎます (上限 {limit} 列)。',
    en: 'Row {row} has too many columns (limit {limit}).',
  },
  too_many_rows: {
    ja: '行が多すぎます (上限 {limit} 行)。分割して取り込んでください。',
    en: 'There are too many rows (limit {limit}). Please split the file.',
  },
  duplicate_headers: {
    ja: '見出しが重複しています ({column} 列目)。同じ見出しの列を直してから取り込んでください。',
    en: 'A heading stands twice (column {column}). Please make the headings different.',
  },
  mapping_invalid: {
    ja: '列の割り当てに誤りがあります ({column} 列目)。同じ項目を二つの列に割り当てていないかご確認ください。',
    en: 'The column mapping is not valid (column {column}). Is one field given to two columns?',
  },
  mapping_mismatch: {
    ja: 'ファイルの列が、確認済みの割り当てと一致しません ({column} 列目)。列の割り当てを確認し直してください。',
    en: 'The columns differ from the confirmed mapping (column {column}). Please confirm the mapping again.',
  },
}

/** `{firstRow}` and `{field}` are filled in. */
export const rowReasonTexts: Record<RowReasonCode, Text> = {
  too_few_columns: { ja: '列が足りません。', en: 'The row has too few columns.' },
  too_many_columns_in_row: { ja: '列が多すぎます。', en: 'The row has too many columns.' },
  quote_malformed: { ja: '引用符 (") の使い方に誤りがあります。', en: 'A quotation mark is misplaced.' },
  required_missing: { ja: '必須の「{field}」が入っていません。', en: 'The required field “{field}” is empty.' },
  phone_missing: { ja: '電話番号がありません。', en: 'There is no phone number.' },
  phone_unreadable: {
    ja: '「{field}」を電話番号として読み取れません。',
    en: '“{field}” is not readable as a phone number.',
  },
  phone_length: { ja: '「{field}」の桁数が合いません。', en: '“{field}” has a wrong number of digits.' },
  phone_digits_lost: {
    ja: '「{field}」の下の桁が失われています (Excel の指数表示)。元のデータをご確認ください。',
    en: 'Digits of “{field}” were lost (Excel wrote it as 9.01E+09).',
  },
  phone_foreign: { ja: '「{field}」が海外の電話番号です。', en: '“{field}” is a number outside Japan.' },
  phone_toll_free: {
    ja: '「{field}」がフリーダイヤル (0120・0800) です。',
    en: '“{field}” is a toll-free number (0120, 0800).',
  },
  phone_premium: {
    ja: '「{field}」が情報料の掛かる番号 (0990) です。',
    en: '“{field}” is a premium-rate number (0990).',
  },
  phone_navi_dial: { ja: '「{field}」がナビダイヤル (0570) です。', en: '“{field}” is a Navi Dial number (0570).' },
  phone_pager: { ja: '「{field}」が通話できない番号 (020) です。', en: '“{field}” cannot take calls (020).' },
  number_not_assignable: {
    ja: '「{field}」が使われていない番号帯です。',
    en: '“{field}” is in a range nobody can own.',
  },
  birth_date_unreadable: { ja: '生年月日を読み取れません。', en: 'The birth date is not readable.' },
  birth_date_impossible: { ja: '生年月日が実在しない日付です。', en: 'The birth date does not exist.' },
  birth_date_future: { ja: '生年月日が未来の日付です。', en: 'The birth date lies in the future.' },
  card_number_found: {
    ja: '「{field}」にクレジットカード番号とみられる数字があります。このキャンペーンでは預かれません。',
    en: '“{field}” holds what reads as the number of a credit card; this campaign may not hold any.',
  },
  duplicate_in_file: { ja: '{firstRow} 行目と同じ人です。', en: 'The person of row {firstRow}.' },
  duplicate_existing: { ja: 'すでに登録されている人です。', en: 'Already among the existing contacts.' },
}

export const rowNoteTexts: Record<RowNoteCode, Text> = {
  phone_zero_restored: {
    ja: '電話番号の先頭の 0 が失われていたため補いました。',
    en: 'A leading zero that Excel dropped was put back.',
  },
  phone_country_code_restored: {
    ja: '国番号 81 で始まる番号を国内番号として読み取りました。',
    en: 'A number beginning with country code 81 was read as a Japanese number.',
  },
  phone_extension_left_out: {
    ja: '内線番号を除いて読み取りました。元の値はそのまま保存します。',
    en: 'The extension was left out of the number to dial; the cell is stored as received.',
  },
  phone_cell_split: {
    ja: '一つのセルに複数の電話番号があったため、分けて読み取りました。',
    en: 'One cell held several phone numbers; they were read apart.',
  },
  phone_full_width: {
    ja: '全角で書かれた電話番号を読み取りました。',
    en: 'A number in full-width characters was read.',
  },
  phone_hyphens: {
    ja: 'ハイフンに似た文字をハイフンとして読み取りました。',
    en: 'Characters like hyphens were read as hyphens.',
  },
  birth_date_era: { ja: '和暦の生年月日を読み取りました。', en: 'A birth date in Japanese eras was read.' },
  birth_date_serial: {
    ja: 'Excel の日付の通し番号になっていた生年月日を、日付に戻しました。',
    en: 'A birth date that Excel had turned into a serial number was read as a date.',
  },
  phone_ignored: {
    ja: '使えない電話番号を除きました (ほかの番号は有効です)。',
    en: 'A number that cannot be used was left out; another one of the row is fine.',
  },
  postal_code_unusual: { ja: '郵便番号が 7 桁ではありません。', en: 'The postal code does not have 7 digits.' },
  card_number_kept: {
    ja: 'クレジットカード番号とみられる数字があります。封印して保存します。',
    en: 'There is what reads as the number of a credit card; it is stored sealed.',
  },
  gaiji_kept: {
    ja: '外字が含まれています。そのまま保存し、納品時もそのまま戻します。',
    en: 'There are private-use characters (gaiji); they are kept unchanged.',
  },
  damaged_character: {
    ja: '元のファイルですでに壊れていた文字 (�) があります。',
    en: 'There are characters that were already damaged (�) in the file.',
  },
}

export const guessReasonTexts: Record<GuessReasonCode, Text> = {
  confirmed_before: { ja: '前回確認した割り当てです', en: 'as confirmed for an earlier file' },
  heading_exact: { ja: '見出しが一致しました', en: 'the heading matches' },
  heading_similar: { ja: '見出しが似ています', en: 'the heading is similar' },
  heading_and_content: { ja: '見出しと値の両方が一致しました', en: 'heading and values match' },
  heading_but_content_differs: {
    ja: '見出しは一致しますが、値の形が違います。ご確認ください',
    en: 'the heading matches, but the values look different; please check',
  },
  content_only: { ja: '値の形から推定しました', en: 'guessed from the values' },
  nothing_recognised: { ja: '判別できませんでした', en: 'not recognised' },
  column_empty: { ja: '値がありません', en: 'the column is empty' },
  field_taken_already: { ja: '同じ項目の列がほかにあります', en: 'another column holds this field already' },
}

/** Fills the places of a text; a place without a value becomes `?`. Values are counts, codes and labels only. */
export function fillText(template: Text, values: Readonly<Record<string, string | number | undefined>>): Text {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? '?'))
  return { ja: fill(template.ja), en: fill(template.en) }
}

/** The sentence for a file error, with its places filled in. */
export const fileErrorText = (code: FileErrorCode, detail: FileErrorDetail): Text =>
  fillText(fileErrorTexts[code], { ...detail })
