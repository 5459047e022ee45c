import { phrase } from './phrase.ts'

/** In what place the people of a list are called for the first time. */
export const listOrder = {
  title: phrase('架電の優先度', 'Place in the order of calling'),
  hint: phrase(
    '同じキャンペーンの中で、優先度の数字が小さいリストの人から初回の電話をかけます。再コールの約束はいつも先です。2回目からは通常の間隔のきまりに従います。取込後も変えられます。',
    'Within the campaign, lists with a smaller number get their first calls earlier. Promised call-backs always come first; later calls follow the usual rules. It can be changed afterwards.',
  ),
  places: {
    1: phrase('1(最優先)', '1 (first)'),
    2: phrase('2', '2'),
    3: phrase('3', '3'),
    4: phrase('4', '4'),
    5: phrase('5(通常)', '5 (ordinary)'),
  },
  ofList: phrase(
    (place: string) => `架電の優先度 ${place}`,
    (place) => `called in place ${place}`,
  ),
} as const
