/** Why a day is closed, or has hours of its own: closed codes, because entries hold no free text. */
export const dayGrounds = [
  'client_closed',
  'client_asked',
  'centre_closed',
  'local_event',
  'disaster',
  'staffing',
] as const
export type DayGround = (typeof dayGrounds)[number]

/**
 * What decided when a day is open, the strongest first: what was set for the tenant or the campaign, the days of the year
 * on which the house is closed, a public holiday, or the campaign's hours of the week.
 */
export const dayReasons = ['tenant_day', 'campaign_day', 'year_end', 'holiday', 'usual_hours'] as const
export type DayReason = (typeof dayReasons)[number]

/** Why a file of holidays is not taken. Nothing of such a file is kept, and what stood stays. */
export const holidayFileProblems = [
  'empty',
  'not_readable',
  'no_heading',
  'too_long',
  'bad_line',
  'bad_date',
  'no_name',
  'twice',
  'outdated',
  'year_incomplete',
] as const
export type HolidayFileProblem = (typeof holidayFileProblems)[number]

/** What somebody should know before a file of holidays is taken. */
export const holidayFileNotices = ['read_as_utf8', 'next_year_missing', 'differs'] as const
export type HolidayFileNotice = (typeof holidayFileNotices)[number]
