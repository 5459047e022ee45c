import { phrase } from './phrase.ts'

/** The switch that stops calling in all tenants. */
export const houseStops = {
  title: phrase('全テナントの発信停止', 'Stop calling in all tenants'),
  lead: phrase(
    '災害や重大な事故のときに、すべてのテナントの発信を一度に止めます。呼出中の電話は1秒以内に切れ、通話中の電話は続きます。止めた人と理由は、本部と各テナントの記録台帳に残ります。',
    'In a disaster or a grave incident this stops calling in every tenant at once. What rings is hung up within a second; talks go on. Who stopped it and why stand in the ledgers of the head office and of each tenant.',
  ),
  running: phrase('全テナントの停止はありません。', 'No stop of all tenants holds.'),
  stopped: phrase('全テナントの発信を停止中', 'Calling is stopped in all tenants'),
  stoppedBody: phrase(
    'すべての停止が解除されるまで、どのテナントでも発信しません。テナントごとの停止は、この停止を解除しても残ります。',
    'Until each stop is lifted, nobody is dialled in any tenant. Stops of single tenants stay when these are lifted.',
  ),
  stop: phrase('全テナントの発信を止める', 'Stop calling in all tenants'),
  liftOf: phrase(
    (ground: string) => `全テナントの停止(${ground})を解除`,
    (ground) => `Lift the stop of all tenants (${ground})`,
  ),
  banner: phrase(
    (grounds: string, at: string, by: string) => `全テナントの発信を停止中です(${grounds})。${at} から、${by}`,
    (grounds, at, by) => `Calling is stopped in all tenants (${grounds}), since ${at}, by ${by}.`,
  ),
  bannerSee: phrase('停止と解除', 'Stops and their lifting'),
} as const
