import { type CampaignSettings, campaignSettings } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { testSettings } from '../test-spine.ts'
import { defaultCampaignSettings } from './defaults.ts'
import { campaignTemplate } from './templates.ts'

const lawOf = ({ law, refusalScope }: CampaignSettings) => ({ law, refusalScope })

describe('the law of a campaign', () => {
  it.each([
    ['sales', { law: 'sales', refusalScope: 'client' }],
    ['health_check', { law: 'public_service', refusalScope: 'job' }],
    ['arrears', { law: 'lending', refusalScope: 'job' }],
    ['survey', { law: 'other', refusalScope: 'job' }],
  ] as const)('of the template %s decides how far a refusal reaches', (template, expected) => {
    expect(lawOf(campaignTemplate(template, '架空商事'))).toEqual(expected)
  })

  it('is that of the sector where nothing else is known', () => {
    expect(lawOf(defaultCampaignSettings('production', 'company'))).toEqual({ law: 'sales', refusalScope: 'client' })
    expect(lawOf(defaultCampaignSettings('production', 'municipality')).law).toBe('public_service')
  })

  it('is the strictest for a campaign that was made before there was a choice', () => {
    const { law: _law, refusalScope: _scope, ...older } = testSettings
    expect(lawOf(campaignSettings.parse(older))).toEqual({ law: 'sales', refusalScope: 'client' })
  })
})
