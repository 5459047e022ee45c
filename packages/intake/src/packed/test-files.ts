/** Workbooks and archives for tests of other packages. */
export { agileWorkbook, standardWorkbook, zipCrypto } from './test-foreign-files.ts'
export { rowsOf, type TestWorkbook, workbookOf, zipOf } from './test-workbook.ts'
