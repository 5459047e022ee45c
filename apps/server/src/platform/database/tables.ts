// Made from the migrated schema; the test that compares them writes it anew with `vitest -u`.
import type {
  AttemptId,
  CampaignId,
  CompanyId,
  ContactId,
  DesignationId,
  DeviceId,
  EntryId,
  JobId,
  LeadId,
  ListId,
  PersonId,
  SessionId,
  SiteId,
  TenantId,
  UploadId,
} from '@sekisho/contract'
import type { ColumnType } from 'kysely'

// kysely's own Generated does not look into a ColumnType
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
type Timestamp = ColumnType<Date, Date | string, Date | string>
type Json = ColumnType<unknown, string, string>

export interface Tables {
  'house.account_confirmations': {
    person_id: PersonId
    issued_by: string
    code_hash: Buffer | null
    code_until: Timestamp | null
    wrong_codes: Generated<number>
    redeemed_at: Timestamp | null
    on_issuers_device: Generated<boolean>
    confirmed_at: Timestamp | null
    confirmed_by: string | null
  }
  'house.calendar_withdrawals': {
    entry_id: EntryId
    tenant_id: TenantId
    special_day_id: string | null
    holiday_file_id: string | null
    withdrawn_by: string
    withdrawn_at: Timestamp
  }
  'house.companies': {
    company_id: CompanyId
    name: string
    kind: string
    sector: Generated<string>
    created_at: Generated<Timestamp>
  }
  'house.designations': {
    designation_id: DesignationId
    person_id: PersonId
    seat: string
    scope_kind: string
    tenant_id: TenantId | null
    job_id: JobId | null
    site_id: SiteId | null
    purpose: string
    basis: string
    designated_by: PersonId | null
    valid_from: Timestamp
    valid_until: Timestamp
    withdrawn_at: Timestamp | null
    created_at: Generated<Timestamp>
  }
  'house.devices': {
    device_id: DeviceId
    label: string
    token_hash: Buffer
    created_at: Generated<Timestamp>
    withdrawn_at: Timestamp | null
  }
  'house.do_not_call': {
    client_id: CompanyId
    key_index: Buffer
    entry_id: EntryId
    key_kind: string
    scope: string
    job_id: JobId | null
    only_for: Buffer | null
    disposition: string
    tenant_id: TenantId
    recorded_at: Timestamp
  }
  'house.do_not_call_withdrawals': {
    client_id: CompanyId
    refusal_entry_id: string
    entry_id: EntryId
    tenant_id: TenantId
    recorded_at: Timestamp
  }
  'house.failed_tries': {
    kind: string
    key_hash: Buffer
    failures: number
    last_at: Timestamp
    locked_until: Timestamp | null
  }
  'house.finding_closings': {
    finding_id: string
    tenant_id: TenantId | null
    entry_id: EntryId
    note: Generated<string>
  }
  'house.holiday_files': {
    entry_id: EntryId
    tenant_id: TenantId
    days: Json
    imported_by: PersonId
    imported_at: Timestamp
  }
  'house.house_stop_lifts': {
    stop_id: string
    entry_id: EntryId
    ground: string
    lifted_by: string
    lifted_at: Timestamp
  }
  'house.house_stops': {
    entry_id: EntryId
    ground: string
    set_by: string
    set_at: Timestamp
  }
  'house.legal_holds': {
    hold_id: string
    tenant_id: TenantId
    object_kind: string
    object_id: string
    reason: string
    placed_by: PersonId
    placed_at: Generated<Timestamp>
    lifted_at: Timestamp | null
  }
  'house.logs': {
    log_id: string
    tenant_id: TenantId
    origin: string
    verifier_key: string
    created_at: Generated<Timestamp>
  }
  'house.own_number_withdrawals': {
    assignment_id: string
    tenant_id: TenantId
    entry_id: EntryId
    withdrawn_by: string
    withdrawn_at: Timestamp
  }
  'house.own_numbers': {
    entry_id: EntryId
    tenant_id: TenantId
    job_id: JobId
    campaign_id: CampaignId
    number: string
    assigned_by: string
    assigned_at: Timestamp
  }
  'house.passkey_credentials': {
    credential_id: string
    person_id: PersonId
    public_key: Buffer
    sign_count: string
    label: string
    transports: Generated<string[]>
    created_at: Generated<Timestamp>
    last_used_at: Timestamp | null
    passkey_id: Generated<string>
  }
  'house.password_credentials': {
    person_id: PersonId
    argon2id: string
    changed_at: Generated<Timestamp>
  }
  'house.person_devices': {
    person_id: PersonId
    device_id: DeviceId
    first_at: Timestamp
    last_at: Timestamp
  }
  'house.persons': {
    person_id: PersonId
    login: string
    display_name: string
    company_id: CompanyId
    employment: Generated<string>
    is_demo: Generated<boolean>
    disabled_at: Timestamp | null
    created_at: Generated<Timestamp>
  }
  'house.policy_sets': {
    policy_hash: string
    body: string
    first_used_at: Generated<Timestamp>
  }
  'house.sessions': {
    session_id: SessionId
    person_id: PersonId
    device_id: DeviceId | null
    token_hash: Buffer
    route: string
    created_at: Generated<Timestamp>
    last_seen_at: Generated<Timestamp>
    expires_at: Timestamp
    ended_at: Timestamp | null
    end_reason: string | null
    proved_at: Timestamp | null
  }
  'house.sites': {
    site_id: SiteId
    name: string
    created_at: Generated<Timestamp>
  }
  'house.special_days': {
    entry_id: EntryId
    tenant_id: TenantId
    job_id: JobId | null
    campaign_id: CampaignId | null
    from_date: ColumnType<never, string, string>
    until_date: ColumnType<never, string, string>
    opens_minute: number | null
    closes_minute: number | null
    ground: string
    set_by: string
    set_at: Timestamp
  }
  'house.stop_lifts': {
    stop_id: string
    tenant_id: TenantId
    entry_id: EntryId
    ground: string
    lifted_by: string
    lifted_at: Timestamp
  }
  'house.stops': {
    entry_id: EntryId
    tenant_id: TenantId
    job_id: JobId | null
    campaign_id: CampaignId | null
    ground: string
    lift_by: string
    set_by: string
    set_at: Timestamp
    list_id: ListId | null
    prefecture: number | null
    area_code: string | null
    municipality: string | null
    municipality_index: Buffer | null
  }
  'house.task_positions': {
    task: string
    position: string
  }
  'house.tenants': {
    tenant_id: TenantId
    client_id: CompanyId
    name: string
    is_demo: Generated<boolean>
    created_at: Generated<Timestamp>
  }
  'house.tickets': {
    ticket_hash: Buffer
    kind: string
    person_id: PersonId | null
    data: Generated<Json>
    expires_at: Timestamp
    address_hash: Buffer | null
  }
  'house.totp_credentials': {
    person_id: PersonId
    sealed_secret: Buffer
    confirmed_at: Timestamp | null
  }
  'tenant.abandonment_alarms': {
    tenant_id: TenantId
    campaign_id: CampaignId
    alarm: string
    began_at: Timestamp
    seen_day: number
    entry_id: EntryId
  }
  'tenant.abandonment_days': {
    tenant_id: TenantId
    campaign_id: CampaignId
    day: number
    answered: number
    abandoned: number
    worst_at: Timestamp | null
    worst_answered: number | null
    worst_abandoned: number | null
    entry_id: EntryId
  }
  'tenant.assignments': {
    tenant_id: TenantId
    person_id: PersonId
    campaign_id: CampaignId
    version: number
    skill: number | null
    priority: number | null
    is_current: Generated<boolean>
    entry_id: EntryId
    nonce: Buffer
    set_by: string
    set_at: Timestamp
  }
  'tenant.attempt_corrections': {
    tenant_id: TenantId
    attempt_id: AttemptId
    version: number
    campaign_id: CampaignId
    disposition_before: string
    callback_before: Timestamp | null
    disposition: string
    callback_at: Timestamp | null
    reason: string
    corrected_by: string
    corrected_at: Timestamp
    entry_id: EntryId
    moved_lead: boolean
  }
  'tenant.attempts': {
    tenant_id: TenantId
    attempt_id: AttemptId
    campaign_id: CampaignId
    lead_id: LeadId
    contact_id: ContactId
    ordinal: number
    due_at: Timestamp
    state: string
    operator_id: PersonId | null
    dialler: string
    intended_at: Timestamp
    ringing_at: Timestamp | null
    answered_at: Timestamp | null
    connected_at: Timestamp | null
    hung_up_at: Timestamp | null
    ended_at: Timestamp | null
    cause: string | null
    disposition: string | null
    callback_at: Timestamp | null
    memo_sealed: Buffer | null
    recorded_at: Timestamp | null
    recorded_entry_id: string | null
    refusal_entry_id: string | null
    answered_by: string | null
    confirmed_at: Timestamp | null
    direction: Generated<string>
    reach_class: number | null
    is_in_order: Generated<boolean>
  }
  'tenant.call_ins': {
    tenant_id: TenantId
    call_in_id: string
    campaign_id: CampaignId
    own_number: string
    call_id: string
    state: string
    lead_id: LeadId | null
    contact_id: ContactId | null
    ordinal: number | null
    dialler: string
    kept_until: Timestamp
    operator_id: PersonId | null
    attempt_id: AttemptId | null
    arrived_at: Timestamp
    ended_at: Timestamp | null
    outcome: string | null
    is_on_no_list: Generated<boolean>
    caller_list_id: string | null
    caller_sealed: Buffer | null
    caller_number_sealed: Buffer | null
    caller_index: Buffer | null
  }
  'tenant.call_ticket_looks': {
    tenant_id: TenantId
    entry_id: EntryId
    ticket_id: string
    revision: number
    campaign_id: CampaignId
    looked_by: string
    looked_at: Timestamp
  }
  'tenant.call_ticket_notes': {
    tenant_id: TenantId
    note_id: string
    ticket_id: string
    campaign_id: CampaignId
    entry_id: EntryId
    written_by: string
    written_at: Timestamp
    sealed: Buffer
  }
  'tenant.call_ticket_steps': {
    tenant_id: TenantId
    ticket_id: string
    revision: number
    campaign_id: CampaignId
    entry_id: EntryId
    kind: string
    by_person: string
    at: Timestamp
    owner_id: string | null
    waits_until: ColumnType<never, string, string> | null
    outcome: string | null
  }
  'tenant.call_tickets': {
    tenant_id: TenantId
    ticket_id: string
    campaign_id: CampaignId
    attempt_id: AttemptId
    disposition: string
    reason: string
    addressee: string
    due_on: ColumnType<never, string, string>
    made_at: Timestamp
    state: Generated<string>
    owner_id: string | null
    waits_until: ColumnType<never, string, string> | null
    outcome: string | null
    revision: Generated<number>
  }
  'tenant.campaign_leases': {
    tenant_id: TenantId
    campaign_id: CampaignId
    holder: string
    leased_until: Timestamp
    sated_until: Timestamp | null
    wants_until: Timestamp | null
  }
  'tenant.campaigns': {
    tenant_id: TenantId
    campaign_id: CampaignId
    job_id: JobId
    name: string
    kind: string
    state: Generated<string>
    settings: Json
    revision: Generated<number>
    created_at: Generated<Timestamp>
    started_at: Timestamp | null
    minimum_skill: Generated<number>
    seats_by_skill: Generated<boolean>
  }
  'tenant.contact_numbers': {
    tenant_id: TenantId
    contact_id: ContactId
    ordinal: number
    kind: string
    state: Generated<string>
    row_version: Generated<number>
    sealed: Buffer
    phone_index: Buffer
  }
  'tenant.contacts': {
    tenant_id: TenantId
    contact_id: ContactId
    list_id: ListId
    row_number: number
    row_version: Generated<number>
    sealed: Buffer
    customer_index: Buffer | null
    person_index: Buffer | null
    number_name_index: Buffer | null
  }
  'tenant.desk_spans': {
    tenant_id: TenantId
    operator_id: PersonId
    began_at: Timestamp
    ended_at: Timestamp
    campaign_id: CampaignId
    state: string
    away_reason: string | null
  }
  'tenant.desks': {
    tenant_id: TenantId
    operator_id: PersonId
    campaign_id: CampaignId
    connection: string | null
    session_id: SessionId
    state: string
    away_reason: string | null
    since: Timestamp
    last_attempt_id: string | null
    preview_id: string | null
    chosen: string[] | null
  }
  'tenant.entry_index': {
    tenant_id: TenantId
    position: string
    entry_id: EntryId
    type: string
    outcome: string
    reason: string | null
    at: Timestamp
    sequenced_at: Timestamp
    actor: string
    actor_kind: string
    campaign_id: CampaignId | null
    body: Buffer
  }
  'tenant.entry_queue': {
    tenant_id: TenantId
    entry_id: EntryId
    seq: Generated<string>
    body: Buffer
    queued_at: Generated<Timestamp>
  }
  'tenant.entry_subjects': {
    tenant_id: TenantId
    entry_id: EntryId
    contact_id: ContactId
    list_id: ListId
  }
  'tenant.faq_articles': {
    tenant_id: TenantId
    article_id: string
    campaign_id: CampaignId
    version: number
    withdrawn_at: Timestamp | null
  }
  'tenant.faq_versions': {
    tenant_id: TenantId
    article_id: string
    version: number
    campaign_id: CampaignId
    question: string
    answer: string
    written_by: string
    written_at: Timestamp
  }
  'tenant.figure_rules': {
    tenant_id: TenantId
    version: number
    value: Json
    changed_by: string
    changed_at: Timestamp
  }
  'tenant.hand_messages': {
    tenant_id: TenantId
    message_id: string
    campaign_id: CampaignId
    hand_id: string
    said_by: string
    said_at: Timestamp
    phrase: string | null
    sealed: Buffer | null
  }
  'tenant.handover_rules': {
    tenant_id: TenantId
    revision: number
    entry_id: EntryId
    business_days: number
    set_by: string
    set_at: Timestamp
  }
  'tenant.hands': {
    tenant_id: TenantId
    hand_id: string
    campaign_id: CampaignId
    operator_id: PersonId
    attempt_id: AttemptId | null
    raised_at: Timestamp
    taken_by: string | null
    taken_at: Timestamp | null
    lowered_at: Timestamp | null
    lowered_by: string | null
    revision: Generated<number>
  }
  'tenant.held_out_contacts': {
    tenant_id: TenantId
    list_id: ListId
    contact_id: ContactId
    campaign_id: CampaignId
    is_later: Generated<boolean>
  }
  'tenant.house_stop_entries': {
    tenant_id: TenantId
    house_entry_id: string
    entry_id: EntryId
  }
  'tenant.job_sites': {
    tenant_id: TenantId
    job_id: JobId
    site_id: SiteId
  }
  'tenant.jobs': {
    tenant_id: TenantId
    job_id: JobId
    name: string
    created_at: Generated<Timestamp>
  }
  'tenant.kept_mappings': {
    tenant_id: TenantId
    headings_hash: Buffer
    mapping: Json
    kept_at: Generated<Timestamp>
  }
  'tenant.leads': {
    tenant_id: TenantId
    lead_id: LeadId
    campaign_id: CampaignId
    list_id: ListId
    contact_id: ContactId
    state: Generated<string>
    due_at: Timestamp
    attempts: Generated<number>
    next_ordinal: Generated<number>
    last_disposition: string | null
    finished_reason: string | null
    promised_to: PersonId | null
    revision: Generated<number>
    excluded_by: string | null
    prefecture: number | null
    areas: string | null
    is_one_to_one: Generated<boolean>
    municipality_index: Buffer | null
    number_kind: string | null
    reach_class: Generated<number>
    call_queue: Generated<number>
  }
  'tenant.list_handovers': {
    tenant_id: TenantId
    list_id: ListId
    version: number
    campaign_id: CampaignId
    entry_id: EntryId
    received_on: ColumnType<never, string, string>
    client_function: string | null
    client_confirmed_on: ColumnType<never, string, string> | null
    centre_function: string | null
    centre_confirmed_on: ColumnType<never, string, string> | null
    business_days: number
    due_on: ColumnType<never, string, string>
    is_late: boolean
    entered_by: string
    entered_at: Timestamp
  }
  'tenant.list_holdouts': {
    tenant_id: TenantId
    list_id: ListId
    campaign_id: CampaignId
    entry_id: EntryId
    held_out_percent: number
    contacts: number
    digest: Buffer
  }
  'tenant.list_terms': {
    tenant_id: TenantId
    list_id: ListId
    revision: number
    campaign_id: CampaignId
    entry_id: EntryId
    valid_from: ColumnType<never, string, string> | null
    valid_until: ColumnType<never, string, string> | null
    priority: number
    held_out_percent: number
    set_by: string
    set_at: Timestamp
  }
  'tenant.lists': {
    tenant_id: TenantId
    list_id: ListId
    campaign_id: CampaignId
    upload_id: UploadId | null
    label: string
    state: string
    digest: Buffer
    mapping: Json
    rules: Json
    rows_total: Generated<number>
    rows_accepted: Generated<number>
    rows_refused: Generated<number>
    rows_duplicate: Generated<number>
    first_leased_at: Timestamp | null
    imported_by: PersonId
    created_at: Generated<Timestamp>
    finished_at: Timestamp | null
    summary: Json | null
    failure: Json | null
    ended_by: string | null
    keys_ended_at: Timestamp | null
    mode: Generated<string>
    rows_known: Generated<number>
    rows_unknown: Generated<number>
    leads_stopped: Generated<number>
    rows_do_not_call: Generated<number>
    rows_changed: Generated<number>
    people_missing: Generated<number>
    missing_shown: number | null
    refusal_scope: string | null
    refusal_reason: string | null
    refusal_source: string | null
    refusal_as_of: ColumnType<never, string, string> | null
    valid_from: ColumnType<never, string, string> | null
    valid_until: ColumnType<never, string, string> | null
    priority: number | null
    terms_revision: Generated<number>
    rows_held_out: Generated<number>
    are_leads_behind: Generated<boolean>
  }
  'tenant.named_leads': {
    tenant_id: TenantId
    list_id: ListId
    lead_id: LeadId
    named_in: string
    named_at: Timestamp
  }
  'tenant.notice_confirmations': {
    tenant_id: TenantId
    notice_id: string
    version: number
    person_id: PersonId
    job_id: JobId
    entry_id: EntryId
    confirmed_at: Timestamp
  }
  'tenant.notice_versions': {
    tenant_id: TenantId
    notice_id: string
    version: number
    job_id: JobId
    entry_id: EntryId
    title: string
    body: string
    level: string
    valid_until: ColumnType<never, string, string>
    written_by: string
    written_at: Timestamp
  }
  'tenant.notices': {
    tenant_id: TenantId
    notice_id: string
    job_id: JobId
    campaign_id: CampaignId | null
    version: number
    withdrawn_at: Timestamp | null
    withdrawal_entry_id: string | null
  }
  'tenant.operator_tallies': {
    tenant_id: TenantId
    campaign_id: CampaignId
    day: number
    operator_id: PersonId
    disposition: string
    attempts: number
    answered: number
    talks: number
    talk_ms: string
    wrap_up_ms: string
  }
  'tenant.operator_times': {
    tenant_id: TenantId
    campaign_id: CampaignId
    day: number
    operator_id: PersonId
    state: string
    away_reason: string
    ms: string
  }
  'tenant.previews': {
    tenant_id: TenantId
    preview_id: string
    campaign_id: CampaignId
    lead_id: LeadId
    contact_id: ContactId
    ordinal: number
    operator_id: PersonId
    lead_state: string
    given_at: Timestamp
    limit_at: Timestamp
    at_limit: string
    opened_entry_id: string | null
    wanted_at: Timestamp | null
    attempt_id: AttemptId | null
    ended_at: Timestamp | null
    ended_as: string | null
  }
  'tenant.refused_cells': {
    tenant_id: TenantId
    list_id: ListId
    row_number: number
    campaign_id: CampaignId
    state: Generated<string>
    version: Generated<number>
    sealed: Buffer | null
    set_aside: string | null
    settled_by: string | null
    settled_at: Timestamp | null
  }
  'tenant.refused_rows': {
    tenant_id: TenantId
    list_id: ListId
    row_number: number
    outcome: string
    reasons: string[]
    same_as_row: number | null
  }
  'tenant.report_exports': {
    tenant_id: TenantId
    entry_id: EntryId
    digest: Buffer
    format: string
    kind: string
    from_day: number
    until_day: number
    made_by: string
    made_at: Timestamp
  }
  'tenant.report_layouts': {
    tenant_id: TenantId
    version: number
    value: Json
    changed_by: string
    changed_at: Timestamp
  }
  'tenant.shadow_stretches': {
    tenant_id: TenantId
    shadow_id: string
    began_at: Timestamp
    paced_as: string
    twin: number
    ended_at: Timestamp
    talk_ms: string
    wrap_up_ms: string
    waiting_ms: string
    dialled: number
    answered: number
    abandoned: number
    connected: number
  }
  'tenant.shadows': {
    tenant_id: TenantId
    shadow_id: string
    campaign_id: CampaignId
    mode: string
    cap_percent: number
    live_mode: string
    live_cap_percent: number
    seed: number
    window_answered: number
    window_abandoned: number
    started_by: string
    started_at: Timestamp
    entry_id: EntryId
    known_calls: Generated<number>
    known_talks: Generated<number>
    played_until: Timestamp | null
    holder: string | null
    held_until: Timestamp | null
    ended_at: Timestamp | null
    ended_as: string | null
    live_lines_per_ten: number | null
  }
  'tenant.slot_tallies': {
    tenant_id: TenantId
    campaign_id: CampaignId
    slot: Timestamp
    disposition: string
    attempts: number
    answered: number
    talks: number
    talk_ms: string
    wrap_up_ms: string
    tried_of_day: number
    tried_of_month: number
    tried_ever: number
    reached_of_day: number
    reached_of_month: number
  }
  'tenant.slot_times': {
    tenant_id: TenantId
    campaign_id: CampaignId
    slot: Timestamp
    state: string
    away_reason: string
    ms: string
  }
  'tenant.spoken_numbers': {
    tenant_id: TenantId
    attempt_id: AttemptId
    ordinal: number
    command_id: string
    entry_id: EntryId
    recorded_at: Timestamp
  }
  'tenant.stale_slots': {
    tenant_id: TenantId
    campaign_id: CampaignId
    slot: Timestamp
  }
  'tenant.start_tallies': {
    tenant_id: TenantId
    campaign_id: CampaignId
    day: number
    started: number
  }
  'tenant.tally_marks': {
    tenant_id: TenantId
    campaign_id: CampaignId
    tallied_until: Timestamp
    person_codes: string[]
  }
  'tenant.uploads': {
    tenant_id: TenantId
    upload_id: UploadId
    uploaded_by: PersonId
    state: string
    bytes: Generated<string>
    chunks: Generated<number>
    digest: Buffer | null
    inspection: Json | null
    created_at: Generated<Timestamp>
    previewed_choices: Buffer | null
    previewed_missing: number | null
  }
  'tenant.waiting_minutes': {
    tenant_id: TenantId
    campaign_id: CampaignId
    minute: Timestamp
    cause: string
    ms: number
  }
}
