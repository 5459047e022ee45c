import { describe, expect, it } from 'vitest'
import { bandsFromText, bandsText } from './band-text.ts'

describe('hours as somebody types them', () => {
  it('are read as they are written', () => {
    const bands = [
      { fromMinute: 540, untilMinute: 720, heading: '午前' },
      { fromMinute: 750, untilMinute: 1440, heading: '' },
    ]
    expect(bandsText(bands)).toBe('9:00-12:00 午前, 12:30-24:00')
    expect(bandsFromText(bandsText(bands))).toEqual(bands)
  })
  it('may be full-width, with any dash and without minutes', () => {
    expect(bandsFromText('９：００〜１２：００、１３-15')).toEqual([
      { fromMinute: 540, untilMinute: 720, heading: '' },
      { fromMinute: 780, untilMinute: 900, heading: '' },
    ])
  })
  it('may be parted by spaces, and named as the client names them', () => {
    expect(bandsFromText('9-12 午前の部 13:00 - 15:00  18-20')).toEqual([
      { fromMinute: 540, untilMinute: 720, heading: '午前の部' },
      { fromMinute: 780, untilMinute: 900, heading: '' },
      { fromMinute: 1080, untilMinute: 1200, heading: '' },
    ])
  })
  it.each(['', '朝', '9:15-12:00', '12:00-9:00', '9:00-25:00', '9:00'])('are refused as %s', (text) => {
    expect(bandsFromText(text)).toBeNull()
  })
})
