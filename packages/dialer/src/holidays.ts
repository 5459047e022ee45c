/**
 * Public holidays of Japan.
 *
 * Source: 国民の祝日に関する法律 (Act 178 of 1948) articles 2 and 3, with the substitute days (3-2) and days between
 * two holidays (3-3). 2026 and 2027 as announced by the Cabinet Office (2027 on 2026-02-02, after the almanac of the
 * National Astronomical Observatory). 2028 follows from the law and the computed equinoxes (20 March, 22 September);
 * it becomes official with the almanac of February 2027 and must be compared with it then.
 */
export const PUBLIC_HOLIDAYS: readonly string[] = [
  '2026-01-01',
  '2026-01-12',
  '2026-02-11',
  '2026-02-23',
  '2026-03-20',
  '2026-04-29',
  '2026-05-03',
  '2026-05-04',
  '2026-05-05',
  '2026-05-06', // for 3 May, a Sunday
  '2026-07-20',
  '2026-08-11',
  '2026-09-21',
  '2026-09-22', // between two holidays
  '2026-09-23',
  '2026-10-12',
  '2026-11-03',
  '2026-11-23',
  '2027-01-01',
  '2027-01-11',
  '2027-02-11',
  '2027-02-23',
  '2027-03-21',
  '2027-03-22', // for 21 March, a Sunday
  '2027-04-29',
  '2027-05-03',
  '2027-05-04',
  '2027-05-05',
  '2027-07-19',
  '2027-08-11',
  '2027-09-20',
  '2027-09-23',
  '2027-10-11',
  '2027-11-03',
  '2027-11-23',
  '2028-01-01',
  '2028-01-10',
  '2028-02-11',
  '2028-02-23',
  '2028-03-20',
  '2028-04-29',
  '2028-05-03',
  '2028-05-04',
  '2028-05-05',
  '2028-07-17',
  '2028-08-11',
  '2028-09-18',
  '2028-09-22',
  '2028-10-09',
  '2028-11-03',
  '2028-11-23',
]

/** The last day for which the list above is complete. */
export const HOLIDAYS_KNOWN_UNTIL = '2028-12-31'

/** The days around New Year on which nobody is called, as month and day. */
export const YEAR_END_DAYS: readonly string[] = ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03']
